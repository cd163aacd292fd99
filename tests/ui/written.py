"""What a page says, for tests without a browser."""

from __future__ import annotations

from typing import Any

import ipyvuetify as v


def words(rendered: Any) -> str:
    """Everything that is written on the page."""
    found: list[str] = []

    def walk(widget: Any) -> None:
        for name in ("children", "v_slots"):
            for one in getattr(widget, name, None) or []:
                if isinstance(one, str):
                    found.append(one)
                elif isinstance(one, dict):
                    walk(one.get("children"))
                else:
                    walk(one)
        for name in ("label", "unsafe_innerHTML", "template", "innerHTML"):
            text = getattr(widget, name, None)
            if isinstance(text, str):
                found.append(text)

    for widget in rendered.find(v.VuetifyWidget).widgets:
        walk(widget)
    return "\n".join(found)
