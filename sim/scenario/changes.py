"""What a scenario file says over its base, as data that can be changed, written and read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sim.document import MAX_BYTES, Branch, DocumentError, Node, Row, parse_document
from sim.errors import Text, UserError
from sim.policy.use import LeverUse, Spot
from sim.problems import Problem, ScenarioErrors
from sim.scenario.chain import chain
from sim.scenario.layer import Layer, read_layer
from sim.scenario.load import compile_layers
from sim.scenario.scenario import Scenario
from sim.scenario.timeline import Timeline
from sim.scenario.yaml_text import Plain, dated_tree, dump, tree_of, uses_tree

OWN_KEYS = ("base", "title", "summary", "start", "until", "levers", "overrides")
"""Keys that `Changes` tells apart; the others it keeps as they were written."""
MOST_ENTRIES = 1000
"""Entries and items, at all depths, of a file that somebody sends; one with every lever has a few hundred."""
_FILE = Path("scenario.yaml")


@dataclass(frozen=True)
class Changes:
    """A base and what is changed over it; the same as a scenario file that lies in no folder.

    Attributes
    ----------
    base : str
        A shipped scenario; empty for a file that needs none.
    title, summary : Text or None
    start, until : date or None
        First counted and last simulated day; None for the base's.
    levers : tuple of (id, tuple of LeverUse)
        Uses that take the place of the base's, sorted by lever; none of a lever switches it off. The settings
        of a use are those given alone.
    numbers : tuple of (path, tuple of (date, value))
        Values by path, sorted.
    rest : str
        Further keys of the file (goals, shocks …) as YAML.
    """

    base: str
    title: Text | None = None
    summary: Text | None = None
    start: date | None = None
    until: date | None = None
    levers: tuple[tuple[str, tuple[LeverUse, ...]], ...] = ()
    numbers: tuple[tuple[str, Timeline], ...] = ()
    rest: str = ""

    def uses(self, lever: str) -> tuple[LeverUse, ...] | None:
        """Uses given for a lever, none where it is switched off; None where the base decides."""
        return dict(self.levers).get(lever)

    def number(self, path: str) -> Timeline:
        """Values given for a number, by date; empty where the base decides."""
        return dict(self.numbers).get(path, ())

    def with_lever(self, lever: str, uses: Iterable[LeverUse] | None) -> Changes:
        """Return the changes with these uses of a lever; None leaves the lever to the base again."""
        given = dict(self.levers)
        given.pop(lever, None)
        if uses is not None:
            given[lever] = tuple(uses)
        return replace(self, levers=tuple(sorted(given.items())))

    def with_number(self, path: str, values: Mapping[date, float] | None) -> Changes:
        """Return the changes with these values of a number by date; None leaves it to the base again."""
        given = dict(self.numbers)
        given.pop(path, None)
        if values:
            given[path] = tuple((day, float(values[day])) for day in sorted(values))
        return replace(self, numbers=tuple(sorted(given.items())))

    def text(self) -> str:
        """The scenario file that says this."""
        tree: dict[str, Any] = {"base": self.base} if self.base else {}
        for key, text in (("title", self.title), ("summary", self.summary)):
            if text:
                tree[key] = {"zh": text.zh, "en": text.en}
        for key, day in (("start", self.start), ("until", self.until)):
            if day:
                tree[key] = Plain(day)
        if self.levers:
            tree["levers"] = {id_: uses_tree(uses) for id_, uses in self.levers}
        if self.numbers:
            tree["overrides"] = {path: dated_tree(values) for path, values in self.numbers}
        return dump(tree) + self.rest

    def compile(self) -> tuple[Scenario | None, list[Problem]]:
        """Compile with the base, or tell everything that is wrong; see `sim.scenario.load.compile_layers`."""
        return compile_layers(chain(read_layer(_FILE, self.text().encode())))


def read_changes(raw: bytes) -> Changes:
    """Read a scenario file that somebody sent: what it says over its base, once it has been checked.

    It may build on shipped scenarios and rule books, and name no files.

    Raises
    ------
    ScenarioErrors
        With everything that is wrong with it.
    """
    if _entries(_parsed(raw)) > MOST_ENTRIES:
        raise UserError(
            f"the scenario has more than {MOST_ENTRIES} entries; leave out what its base says already",
            f"方案条目超过 {MOST_ENTRIES} 项；请删去与起点方案相同的内容",
        )
    layer = read_layer(_FILE, raw)
    found, problems = compile_layers(chain(layer))
    if found is None:
        raise ScenarioErrors(problems)
    changes = _changes(layer, raw)
    if len(changes.text().encode()) > MAX_BYTES:
        raise UserError("written out in full the scenario is too large", "方案完整写出后过大")
    return changes


def _changes(layer: Layer, raw: bytes) -> Changes:
    """What a layer without faults says."""
    numbers: dict[str, dict[date, float]] = {}
    for one in layer.settings:
        numbers.setdefault(one.path, {})[one.day] = one.value
    changes = Changes(
        layer.base or "", layer.title, layer.summary, layer.start, layer.until,
        tuple(sorted((id_, tuple(own_part(use) for use in uses)) for id_, uses in layer.levers.items())),
        rest=_rest(raw),
    )  # fmt: skip
    for path, values in numbers.items():
        changes = changes.with_number(path, values)
    return changes


def own_part(use: LeverUse) -> LeverUse:
    """Return a compiled use as a file would say it: the settings it gives itself, and no place in a file."""
    own = tuple((path, value) for path, value in use.settings if path in use.given)
    return replace(use, settings=own, given=(), spot=Spot())


def _rest(raw: bytes) -> str:
    """Keys of a file that `Changes` does not tell apart, as YAML."""
    entries = _parsed(raw).entries
    return dump({key.text: tree_of(node) for key, node in entries if key.text not in OWN_KEYS})


def _parsed(raw: bytes) -> Branch:
    try:
        return parse_document(raw, _FILE.name)
    except DocumentError as error:
        raise ScenarioErrors([error.problem]) from error


def _entries(node: Node) -> int:
    """Count what a tree holds."""
    if isinstance(node, Branch):
        return sum(1 + _entries(value) for _, value in node.entries)
    return sum(1 + _entries(item) for item in node.items) if isinstance(node, Row) else 0
