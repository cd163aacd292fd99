"""Reading the mapping of the validation board (`board.yaml`): every fault with its line."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sim.calibration.board_effects import Published, load_effects
from sim.calibration.board_mapping import DIFFERENCE, WAYS, WINDOWS, Board, Measure, Pair, Row, Term
from sim.calibration.folder import calibration_folder
from sim.document import Branch, Leaf, Node
from sim.document import Row as Items
from sim.errors import Text, UserError
from sim.experiment.batch.outcome import Key
from sim.experiment.batch.read_design import number_in, read_base
from sim.experiment.comparison.table import directions
from sim.policy.catalogue import load_levers
from sim.policy.read_uses import read_uses
from sim.policy.use import completed
from sim.problems import ScenarioErrors, nearest
from sim.reading import Reading, keys_are, opened
from sim.scenario import Scenario

FILE = "board.yaml"
KEYS = ("replicates", "sample", "pairs", "rows")
PAIR_KEYS = ("label", "base", "until", "sample", "overrides", "levers", "numbers")
ROW_KEYS = ("pair", "of", "as", "within", "per", "times", "margin", "note", "not_comparable")
TERM_KEYS = ("indicator", "group", "scope", "times")
MOST = 1000
HUGE = 1e9
NO_NOTE = Text("", "")


def load_board(file: Path | None = None, effects: Mapping[str, Published] | None = None) -> Board:
    """Read the mapping and put it beside the published effects.

    Raises
    ------
    ScenarioErrors
        With every fault of the file; a published effect that it does not answer is one.
    """
    file = file or calibration_folder() / FILE
    reading, root = opened(file)
    given = {key: value for key, value, _ in reading.entries(root, "", KEYS)}
    for key in KEYS:
        if key not in given:
            reading.fault(0, key, Text("is missing", "缺失"), Text("the mapping must give it", "须给出"))
    if reading.problems:
        raise ScenarioErrors(reading.problems)
    replicates = number_in(reading, "replicates", given["replicates"], 2, MOST)
    sample = number_in(reading, "sample", given["sample"], 0.001, 1.0, whole=False)
    pairs = _pairs(reading, given["pairs"], sample or 1.0)
    rows = _Rows(reading, pairs, load_effects() if effects is None else effects).read(given["rows"])
    return reading.sound(Board(rows, int(replicates or 2)))


def _pairs(reading: Reading, node: Node, sample: float) -> dict[str, Pair]:
    branch = reading.branch("pairs", node, keys_are(("NAME",)))
    found = {}
    for id_, value, line in reading.entries(branch, "pairs") if branch else ():
        part = reading.branch(f"pairs.{id_}", value, keys_are(PAIR_KEYS))
        pair = _pair(reading, id_, part, line, sample) if part else None
        if pair:
            found[id_] = pair
    return found


def _pair(reading: Reading, id_: str, node: Branch, line: int, sample: float) -> Pair | None:
    place = f"pairs.{id_}"
    given = {key: value for key, value, _ in reading.entries(node, place, PAIR_KEYS)}
    missing = [key for key in ("label", "base") if key not in given]
    for key in missing:
        reading.fault(line, f"{place}.{key}", Text("is missing", "缺失"), Text("give it", "请写明"))
    base = read_base(reading, given["base"]) if not missing else None
    label = reading.both_languages(f"{place}.label", given["label"]) if base else None
    if base is None or label is None:
        return None
    if "sample" in given:
        sample = number_in(reading, f"{place}.sample", given["sample"], 0.001, 1.0, whole=False) or sample
    until = reading.date(f"{place}.until", given["until"]) if "until" in given else None
    shared, numbers = (
        _numbers(reading, f"{place}.{key}", given[key]) if key in given else {}
        for key in ("overrides", "numbers")
    )
    before = len(reading.problems)
    catalogue = load_levers()
    found = read_uses(reading, given["levers"], catalogue) if "levers" in given else {}
    if len(reading.problems) > before:
        return None
    try:
        without = base.with_dates(until=until).with_overrides(shared)
        uses = [completed(use, catalogue[use.lever]) for each in found.values() for use in each]
        having = without.with_uses([*without.levers, *uses]).with_overrides(numbers)
    except ScenarioErrors as error:
        reading.problems.extend(error.problems)
        return None
    except UserError as error:
        reading.fault(
            line, place, error.text, Text("correct the pair", "请更正该对照"), nearest(error.where, catalogue)
        )
        return None
    return Pair(id_, label, _named(without, f"{id_}-without"), _named(having, id_), sample)


def _named(scenario: Scenario, name: str) -> Scenario:
    return replace(scenario, name=name)


def _numbers(reading: Reading, place: str, node: Node) -> dict[str, float]:
    branch = reading.branch(place, node, keys_are(("parameter.path",)))
    found = {}
    for path, value, _ in reading.entries(branch, place) if branch else ():
        number = reading.number(f"{place}.{path}", value)
        if number is not None:
            found[path] = number[0]
    return found


@dataclass
class _Rows:
    """The rows under construction."""

    reading: Reading
    pairs: Mapping[str, Pair]
    effects: Mapping[str, Published]

    def read(self, node: Node) -> tuple[Row, ...]:
        """Read all rows; each published effect must have one."""
        branch = self.reading.branch("rows", node, keys_are(("EF001",)))
        found = {}
        for id_, value, line in self.reading.entries(branch, "rows") if branch else ():
            if id_ not in self.effects:
                self.reading.fault(
                    line, f"rows.{id_}", Text("is no published effect", "不是已发表效果的编号"),
                    Text("ids stand in effects.csv", "编号见 effects.csv"), nearest(id_, self.effects),
                )  # fmt: skip
                continue
            part = self.reading.branch(f"rows.{id_}", value, keys_are(ROW_KEYS))
            row = self._row(self.effects[id_], part, line) if part else None
            if row:
                found[id_] = row
        for id_ in self.effects:
            if branch and id_ not in {key.text for key, _ in branch.entries}:
                self.reading.fault(
                    branch.line, f"rows.{id_}", Text("is missing", "缺失"),
                    Text("map it, or say why it is not comparable", "请给出对应，或写明不可比的原因"),
                )  # fmt: skip
        return tuple(found[id_] for id_ in self.effects if id_ in found)

    def _row(self, published: Published, node: Branch, line: int) -> Row | None:
        reading, place = self.reading, f"rows.{published.id}"
        given = {key: value for key, value, _ in reading.entries(node, place, ROW_KEYS)}
        if "not_comparable" in given:
            reason = reading.both_languages(f"{place}.not_comparable", given["not_comparable"])
            return Row(published, None, None, math.nan, reason) if reason else None
        for key in ("pair", "of", "as"):
            if key not in given:
                reading.fault(line, f"{place}.{key}", Text("is missing", "缺失"), Text("give it", "请写明"))
                return None
        name = reading.text(f"{place}.pair", given["pair"]) or ""
        if name not in self.pairs:
            reading.fault(
                given["pair"].line, f"{place}.pair", Text(f"no pair is called {name!r}", f"没有对照“{name}”"),
                Text("name one of pairs", "写 pairs 中的名称"), nearest(name, self.pairs),
            )  # fmt: skip
            return None
        margin = number_in(reading, f"{place}.margin", given["margin"], 0, HUGE, whole=False) \
            if "margin" in given else math.nan  # fmt: skip
        if published.finding == "null" and "margin" not in given:
            reading.fault(
                line, f"{place}.margin", Text("is missing", "缺失"),
                Text("a study that found no effect needs one", "未发现作用的研究须给出无关紧要的界限"),
            )  # fmt: skip
        note = reading.both_languages(f"{place}.note", given["note"]) if "note" in given else NO_NOTE
        measure = self._measure(place, given)
        if measure is None or note is None or margin is None:
            return None
        return Row(published, self.pairs[name], measure, margin, note)

    def _measure(self, place: str, given: Mapping[str, Node]) -> Measure | None:
        reading = self.reading
        way = self._one_of(f"{place}.as", given["as"], WAYS) or DIFFERENCE
        within = self._one_of(f"{place}.within", given["within"], tuple(WINDOWS)) if "within" in given else ""
        per = self._one_of(f"{place}.per", given["per"], tuple(directions())) if "per" in given else ""
        times = self._times(place, given)
        node = given["of"]
        several = node.items if isinstance(node, Items) else [node]
        terms = [self._term(f"{place}.of", one) for one in several]
        if within is None or per is None or not terms or reading.problems:
            return None
        return Measure(tuple(one for one in terms if one), way, within, per, times)

    def _term(self, place: str, node: Node) -> Term | None:
        if isinstance(node, Leaf):
            name = self._one_of(place, node, tuple(directions()))
            return Term(Key(name, "happened")) if name else None
        given = self.reading.keyed(place, node, TERM_KEYS) or {}
        if "indicator" not in given:
            self.reading.fault(
                node.line, place, Text("names no indicator", "未写指标"), Text("give it", "请写明")
            )
            return None
        name = self._one_of(f"{place}.indicator", given["indicator"], tuple(directions()))
        group, scope = (
            (self.reading.text(f"{place}.{key}", given[key]) or "") if key in given else ""
            for key in ("group", "scope")
        )
        return Term(Key(name, "happened", group, scope), self._times(place, given)) if name else None

    def _times(self, place: str, given: Mapping[str, Node]) -> float:
        if "times" not in given:
            return 1.0
        number = number_in(self.reading, f"{place}.times", given["times"], -HUGE, HUGE, whole=False)
        return number or 1.0

    def _one_of(self, place: str, node: Node, known: tuple[str, ...]) -> str | None:
        text = self.reading.text(place, node)
        if text is None or text in known:
            return text
        few = ", ".join(known) if len(known) < 10 else "indicators.csv"
        self.reading.fault(
            node.line, place, Text(f"{text!r} is not known here", f"此处不认识“{text}”"),
            Text(f"write one of {few}", f"可写：{few}"), nearest(text, known),
        )  # fmt: skip
        return None
