"""Going to another page without loading it anew."""

from __future__ import annotations

from collections.abc import Callable

import solara


def use_way() -> Callable[[str], None]:
    """Return a function that goes to a page by its path; a hook."""
    location = solara.use_context(solara.routing._location_context)

    def go(path: str) -> None:
        location.pathname = path

    return go
