"""Compare: up to four scenarios against the first, what differs, for whom, and how sure."""

from sim.ui.pages.compare.page import ICON, TITLE, Page

__all__ = ["ICON", "TITLE", "Page"]
