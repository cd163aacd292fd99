"""Reading YAML as a tree of texts with line numbers, without building any object.

Only the parser's events are used: no tags, no references, no guessing of types. What a text means (a date, a
number, a name) is decided where it is used, so `no`, `1_000` and `2024-02-30` hold no surprise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from sim.errors import Text
from sim.problems import Problem, shown

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12


@dataclass(frozen=True)
class Leaf:
    """A single value; `plain` tells that it was written without quotes."""

    text: str
    plain: bool
    line: int

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return self.plain and self.text in {"", "~", "null"}


@dataclass(frozen=True)
class Branch:
    """A mapping, with every entry in the order written, duplicates included."""

    line: int
    entries: list[tuple[Leaf, Node]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


Node = Leaf | Branch | Row


class DocumentError(Exception):
    """The file cannot be read as a plain YAML mapping; carries the one problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text.en)
        self.problem = problem


class _FaultError(Exception):
    """What is wrong with a text, whatever file it stands in."""

    def __init__(self, en: str, zh: str, line: int) -> None:
        super().__init__(en)
        self.text, self.line = Text(en, zh), line


_PLAIN = Text(
    "the file must be a plain YAML mapping of at most 256 KiB in UTF-8",
    "文件须为 UTF-8 编码、不超过 256 KiB 的普通 YAML 映射",
)


def read_document(file: Path) -> Branch:
    """Read a file as a tree.

    Raises
    ------
    DocumentError
        When the file is missing, too large, not UTF-8, not YAML, nested too deeply, or not a mapping.
    """
    name = shown(file)
    try:
        if not file.is_file():
            raise _problem(name, "there is no such file", "文件不存在")
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _problem(name, f"cannot be read ({error.strerror})", f"无法读取（{error.strerror}）") from error
    return _read(raw, name, _read_text_once)


def parse_document(raw: bytes, name: str) -> Branch:
    """Read the content of a file that lies in no folder as a tree; nothing of it is kept.

    Parameters
    ----------
    raw : bytes
        More than `MAX_BYTES` are refused.
    name : str
        What the file is called in faults.

    Raises
    ------
    DocumentError
        When it is too large, not UTF-8, not YAML, nested too deeply, or not a mapping.
    """
    return _read(raw, name, _read_text)


def _read(raw: bytes, name: str, read_text: Callable[[str], Branch]) -> Branch:
    if len(raw) > MAX_BYTES:
        raise _problem(name, "the file is too large", "文件过大")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _problem(name, "is not UTF-8 text", "不是 UTF-8 文本", line) from error
    try:
        return read_text(text)
    except _FaultError as error:
        raise DocumentError(Problem(name, error.line, "", error.text, _PLAIN)) from error


def _problem(name: str, en: str, zh: str, line: int = 0) -> DocumentError:
    return DocumentError(Problem(name, line, "", Text(en, zh), _PLAIN))


def _read_text(text: str) -> Branch:
    """Read a text as a tree."""
    try:
        root = _tree(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        reason = error.problem or "syntax error"
        raise _FaultError(f"is not valid YAML ({reason})", f"YAML 语法错误（{reason}）", line) from error
    except YAMLError as error:
        raise _FaultError("holds a character YAML does not allow", "含有 YAML 不允许的字符", 0) from error
    if not isinstance(root, Branch):
        line = root.line if root else 0
        raise _FaultError("is not a mapping of names to values", "不是“名称: 值”的映射", line)
    return root


_read_text_once = lru_cache(maxsize=64)(_read_text)
"""Trees are only read, so that the same text (a base or a rule book of many files) is parsed once."""


def _tree(events: Iterator[Event]) -> Node | None:
    """Build the tree from parser events, without recursion (a nest of brackets must not overflow)."""
    root: Node | None = None
    open_nodes: list[Branch | Row] = []
    waiting: list[Leaf | None] = []  # per open collection, the key whose value comes next
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent) and root is not None:
            raise _FaultError("holds a second document", "含有第二个文档", line)
        if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            open_nodes.pop()
            waiting.pop()
        if not isinstance(event, NodeEvent):
            continue
        if isinstance(event, AliasEvent) or event.anchor:
            raise _FaultError("uses a YAML reference (& or *)", "使用了 YAML 引用（& 或 *）", line)
        if tag := getattr(event, "tag", None):
            raise _FaultError(f"uses a YAML tag ({tag})", f"使用了 YAML 标签（{tag}）", line)
        node = _node(event, line)
        if not open_nodes:
            root = node
        elif isinstance(parent := open_nodes[-1], Row):
            parent.items.append(node)
        elif (key := waiting[-1]) is not None:
            parent.entries.append((key, node))
            waiting[-1] = None
        elif isinstance(node, Leaf):
            waiting[-1] = node
        else:
            raise _FaultError("has a list or mapping as a key", "键不能是列表或映射", line)
        if not isinstance(node, Leaf):
            if len(open_nodes) == MAX_DEPTH:
                raise _FaultError("is nested too deeply", "嵌套过深", line)
            open_nodes.append(node)
            waiting.append(None)
    return root


def _node(event: NodeEvent, line: int) -> Node:
    if isinstance(event, ScalarEvent):
        return Leaf(event.value, bool(event.implicit[0]), line)
    return Branch(line) if isinstance(event, MappingStartEvent) else Row(line)
