"""Breaking lines of English and Chinese, where a Chinese character takes two columns of a terminal."""

from __future__ import annotations

import re
import unicodedata

CHINESE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
PIECES = re.compile(rf"\s+|[{CHINESE}]|[^\s{CHINESE}]+(?: %)?")
NOT_FIRST = "，。；：、）！？”》"
"""Marks that never begin a line."""


def columns(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text with spaces up to a width, on its left when it stands to the right."""
    space = " " * (width - columns(text))
    return space + text if right else text + space


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns: between words, or Chinese characters.

    A mark that may not begin a line takes the character before it along; a word wider than a line stands
    alone and sticks out.
    """
    lines, line = [], ""
    for piece in PIECES.findall(text):
        if columns(line + piece.rstrip()) <= width or not line:
            line += piece
            continue
        carried = ""
        if piece in NOT_FIRST and columns(line) > 2:
            line, carried = line[:-1], line[-1]
        lines.append(line.rstrip())
        line = (carried + piece).lstrip()
    return [*lines, line.rstrip()]
