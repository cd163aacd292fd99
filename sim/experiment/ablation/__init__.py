"""Ablation: every lever switched on alone, and off alone, with the same random histories (逐项对照)."""
