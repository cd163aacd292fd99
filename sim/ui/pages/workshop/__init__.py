"""Workshop: lessons and the county game, led from one browser and joined from others."""

from __future__ import annotations

from sim.ui.pages.workshop.page import ICON, TITLE, Page

__all__ = ["ICON", "TITLE", "Page"]
