"""Sections of a Markdown file that are made by the program, between marks; the rest is written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

BEGIN, END = "<!-- made: {name} -->", "<!-- end: {name} -->"


def with_section(text: str, made: str, begin: str, end: str) -> str:
    """Put a section in the place of the one between two marks, or at the end of a text without them.

    Parameters
    ----------
    text : str
        The whole document.
    made : str
        The section with its marks.
    begin, end : str
    """
    if begin not in text:
        return f"{text.rstrip()}\n\n{made}\n"
    before, _, rest = text.partition(begin)
    return before + made + rest.partition(end)[2]


def with_sections(text: str, sections: Mapping[str, str]) -> str:
    """Put sections in their places, each by its name.

    Raises
    ------
    ValueError
        When the marks of a document are not the names of the sections, each once.
    """
    marks = re.findall(r"<!-- made: (.+?) -->", text)
    if sorted(marks) != sorted(sections):
        raise ValueError(f"marks of {sorted(marks)}, sections {sorted(sections)}")
    for name, body in sections.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        text = with_section(text, f"{begin}\n\n{body}\n\n{end}", begin, end)
    return text


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(one) for one in line)} |" for line in lines)


def folded(title: str, body: str) -> str:
    """Return a part that a reader opens."""
    return f"<details><summary>{title}</summary>\n\n{body}\n\n</details>"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
