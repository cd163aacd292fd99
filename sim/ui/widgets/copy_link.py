"""A link to the workbench as somebody has set it, to copy."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.ui.language import say

COPY, COPIED = Text("Copy link", "复制链接"), Text("Copied", "已复制")


@solara.component_vue("copy_link.vue")
def _CopyLink(path: str, label: str, copied: str) -> None:
    """Address with a button; the browser knows under which name the server is reached."""


@solara.component
def CopyLink(path: str) -> None:
    """Show an address in full, with a button that copies it.

    Parameters
    ----------
    path
        Path and query on this server, as ``"/scenario?draft=…"``.
    """
    _CopyLink(path=path, label=say(COPY), copied=say(COPIED))
