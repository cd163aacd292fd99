"""Calibration (校准): parameters that published figures make plausible, and what the figures leave open."""
