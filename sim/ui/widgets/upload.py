"""A small file from the reader's disk, taken only in the size and kind that is wanted."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import solara

from sim.document import MAX_BYTES
from sim.errors import UserError


@solara.component_vue("upload.vue")
def _Upload(
    label: str, accept: str, most: int, disabled: bool, event_take: Callable[[dict[str, Any]], None]
) -> None:
    """Button that reads a file in the browser."""


@solara.component
def Upload(
    label: str,
    on_file: Callable[[str, bytes], None],
    on_fault: Callable[[UserError], None],
    kinds: tuple[str, ...] = (".yaml", ".yml"),
    most: int = MAX_BYTES,
    disabled: bool = False,
) -> None:
    """Show a button that opens a file.

    Parameters
    ----------
    label
        What the button says, in the session's language.
    on_file
        Called with the file's name without folders and its bytes. What they mean is for its reader to say;
        scenarios go through `sim.ui.draft`.
    on_fault
        Called with what is wrong when the file is not taken.
    kinds
        Endings of file names taken.
    most
        Largest file taken, bytes.
    """

    def take(told: dict[str, Any]) -> None:
        try:
            name, raw = received(told, kinds, most)
        except UserError as error:
            on_fault(error)
        else:
            on_file(name, raw)

    _Upload(label=label, accept=",".join(kinds), most=most, disabled=disabled, event_take=take)


def received(told: dict[str, Any], kinds: tuple[str, ...], most: int) -> tuple[str, bytes]:
    """Return name and bytes of what a browser sent; nothing that it says is believed.

    Raises
    ------
    UserError
        When the file is too large, of another kind, or was damaged on the way.
    """
    name = PurePath(str(told.get("name", "")).replace("\\", "/")).name[:120]
    if not name.lower().endswith(kinds):
        raise UserError(
            f"{name or 'the file'} is of another kind; a file ending in {' or '.join(kinds)} is needed",
            f"{name or '该文件'}类型不符；须为 {'、'.join(kinds)} 文件",
        )
    data = str(told.get("data", ""))
    if not data and told.get("size") == 0:
        return name, b""
    if not data or len(data) > 4 * (most // 3 + 1):
        raise UserError(
            f"{name} is too large; {most // 1024} KiB at most", f"{name} 过大，不得超过 {most // 1024} KiB"
        )
    try:
        return name, base64.b64decode(data, validate=True)
    except binascii.Error:
        raise UserError(
            f"{name} was damaged on the way; open it again", f"{name} 传输有误，请重新打开"
        ) from None
