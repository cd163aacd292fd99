"""What the readers of a lesson share: lists of mappings, and keys that must be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sim.document import Node, Row
from sim.errors import Text
from sim.reading import Reading

_WORD = re.compile(r"[a-z][a-z0-9_]{0,29}", re.ASCII)


def missing(reading: Reading, node: Node, given: Mapping[str, Node], keys: Sequence[str], place: str) -> bool:
    """Note the keys that are not there; whether any is missing."""
    lacking = [key for key in keys if key not in given]
    for key in lacking:
        reading.fault(
            node.line, f"{place}.{key}" if place else key, Text("is missing", "缺失"),
            Text("give it", "请写明"),
        )  # fmt: skip
    return bool(lacking)


def parts(
    reading: Reading, node: Node, place: str, keys: Sequence[str], optional: Sequence[str] = ()
) -> dict[str, Node] | None:
    """Return the entries of a mapping of known keys; None, with the fault noted, where one is lacking."""
    given = reading.keyed(place, node, keys)
    needed = [key for key in keys if key not in optional]
    return None if given is None or missing(reading, node, given, needed, place) else given


def items(reading: Reading, node: Node, place: str, least: int) -> Iterator[tuple[str, Node]]:
    """Yield place and node of each item of a list that must have so many."""
    found = node.items if isinstance(node, Row) else []
    if len(found) < least:
        reading.fault(
            node.line, place, Text(f"has {len(found)} items", f"只有 {len(found)} 项"),
            Text(f"give a list of at least {least}", f"须为至少 {least} 项的列表"),
        )  # fmt: skip
    for number, one in enumerate(found, 1):
        yield f"{place}[{number}]", one


def word_of(reading: Reading, place: str, node: Node, taken: Sequence[str]) -> str:
    """Return a short name of small letters that is not taken; empty, with the fault noted, otherwise."""
    text = reading.text(place, node) or ""
    if text and (not _WORD.fullmatch(text) or text in taken):
        reading.fault(
            node.line, place, Text(f"{text!r} is no name, or taken", f"“{text}”不是名称或已用过"),
            Text("write small letters, digits and _, each name once", "用小写字母、数字和 _，名称不重复"),
        )  # fmt: skip
        return ""
    return text
