"""A scenario: which county, which days, and which numbers hold from which day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from sim.declare import Parameter
from sim.errors import Text, UserError
from sim.policy.regimes import Regimes, one_regime
from sim.problems import nearest
from sim.randomness import key_scalar, stream, uniform_scalar
from sim.reading import ALWAYS
from sim.scenario.shipped import calendar_years

if TYPE_CHECKING:
    from sim.geography.map import Map  # a scenario is read without the map being made

MEASURED = frozenset({"official", "statistics"})
START_ONLY = ("geography.", "facilities.", "run.", "learning.initial.", "choice.habit_start.")
"""Beginnings of the paths that the model reads once, when it is built."""
Timeline = tuple[tuple[date, float], ...]


@dataclass(frozen=True, eq=False)
class Scenario:
    """A compiled scenario; read-only, made by `sim.scenario.load_scenario`.

    Attributes
    ----------
    name : str
        File name without its ending.
    title, summary : Text
        For people, in English and Chinese.
    counties : tuple of str
        Six-digit codes of the county units simulated together, sorted.
    start, until : date
        First counted and last simulated day, both inclusive.
    parameters : mapping of str to Parameter
        Every declared parameter, with the user's own declarations in place.
    timeline : mapping of str to tuple of (date, value)
        Values the scenario sets, by path, sorted by date; `ALWAYS` stands for the start of the warm-up.
    geography : Path or None
        Folder of imported real geography; None for the open data that ship.
    """

    name: str
    title: Text
    summary: Text
    counties: tuple[str, ...]
    start: date
    until: date
    parameters: Mapping[str, Parameter]
    timeline: Mapping[str, Timeline] = field(default_factory=dict)
    geography: Path | None = None

    @cached_property
    def warmup_days(self) -> int:
        """Days simulated before the first counted one (`run.warmup_days`)."""
        return int(self.values(self.start)["run.warmup_days"])

    @property
    def begin(self) -> date:
        """First simulated day, the first of the warm-up."""
        return self.start - timedelta(days=self.warmup_days)

    @property
    def overrides(self) -> dict[str, dict[date, float]]:
        """The values set, base scenarios included, as `{path: {date: value}}`."""
        return {path: dict(changes) for path, changes in self.timeline.items()}

    def values(self, on: date) -> dict[str, float]:
        """Return the value of every parameter on a day."""
        values = {path: parameter.value for path, parameter in self.parameters.items()}
        for path, changes in self.timeline.items():
            for day, value in changes:
                if day <= on:
                    values[path] = value
        return values

    def regimes(self, on: date, map_: Map) -> Regimes:
        """Return the values of a day for all places and groups of people."""
        return one_regime(self.values(on), len(map_.villages), len(map_.facilities))

    @property
    def change_dates(self) -> tuple[date, ...]:
        """Days after the first simulated one, up to the last, on which a value takes effect."""
        days = {day for changes in self.timeline.values() for day, _ in changes}
        return tuple(sorted(day for day in days if self.begin < day <= self.until))

    @cached_property
    def hash(self) -> str:
        """Fingerprint of everything that matters to a run except seed, sample and kernel (32 hex digits).

        File order, comments, labels and names do not enter; every declared number does, and the content of
        imported geography.
        """
        matters = {
            "counties": self.counties,
            "start": self.start.isoformat(),
            "until": self.until.isoformat(),
            "parameters": {
                path: [one.value, one.low, one.high, one.evidence in MEASURED]
                for path, one in self.parameters.items()
            },
            "timeline": {
                path: [[day.isoformat(), float(value)] for day, value in changes]
                for path, changes in self.timeline.items()
            },
            "geography": folder_fingerprint(self.geography) if self.geography else None,
        }
        text = json.dumps(matters, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return blake2b(text.encode(), digest_size=16).hexdigest()

    def with_overrides(self, changes: Mapping[str, Mapping[date, float] | float]) -> Scenario:
        """Return the scenario with further values set.

        Parameters
        ----------
        changes : mapping of str to mapping of date to float, or float
            From its first date on, a path follows these dates alone; a bare number holds from the start.

        Raises
        ------
        UserError
            On an unknown path, a value out of range, or a later date for what holds from the start only.
        """
        dated = {path: dated_values(given) for path, given in changes.items()}
        for path, days in dated.items():
            for value in days.values():
                self._check(path, value)
        changed = replace(self, timeline=overlay(self.timeline, dated))
        for path, days in dated.items():
            fault = start_fault(path, max(days, default=ALWAYS), changed.begin)
            if fault:
                raise UserError(fault.en, fault.zh, path)
        return changed._checked()

    def with_dates(self, start: date | None = None, until: date | None = None) -> Scenario:
        """Return the scenario with another first counted or last simulated day.

        Raises
        ------
        UserError
            When the last day comes before the first, the first is not the first of a month, or the holidays
            of a year are not known.
        """
        changed = replace(self, start=start or self.start, until=until or self.until)
        if changed.start.day != 1:
            raise UserError(
                f"the first counted day {changed.start} should be the first of a month",
                f"起始日 {changed.start} 应为某月一日",
            )
        if changed.until < changed.start:
            raise UserError(
                f"the last day {changed.until} comes before the first counted day {changed.start}",
                f"最后一天 {changed.until} 早于起始日 {changed.start}",
            )
        return changed._checked()

    def draw(self, number: int, seed: int) -> Scenario:
        """Return the scenario with parameter draw `number` in place of the central values.

        Draw 0 is the central values. In the others every parameter that is not measured (evidence other than
        official or statistics) lies uniformly within its plausible range, whole numbers where only those make
        sense; what the scenario sets still wins, and the settings of the run itself (``run.``) stay.
        """
        if number == 0:
            return self
        drawn = {path: _drawn(one, number, seed) for path, one in self.parameters.items()}
        return replace(self, parameters=drawn)

    def _checked(self) -> Scenario:
        fault = calendar_fault(self.begin, self.until)
        if fault:
            raise UserError(fault.en, fault.zh)
        return self

    def _check(self, path: str, value: float) -> None:
        parameter = self.parameters.get(path)
        if parameter is None:
            guess = nearest(path, self.parameters)
            raise UserError(
                f"no parameter is called {path!r}" + (f"; did you mean {guess!r}?" if guess else ""),
                f"没有名为“{path}”的参数" + (f"；是否想写“{guess}”？" if guess else ""),
            )
        fault = parameter.fault(value)
        if fault:
            raise UserError(fault.en, fault.zh, path)


def calendar_fault(begin: date, until: date) -> Text | None:
    """Say that a run, warm-up included, leaves the years whose public holidays are known; None otherwise."""
    first, last = calendar_years()
    if first <= begin.year and until.year <= last:
        return None
    return Text(
        f"the holiday calendar holds {first} to {last}; with its warm-up the run is {begin} to {until}",
        f"节假日日历只含 {first} 至 {last} 年；本次运行（含预热）为 {begin} 至 {until}",
    )


def start_fault(path: str, day: date, begin: date) -> Text | None:
    """Say that a value read once, at the start, is given a later day; None otherwise."""
    if day <= begin or not path.startswith(START_ONLY):
        return None
    return Text("holds from the start only; give a bare number", "只能自始生效；请直接写一个数字，不带日期")


def dated_values(given: Mapping[date, float] | float) -> dict[date, float]:
    """Return values by date; a bare number holds from the start of the warm-up."""
    return dict(given) if isinstance(given, Mapping) else {ALWAYS: given}


def overlay(below: Mapping[str, Timeline], above: Mapping[str, Mapping[date, float]]) -> dict[str, Timeline]:
    """Lay values over others: from its first date on, each path follows the upper layer alone."""
    merged = dict(below)
    for path, days in above.items():
        if days:
            first = min(days)
            kept = [change for change in below.get(path, ()) if change[0] < first]
            merged[path] = tuple(kept) + tuple((day, float(days[day])) for day in sorted(days))
    return {path: merged[path] for path in sorted(merged)}


def folder_fingerprint(folder: Path) -> str:
    """Fingerprint of the content of a folder's files (32 hex digits), independent of where it lies."""
    digest = blake2b(digest_size=16)
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        content = blake2b(file.read_bytes(), digest_size=16).hexdigest()
        digest.update(f"{file.relative_to(folder).as_posix()}|{content}\n".encode())
    return digest.hexdigest()


def _drawn(parameter: Parameter, number: int, seed: int) -> Parameter:
    low, high = parameter.low, parameter.high
    if parameter.evidence in MEASURED or parameter.path.startswith("run.") or low == high:
        return parameter
    share = uniform_scalar(key_scalar(stream(f"parameter.{parameter.path}", seed, number), 0))
    value = low + int(share * (high - low + 1)) if parameter.is_integer else low + share * (high - low)
    return replace(parameter, value=min(value, high))
