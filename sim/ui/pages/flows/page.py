"""The page of flows and money: one theme at a time, of one run or of two side by side."""

from __future__ import annotations

from collections.abc import Sequence

import solara

from sim.errors import Text
from sim.experiment.picture import Picture
from sim.ui.pages.flows import behaviour, money, moving
from sim.ui.pages.flows.incentive import Incentive
from sim.ui.session import kept
from sim.ui.widgets.runs import Captions, OfRuns
from sim.ui.widgets.toggle import Toggle

TITLE = Text("Flows and money", "流向与资金")
ICON = "mdi-swap-horizontal"
NOTHING = Text(
    "No run yet. Choose a scenario above and run it; put a baseline beside it to see both.",
    "尚无模拟结果。请在上方选择方案并开始模拟；选择“并列对照”可同时查看基线。",
)
THEMES = {
    "patients": Text("Patients", "患者流向"),
    "payers": Text("Who pays", "费用来源"),
    "purses": Text("Pool to purse", "基金到机构"),
    "referrals": Text("Referrals", "双向转诊"),
    "ledger": Text("Ledgers", "历年账目"),
    "incentive": Text("Incentives of one facility", "单个机构激励"),
}
THEME = Text("Theme", "主题")


@solara.component
def Page() -> None:
    """Flows of the latest picture of the session, and of another beside it where one was asked for."""
    OfRuns(TITLE, NOTHING, ICON, FlowsView)


@solara.component
def FlowsView(shown: Sequence[Picture]) -> None:
    """Show the chosen theme of one or two pictures.

    Parameters
    ----------
    shown
        One or two pictures, the latest first.
    """
    theme = kept("flows.theme", "patients")
    with solara.v.Html(tag="div", class_="cc-noprint", style_="margin: 6px 0 8px"):
        Toggle(THEME, THEMES, theme)
    if theme.value == "incentive":
        Incentive(shown[0])
        return
    columns = " ".join(["minmax(0, 1fr)"] * len(shown))
    with solara.v.Html(tag="div", style_=f"display: grid; gap: 14px; grid-template-columns: {columns}"):
        for picture in shown:
            with solara.v.Html(tag="div", class_="cc-card", style_="margin: 0; overflow: hidden"):
                Captions([picture])
                _Theme(theme.value, picture, len(shown) == 1)
    if theme.value == "purses":
        behaviour.Behaviour(shown)


@solara.component
def _Theme(theme: str, picture: Picture, alone: bool) -> None:
    """One theme of one picture."""
    if theme == "patients":
        moving.Patients(picture, alone)
    elif theme == "payers":
        money.Payers(picture)
    elif theme == "purses":
        money.Purses(picture)
    elif theme == "referrals":
        moving.Referrals(picture, alone)
    else:
        money.Ledgers(picture, alone)
