"""The map: where people live, where they go for care, how full and how far it is."""

from sim.ui.pages.map.page import ICON, TITLE, Page

__all__ = ["ICON", "TITLE", "Page"]
