"""Lays out the page of two lives: two columns on a wide terminal, one under the other on a narrow one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from sim.cli.wrapping import columns, pad, wrap

if TYPE_CHECKING:
    from sim.experiment.facing import Block

WIDE = 100
"""Columns of a terminal from which on the two lives stand side by side."""
WIDEST = 160
INDENT = "    "
MARKS = {"same": "·", "leaning": " ", "day": "◆", "difference": " ", "why": " "}
Line = tuple[str, str]  # Rich style, text


def lay_out(blocks: Iterable[Block], width: int) -> Iterator[Line]:
    """Yield the lines of a page with their styles.

    Parameters
    ----------
    blocks : iterable of Block
    width : int
        Columns of the terminal.
    """
    width = min(width, WIDEST) - 1
    before = ""
    for block in blocks:
        if _stands_off(before, block.style):
            yield "", ""
        match block.style:
            case "sides":
                yield from _sides(block, width)
            case "sums":
                yield from _sums(block.table, width)
            case "title":
                yield from _flow("bold", block.text, width)
            case "heading":
                title = f"── {block.text} "
                yield "bold cyan", title + "─" * max(width - columns(title), 0)
            case "text":
                yield from _flow("", block.text, width)
            case style:
                mark = MARKS[style] + " "
                look = {"same": "dim", "leaning": "dim italic", "day": "bold", "difference": "yellow"}
                lead = mark if style in ("same", "day") else INDENT
                yield from _flow(look.get(style, "italic"), block.text, width, lead)
        before = block.style


def _stands_off(before: str, style: str) -> bool:
    """Whether an empty line stands between two blocks."""
    if style == "day":
        return before not in ("heading", "")
    return style == "heading" or (style == "same" and before in ("difference", "why", "sides"))


def _flow(style: str, text: str, width: int, lead: str = "") -> Iterator[Line]:
    """Yield a paragraph, its further lines hanging under the first."""
    hang = " " * len(lead) if not lead.strip() else INDENT
    for at, line in enumerate(wrap(text, width - len(hang))):
        yield style, (lead if at == 0 else hang) + line


def _sides(block: Block, width: int) -> Iterator[Line]:
    if width + 1 < WIDE:
        for letter, lines, style in (("A", block.a, "cyan"), ("B", block.b, "magenta")):
            for at, line in enumerate(_column(lines, width - len(INDENT) - 2)):
                yield style, INDENT + (f"{letter} " if at == 0 else "  ") + line
        return
    half = (width - len(INDENT) - 7) // 2
    left, right = (_column(lines, half) for lines in (block.a, block.b))
    for at, (one, two) in enumerate(zip_longest(left, right, fillvalue="")):
        names = ("A ", "B ") if at == 0 else ("  ", "  ")
        yield "", f"{INDENT}{names[0]}{pad(one, half)} │ {names[1]}{two}".rstrip()


def _column(lines: Sequence[str], width: int) -> list[str]:
    return [line for sentence in lines for line in wrap(sentence, width)]


def _sums(table: Sequence[tuple[str, str, str]], width: int) -> Iterator[Line]:
    """Yield a table of three columns; rows that differ stand out."""
    labels = min(max(columns(row[0]) for row in table), width // 2)
    room = max((width - labels - 8) // 2, 8)
    cells = min(max(max(columns(row[1]), columns(row[2])) for row in table), room)
    yield "bold", f"  {pad('', labels)}  {pad('A', cells, right=True)}  {pad('B', cells, right=True)}"
    for label, a, b in table:
        mark, style = ("◆", "yellow") if a != b else ("·", "dim")
        wrapped = zip_longest(wrap(label, labels), wrap(a, cells), wrap(b, cells), fillvalue="")
        for at, (name, one, two) in enumerate(wrapped):
            row = f"{pad(name, labels)}  {pad(one, cells, right=True)}  {pad(two, cells, right=True)}"
            yield style, f"{mark if at == 0 else ' '} {row}".rstrip()
