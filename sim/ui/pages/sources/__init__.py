"""Calibration and sources: fit, what is known or assumed, and where numbers come from."""

from __future__ import annotations

from sim.ui.pages.sources.page import ICON, TITLE, Page

__all__ = ["ICON", "TITLE", "Page"]
