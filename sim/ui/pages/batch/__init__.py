"""Batch: many runs by design, watched, cancelled, gone on with, and taken away."""

from sim.ui.pages.batch.page import ICON, TITLE, Page

__all__ = ["ICON", "TITLE", "Page"]
