"""What one browser session holds beside its pages: it outlives a change of page.

A reactive variable at module level is one a browser tab under the server (and one for all in tests).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qs

import solara
from solara.server import kernel_context

T = TypeVar("T")

_kept: solara.Reactive[Mapping[str, Any]] = solara.reactive({})


def session_id() -> str:
    """Return a name of this browser tab's session; ``"alone"`` outside a server."""
    if not kernel_context.has_current_context():
        return "alone"
    return str(kernel_context.get_current_context().id)


def kept(name: str, first: T) -> solara.Reactive[T]:
    """Return the session's variable of this name, made with `first` when it is asked for first.

    What a page keeps here (a month, a chosen village) is there again when the reader comes back to it.

    Parameters
    ----------
    name
        Page and variable, as ``"map.month"``.
    """
    found = _kept.peek().get(name)
    if found is None:
        found = solara.reactive(first)
        _kept.set({**_kept.peek(), name: found})
    return found


def use_query(name: str) -> str:
    """Return what the page's address says under a name after the question mark, for shared links; a hook.

    Returns
    -------
    str
        Empty where the address says nothing; checked by nobody yet.
    """
    found: dict[str, list[str]] = parse_qs(solara.use_router().search or "")
    return found.get(name, [""])[0]
