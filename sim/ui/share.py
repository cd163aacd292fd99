"""Drafts as a text short enough for a link."""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from sim.errors import UserError
from sim.ui.draft import Draft

MOST = 6000
"""Longest text of a link; what proxies and browsers carry without loss."""
_UNPACKED = 64 * 1024
_VERSION = "1"
_TEXT = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def share_text(draft: Draft) -> str:
    """Draft without its history as letters, digits, hyphen and underscore.

    Raises
    ------
    UserError
        When it is too long for a link.
    """
    packed = zlib.compress(draft.to_yaml().encode(), 9)
    text = _VERSION + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(text) > MOST:
        raise UserError(
            "the draft is too long for a link; save it as a file and send that",
            "该方案内容过多，无法放入链接；请另存为文件后发送",
        )
    return text


def from_share_text(text: str) -> Draft:
    """Draft of a link, checked as any scenario file is.

    Raises
    ------
    UserError
        When the text is damaged, too long or of another version.
    ScenarioErrors
        When it does not stand for a scenario that can run.
    """
    return Draft.from_yaml(_unpacked(text))


def _unpacked(text: str) -> bytes:
    if len(text) <= MOST and text.startswith(_VERSION) and _TEXT.fullmatch(text):
        body = text.removeprefix(_VERSION)
        try:
            packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
            opened = zlib.decompressobj()
            raw = opened.decompress(packed, _UNPACKED)
        except (binascii.Error, ValueError, zlib.error):
            raw = b""
        else:
            if opened.eof and not opened.unused_data:
                return raw
    raise UserError(
        "the link is damaged or of another version; ask for it again, or for the scenario file",
        "链接已损坏或版本不符；请重新索取链接或方案文件",
    )
