"""Needs: what people fall ill with, when, and how badly."""
