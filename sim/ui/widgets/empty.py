"""What stands where there is nothing to show yet."""

from __future__ import annotations

import solara


@solara.component
def Empty(text: str, icon: str = "mdi-information-outline") -> None:
    """Show what will stand here and what to do for it, in the session's language."""
    with solara.v.Html(tag="div", class_="cc-empty"):
        solara.v.Icon(children=[icon], attributes={"aria-hidden": "true"})
        solara.v.Html(tag="p", children=[text])
