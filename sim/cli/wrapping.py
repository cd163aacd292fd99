"""Breaking lines of English and Chinese, where a Chinese character takes two columns of a terminal."""

from __future__ import annotations

import re
import unicodedata

CHINESE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
NOT_LAST, NOT_FIRST = "（“《(", "，。；：、）！？”》)"
"""Marks that never end a line, and that never begin one."""
PIECES = re.compile(rf"\s+|[{NOT_LAST}]*(?:[^\s{CHINESE}]+(?: %)?|[{CHINESE}])[{NOT_FIRST}]*")
"""Spaces, and what stays together: a word or a Chinese character with the marks around it."""


def columns(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text with spaces up to a width, on its left when it stands to the right."""
    space = " " * (width - columns(text))
    return space + text if right else text + space


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns: between words, or Chinese characters.

    What must stay together and is wider than a line stands alone and sticks out.
    """
    lines, line = [], ""
    for piece in PIECES.findall(text):
        if columns(line + piece.rstrip()) <= width or not line:
            line += piece
            continue
        lines.append(line.rstrip())
        line = piece.lstrip()
    return [*lines, line.rstrip()]


def hung(lead: str, text: str, width: int) -> list[str]:
    """Break a text behind a lead into lines that hang under its beginning."""
    rest = " " * columns(lead)
    return [(rest if at else lead) + line for at, line in enumerate(wrap(text, width - columns(lead)))]
