"""Person: one resident's year under two policies, day by day, and why the two lives part."""

from __future__ import annotations

from sim.ui.pages.person.page import ICON, TITLE, Page

__all__ = ["ICON", "TITLE", "Page"]
