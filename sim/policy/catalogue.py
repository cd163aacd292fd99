"""The catalogue of levers: what a scenario can switch on, what it sets, and what each number rests on.

One file a family (`scenarios/levers/<family>.yaml`), one entry a lever. A lever sets declared parameters
(its *dials*): with the lever off they have their declared values, with the lever on those of the catalogue or
the scenario's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.declare import EVIDENCE, Parameter, load_parameters
from sim.document import Branch, Node, Row
from sim.errors import Text
from sim.policy.lever import AUTHORITIES, SCOPES, SIGNS, Dial, Lever
from sim.problems import Problem, ScenarioErrors, nearest
from sim.reading import Reading

_BOTH = ("label", "acts_through", "decision", "expected", "cost", "lead_time")
_LISTS = ("reaches", "excludes")
KEYS = (*_BOTH, "claims", "changed_by", "source", "evidence", "reaches", "needs", "excludes", "set")
_DIAL = ("value", "low", "high", "evidence", "source")


def lever_folder() -> Path:
    """Folder of the catalogue that ships with the package."""
    return Path(__file__).resolve().parent.parent.parent / "scenarios" / "levers"


@lru_cache(maxsize=1)
def load_levers() -> dict[str, Lever]:
    """All levers that ship with the package, by id, in file and entry order.

    Raises
    ------
    ScenarioErrors
        With every fault of the catalogue.
    """
    levers, problems = read_levers(sorted(lever_folder().glob("*.yaml")), load_parameters())
    if problems:
        raise ScenarioErrors(problems)
    return levers


def read_levers(
    files: Iterable[Path], parameters: Mapping[str, Parameter]
) -> tuple[dict[str, Lever], list[Problem]]:
    """Read a catalogue.

    Parameters
    ----------
    files : iterable of Path
        The stem of each is its family.
    parameters : mapping of str to Parameter
        What is declared.

    Returns
    -------
    dict of str to Lever
        Those without a fault.
    list of Problem
    """
    levers: dict[str, Lever] = {}
    named: list[_Named] = []
    readings = []
    for file in files:
        entry = _Entries(Reading(file), parameters, named)
        readings.append(entry.reading)
        levers |= entry.read()
    for one in named:
        one.check(levers, parameters)
    return levers, [problem for one in readings for problem in sorted(one.problems, key=lambda p: p.line)]


@dataclass
class _Named:
    """Where an entry names another lever: file, line and key; which; and what its dial must be at least."""

    reading: Reading
    line: int
    place: str
    other: str
    least: float | None = None

    def check(self, levers: Mapping[str, Lever], parameters: Mapping[str, Parameter]) -> None:
        """Note that there is no such lever, or that the least value makes no sense for it."""
        lever = levers.get(self.other)
        if lever is None:
            self._fault(
                Text(f"no lever is called {self.other!r}", f"没有名为“{self.other}”的政策杠杆"),
                Text("name a lever of the catalogue", "请写目录中的杠杆"), nearest(self.other, levers),
            )  # fmt: skip
        elif self.least is not None and len(lever.dials) != 1:
            self._fault(
                Text(f"{self.other} sets several numbers, so a least value does not tell which is meant",
                     f"{self.other} 设定多个参数，最低取值所指不明"),
                Text(f"write {self.other} without a number", f"只写 {self.other}，不写数字"),
            )  # fmt: skip
        elif self.least is not None and (fault := parameters[next(iter(lever.dials))].fault(self.least)):
            self._fault(fault, Text("write a value the lever can have", "请写该杠杆可取的值"))

    def _fault(self, wrong: Text, right: Text, guess: str = "") -> None:
        self.reading.fault(self.line, self.place, wrong, right, guess)


@dataclass
class _Entries:
    """Reader of one family's file."""

    reading: Reading
    parameters: Mapping[str, Parameter]
    named: list[_Named]

    def read(self) -> dict[str, Lever]:
        root = self.reading.root()
        if root is None:
            return {}
        found = {}
        for id_, node, line in self.reading.entries(root, ""):
            before = len(self.reading.problems)
            if not id_.startswith(f"{self.reading.file.stem}."):
                self.reading.fault(
                    line, id_, Text("is not of this family", "不属于本类"),
                    Text("each family has a file of its own", "每类一个文件"),
                )  # fmt: skip
            elif not isinstance(node, Branch):
                self.reading.fault(
                    line, id_, Text("is not a mapping", "不是映射"),
                    Text(f"give {', '.join(KEYS)}", f"须给出 {', '.join(KEYS)}"),
                )  # fmt: skip
            elif (lever := self._lever(id_, node, line)) and len(self.reading.problems) == before:
                found[id_] = lever
        return found

    def _lever(self, id_: str, node: Branch, line: int) -> Lever | None:
        reading = self.reading
        parts = {key: (value, at) for key, value, at in reading.entries(node, id_, KEYS)}
        missing = [key for key in KEYS if key not in parts]
        if missing:
            reading.fault(
                line, id_, Text(f"lacks {', '.join(missing)}", f"缺少 {', '.join(missing)}"),
                Text("every lever gives all of them", "每个杠杆都须写全"),
            )  # fmt: skip
            return None
        texts = {key: reading.both_languages(f"{id_}.{key}", parts[key][0]) for key in _BOTH}
        changed_by = self._one_of(f"{id_}.changed_by", parts["changed_by"][0], AUTHORITIES)
        evidence = self._one_of(f"{id_}.evidence", parts["evidence"][0], EVIDENCE)
        source = reading.text(f"{id_}.source", parts["source"][0])
        lists = {key: reading.texts(f"{id_}.{key}", parts[key][0]) for key in _LISTS}
        for text, at in lists["reaches"]:
            self._known(f"{id_}.reaches", text, at, SCOPES)
        needs = self._needs(f"{id_}.needs", parts["needs"][0])
        others = [_Named(reading, at, f"{id_}.excludes", other) for other, at in lists["excludes"]]
        self.named.extend([*needs, *others])
        dials = self._dials(id_, parts["set"][0])
        claims = self._claims(f"{id_}.claims", parts["claims"][0])
        if not all([*texts.values(), changed_by, evidence, source, dials]):
            return None
        words = {key: text for key, text in texts.items() if text}
        return Lever(
            id_, words["label"], words["acts_through"], words["decision"], words["expected"],
            changed_by or "", words["cost"], words["lead_time"], source or "", evidence or "",
            _words(lists["reaches"]), tuple(one.other for one in needs), _words(lists["excludes"]), dials,
            claims, {one.other: one.least for one in needs if one.least is not None},
        )  # fmt: skip

    def _needs(self, place: str, node: Node) -> list[_Named]:
        """Levers that must be in force: ids, or ``{id: least value of its one number}``."""
        found = []
        for item in node.items if isinstance(node, Row) else [node]:
            if not isinstance(item, Branch):
                found += [_Named(self.reading, at, place, id_) for id_, at in self.reading.texts(place, item)]
                continue
            for id_, value, at in self.reading.entries(item, place):
                number = self.reading.number(f"{place}.{id_}", value)
                if number is not None:
                    found.append(_Named(self.reading, at, place, id_, number[0]))
        return found

    def _claims(self, place: str, node: Node) -> dict[str, str]:
        """Signs by indicator; whether the indicators exist is for those to tell who know them."""
        branch = self.reading.branch(
            place,
            node,
            Text(
                "{primary_visit_share: up}, or {} when nothing is claimed",
                "{primary_visit_share: up}；文件无主张时写 {}",
            ),
        )
        if branch is None:
            return {}
        signs = {
            name: self._one_of(f"{place}.{name}", value, SIGNS)
            for name, value, _ in self.reading.entries(branch, place)
        }
        return {name: sign for name, sign in signs.items() if sign}

    def _dials(self, id_: str, node: Node) -> dict[str, Dial]:
        place = f"{id_}.set"
        if not isinstance(node, Branch) or not node.entries:
            self.reading.fault(
                node.line, place, Text("sets nothing", "没有设定任何参数"),
                Text("write parameter.path: {value: 0.5, evidence: …, source: …}",
                     "写作 参数路径: {value: 0.5, evidence: …, source: …}"),
            )  # fmt: skip
            return {}
        dials = {}
        for path, value, line in self.reading.entries(node, place):
            dial = self._dial(f"{place}.{path}", path, value, line)
            if dial:
                dials[path] = dial
        return dials

    def _dial(self, place: str, path: str, node: Node, line: int) -> Dial | None:
        reading, parameter = self.reading, self.parameters.get(path)
        if parameter is None:
            reading.fault(
                line, place, Text("no parameter has this name", "没有这个参数"),
                Text("declare it in scenarios/parameters/ with its value when the lever is off",
                     "先在 scenarios/parameters/ 声明，取值为杠杆未启用时的值"),
                nearest(path, self.parameters),
            )  # fmt: skip
            return None
        if not isinstance(node, Branch):
            reading.fault(
                line, place, Text("is not a mapping", "不是映射"),
                Text("{value: 0.5, evidence: …, source: …}", "{value: 0.5, evidence: …, source: …}"),
            )  # fmt: skip
            return None
        parts = {key: value for key, value, _ in reading.entries(node, place, _DIAL)}
        numbers = {
            key: reading.number(f"{place}.{key}", parts[key])
            for key in ("value", "low", "high")
            if key in parts
        }
        evidence = (
            self._one_of(f"{place}.evidence", parts["evidence"], EVIDENCE) if "evidence" in parts else None
        )
        source = reading.text(f"{place}.source", parts["source"]) if "source" in parts else None
        value = numbers.get("value")
        if value is None or None in numbers.values() or not evidence or not source:
            if not {"value", "evidence", "source"} <= set(parts):
                reading.fault(
                    line, place, Text("lacks value, evidence or source", "缺少 value、evidence 或 source"),
                    Text("every number tells what it rests on", "每个数字都须注明依据"),
                )  # fmt: skip
            return None
        low, high = ((numbers.get(key) or value)[0] for key in ("low", "high"))
        fault = parameter.fault(value[0]) or parameter.fault(low) or parameter.fault(high)
        if not fault and not low <= value[0] <= high:
            fault = Text("value lies outside its own range", "取值超出自身范围")
        if fault:
            reading.fault(
                line, place, fault,
                Text(f"numbers in {parameter.low:g}–{parameter.high:g} with low ≤ value ≤ high",
                     f"须在 {parameter.low:g}–{parameter.high:g} 之内，且 low ≤ value ≤ high"),
            )  # fmt: skip
            return None
        return Dial(path, value[0], low, high, evidence, source)

    def _one_of(self, place: str, node: Node, allowed: tuple[str, ...]) -> str | None:
        text = self.reading.text(place, node)
        return text if text and self._known(place, text, node.line, allowed) else None

    def _known(self, place: str, text: str, line: int, allowed: tuple[str, ...]) -> bool:
        if text in allowed:
            return True
        words = ", ".join(allowed)
        self.reading.fault(
            line, place, Text(f"{text!r} is none of {words}", f"“{text}”不在 {words} 之中"),
            Text("write one of them", "请写其中之一"), nearest(text, allowed),
        )  # fmt: skip
        return False


def _words(given: list[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(text for text, _ in given)
