"""What differs between two scenarios, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from sim.declare import DISCRETE_UNITS, Parameter
from sim.errors import Text
from sim.policy.catalogue import load_levers
from sim.policy.use import LeverUse
from sim.policy.wording import PlaceName, in_words, quantity, span
from sim.reading import ALWAYS
from sim.scenario.fingerprint import file_fingerprint, folder_fingerprint
from sim.scenario.levers import MEASURED
from sim.scenario.scenario import Scenario
from sim.scenario.shipped import known_counties
from sim.scenario.shocks import in_words as in_words_of_shock
from sim.scenario.timeline import Timeline

Group = Literal["frame", "levers", "numbers", "declared"]


@dataclass(frozen=True)
class Difference:
    """One thing that differs.

    Attributes
    ----------
    group : str
        ``frame`` (counties, days, rule book, map, shocks), ``levers``, ``numbers`` (overrides), ``declared``
        (by a rule book or a parameter file of the user's own).
    id : str
        Lever or parameter; a word for the frame.
    label : Text
    a, b : tuple of Text
        What each scenario says, a phrase each; empty when it says nothing.
    details : tuple of Difference
        The numbers of a lever that differ.
    """

    group: Group
    id: str
    label: Text
    a: tuple[Text, ...]
    b: tuple[Text, ...]
    details: tuple[Difference, ...] = field(default=())

    def as_dict(self, language: str) -> dict[str, object]:
        """Return the parts for a script, phrases in `language`."""
        found: dict[str, object] = {
            "group": self.group,
            "id": self.id,
            "label": self.label.say(language),
            "a": [text.say(language) for text in self.a],
            "b": [text.say(language) for text in self.b],
        }
        return found | ({"numbers": [one.as_dict(language) for one in self.details]} if self.details else {})

    @property
    def sentence(self) -> Text:
        """What the second scenario does differently, in one line."""
        more = self.group == "numbers" and len(self.b) > len(self.a) and self.b[: len(self.a)] == self.a
        before, after = _joined(self.a), _joined(self.b[len(self.a) :] if more else self.b)
        if self.group == "levers" and not self.a:
            told = Text(f"on, {after.en}", f"启用，{after.zh}")
        elif self.group == "levers" and not self.b:
            told = Text("switched off", "停用")
        elif before == after:
            told = Text("", "")
        else:
            told = Text(f"{before.en} → {after.en}", f"{before.zh} → {after.zh}")
        numbers = [one.sentence for one in self.details] if self.b else []
        en = [*([told.en] if told.en else []), *(one.en for one in numbers)]
        zh = [*([told.zh] if told.zh else []), *(one.zh for one in numbers)]
        return Text(f"{self.label.en}: {'; '.join(en)}", f"{self.label.zh}：{'；'.join(zh)}")


def _joined(phrases: tuple[Text, ...]) -> Text:
    return Text(", ".join(one.en for one in phrases), "、".join(one.zh for one in phrases))


def differences(a: Scenario, b: Scenario) -> list[Difference]:
    """Return all that differs and matters to a run, in reading order; empty when nothing does."""
    return [*_frame(a, b), *_levers(a, b), *_numbers(a, b), *_declared(a, b)]


def _frame(a: Scenario, b: Scenario) -> Iterator[Difference]:
    if a.counties != b.counties:
        yield Difference("frame", "counties", Text("Counties", "县级单位"), _counties(a), _counties(b))
    for key, label in (
        ("start", Text("First counted day", "起始日")),
        ("until", Text("Last day", "最后一天")),
    ):
        one, other = (str(getattr(x, key)) for x in (a, b))
        if one != other:
            yield Difference("frame", key, label, (Text(one, one),), (Text(other, other),))
    if a.book != b.book:
        yield Difference("frame", "rules", Text("Rule book", "报销规则书"), (_book(a),), (_book(b),))
    tables = [file_fingerprint(x.communities) if x.communities else "" for x in (a, b)]
    if tables[0] != tables[1]:
        yield Difference("frame", "communities", Text("Communities", "医共体"), (_table(a),), (_table(b),))
    if [one.plain() for one in a.shocks] != [one.plain() for one in b.shocks]:
        yield Difference("frame", "shocks", Text("Shocks", "冲击"), _shocks(a), _shocks(b))
    maps = [folder_fingerprint(x.geography) if x.geography else "" for x in (a, b)]
    if maps[0] != maps[1]:
        label = Text("Map", "地图")
        yield Difference("frame", "geography", label, (_map(a),), (_map(b),))


def _table(scenario: Scenario) -> Text:
    name = scenario.communities.name if scenario.communities else ""
    return Text(name, name) if name else Text("the shipped table", "内置表")


def _shocks(scenario: Scenario) -> tuple[Text, ...]:
    return tuple(in_words_of_shock(one, lambda code: Text(code, code)) for one in scenario.shocks)


def _counties(scenario: Scenario) -> tuple[Text, ...]:
    known = known_counties()
    named = (f"{known.get(code, '')} {code}".strip() for code in scenario.counties)
    return tuple(Text(one, one) for one in named)


def _book(scenario: Scenario) -> Text:
    none = Text("none: the declared numbers", "无：按声明的数值")
    return Text(scenario.book, scenario.book) if scenario.book else none


def _map(scenario: Scenario) -> Text:
    if scenario.geography is None:
        return Text("the open data that ship", "内置公开数据")
    return Text(f"imported: {scenario.geography.name}", f"导入：{scenario.geography.name}")


def _levers(a: Scenario, b: Scenario) -> Iterator[Difference]:
    levers = load_levers()
    names = _place_names(a, b)
    used = sorted({use.lever for x in (a, b) for use in x.levers})
    for id_ in used:
        mine, theirs = ([use for use in x.levers if use.lever == id_] for x in (a, b))
        only_a = [use for use in mine if use not in theirs]
        only_b = [use for use in theirs if use not in mine]
        if not only_a and not only_b:
            continue
        yield Difference(
            "levers", id_, levers[id_].label, _phrases(mine, names), _phrases(theirs, names),
            tuple(_dials(a, b, only_a, only_b)),
        )  # fmt: skip


def _phrases(uses: list[LeverUse], names: PlaceName) -> tuple[Text, ...]:
    return tuple(in_words(use, names) for use in uses)


def _dials(a: Scenario, b: Scenario, mine: list[LeverUse], theirs: list[LeverUse]) -> Iterator[Difference]:
    """Yield the numbers of a lever that are not the same in both, each with the value it has there."""
    paths = dict.fromkeys(path for use in (*mine, *theirs) for path, _ in use.settings)
    first = min((use.start for use in (*mine, *theirs)), default=ALWAYS)
    for path in paths:
        parameter = a.parameters[path]
        sides = []
        for scenario, uses in ((a, mine), (b, theirs)):
            values = list(dict.fromkeys(value for use in uses for at, value in use.settings if at == path))
            day = max(first, scenario.begin)
            sides.append(values or [scenario.values(day)[path]])
        if sides[0] != sides[1]:
            one, other = (tuple(quantity(value, parameter.unit) for value in side) for side in sides)
            yield Difference("levers", path, parameter.label, one, other)


def _numbers(a: Scenario, b: Scenario) -> Iterator[Difference]:
    for path in sorted({*a.timeline, *b.timeline}):
        one, other = a.timeline.get(path, ()), b.timeline.get(path, ())
        if one != other:
            first, second = a.parameters[path], b.parameters[path]
            yield Difference("numbers", path, first.label, _dated(one, first), _dated(other, second))


def _dated(changes: Timeline, parameter: Parameter) -> tuple[Text, ...]:
    """Tell the values of a number by date; the declared one first unless one is given from the start."""
    phrases = []
    if not changes or changes[0][0] != ALWAYS:
        declared = quantity(parameter.value, parameter.unit)
        phrases.append(Text(f"{declared.en} (as declared)", f"{declared.zh}（声明值）"))
    for day, value in changes:
        said = quantity(value, parameter.unit)
        since = Text("from the start", "自始") if day == ALWAYS else Text(f"from {day}", f"自 {day} 起")
        phrases.append(Text(f"{said.en} {since.en}", f"{since.zh} {said.zh}"))
    return tuple(phrases)


def _declared(a: Scenario, b: Scenario) -> Iterator[Difference]:
    def matters(one: Parameter) -> tuple[float, ...]:
        drawn = one.unit not in DISCRETE_UNITS
        return (one.value, one.low, one.high, one.evidence in MEASURED) if drawn else (one.value,)

    for path, one in a.parameters.items():
        other = b.parameters[path]
        if matters(one) != matters(other):
            yield Difference("declared", path, one.label, (_row(one),), (_row(other),))


def _row(one: Parameter) -> Text:
    value, room = quantity(one.value, one.unit), span(one.low, one.high, one.unit)
    if one.unit in DISCRETE_UNITS or not room.en:
        return value
    drawn = Text("", "") if one.evidence in MEASURED else Text(", uncertain", "，不确定")
    return Text(f"{value.en} ({room.en}{drawn.en})", f"{value.zh}（{room.zh}{drawn.zh}）")


def _place_names(a: Scenario, b: Scenario) -> PlaceName:
    """Names of places; the map is made only when a use names one."""
    if not any(use.where for x in (a, b) for use in x.levers):
        return lambda kind, code: Text(code, code)
    from sim.policy.reach import Places

    maps = [Places(x.map(x.base_values(x.begin))) for x in (a, b) if x.levers]

    def name(kind: str, code: str) -> Text:
        for places in maps:
            en, zh = (places.name(kind, code, language) for language in ("en", "zh"))
            if zh != code:
                return Text(en, zh)
        return Text(code, code)

    return name
