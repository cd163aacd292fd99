"""The page where a county and a preset are chosen and levers moved."""

from sim.errors import Text
from sim.ui.pages.scenario.page import Page

TITLE = Text("Scenario", "方案设计")
ICON = "mdi-tune"

__all__ = ["ICON", "TITLE", "Page"]
