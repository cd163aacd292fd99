"""An explanation that opens on demand, with where it is from; and sentences that must be seen."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.ui.language import say

WHAT = Text("What is this?", "说明")
SOURCE = Text("Source: ", "来源：")


@solara.component
def Explain(text: str, source: str = "", title: str = "") -> None:
    """Show a line that opens to an explanation; both in the session's language."""
    with solara.v.Html(tag="details", class_="cc-explain"):
        solara.v.Html(tag="summary", children=[title or say(WHAT)])
        solara.v.Html(tag="p", children=[text])
        if source:
            solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(SOURCE) + source])


@solara.component
def Notice(text: str, bad: bool = False) -> None:
    """Show a sentence that must be seen; `bad` for what went wrong, which is read aloud at once."""
    solara.v.Html(
        tag="div", class_="cc-notice cc-notice-bad" if bad else "cc-notice", children=[text],
        attributes={"role": "alert" if bad else "status"},
    )  # fmt: skip
