"""A scenario: which county, which days, and which numbers hold from which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sim.declare import Parameter
from sim.errors import Text, UserError
from sim.policy.groups import EVERYBODY, Trait
from sim.policy.use import LeverUse, Where, with_settings
from sim.policy.values import with_levers
from sim.problems import ScenarioErrors
from sim.reading import ALWAYS
from sim.scenario.drawing import drawn
from sim.scenario.fingerprint import scenario_fingerprint
from sim.scenario.goals import Goal
from sim.scenario.levers import checked_uses, known_lever, made_use, masked
from sim.scenario.posterior import Posterior
from sim.scenario.shocks import Shock, placed, trouble_of, with_numbers
from sim.scenario.timeline import (
    Timeline,
    calendar_fault,
    check_number,
    dated_values,
    order_fault,
    overlay,
    start_fault,
)

if TYPE_CHECKING:  # a scenario is read without the map being made
    from sim.geography.map import Map
    from sim.policy.regimes import Regimes


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
    book : str
        Name of the rule book whose numbers are among the parameters; empty for none.
    geography : Path or None
        Folder of imported real geography; None for the open data that ship.
    communities : Path or None
        A table of medical communities of the user's own; None for the shipped ones.
    levers : tuple of LeverUse
        Uses of policy levers, sorted.
    goals : tuple of Goal
        What a document wants to be reached; no part of a run.
    posterior : Posterior or None
        Draws of free parameters that agree with the figures of the place; None where nothing was calibrated,
        and once a draw is taken.
    shocks : tuple of Shock
        What befalls the county, whatever its policies are.
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
    communities: Path | None = None
    levers: tuple[LeverUse, ...] = ()
    book: str = ""
    goals: tuple[Goal, ...] = ()
    posterior: Posterior | None = None
    shocks: tuple[Shock, ...] = ()

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

    def base_values(self, on: date) -> dict[str, float]:
        """Return the value of every parameter on a day as if there were no levers."""
        values = {path: parameter.value for path, parameter in self.parameters.items()}
        for path, changes in self.timeline.items():
            for day, value in changes:
                if day <= on:
                    values[path] = value
        return with_numbers(values, self.shocks, on)

    def values(self, on: date) -> dict[str, float]:
        """Return the value of every parameter on a day for those whom no narrowed use of a lever reaches."""
        return with_levers(self.base_values(on), self.levers, self.parameters, on)

    def map(self, values: Mapping[str, float]) -> Map:
        """Build the map of the counties; see `sim.geography.map.build_map`."""
        from sim.geography.map import build_map

        return build_map(self.counties, values, self.geography, self.communities)

    def map_on(self, on: date, map_: Map) -> Map:
        """Return the map of a day: `map_` with what the shocks of that day put out of order."""
        if not self.shocks:
            return map_
        from sim.geography.map import build_map

        values = self.values(self.begin)
        trouble = trouble_of(self.shocks, on, lambda: self.map(values).graph)
        ways = build_map(self.counties, values, self.geography, self.communities, trouble.blocked)
        return map_.under(trouble, ways)

    def regimes(self, on: date, map_: Map) -> Regimes:
        """Return the values of a day for all places, facilities and groups of people."""
        from sim.policy.compile import compile_regimes

        return compile_regimes(self.base_values(on), self.levers, self.parameters, on, map_)

    @property
    def change_dates(self) -> tuple[date, ...]:
        """Days after the first simulated one, up to the last, on which a value takes effect."""
        days = {day for changes in self.timeline.values() for day, _ in changes}
        days |= {day for use in self.levers for day in use.change_dates()}
        days |= {day for one in self.shocks for day in one.change_dates()}
        return tuple(sorted(day for day in days if self.begin < day <= self.until))

    @cached_property
    def hash(self) -> str:
        """See `sim.scenario.fingerprint.scenario_fingerprint`."""
        return scenario_fingerprint(self)

    def with_overrides(self, changes: Mapping[str, Mapping[date, float] | float]) -> Scenario:
        """Return the scenario with further values set.

        Parameters
        ----------
        changes : mapping of str to mapping of date to float, or float
            From its first date on, a path follows these dates alone; a bare number holds from the start.

        Raises
        ------
        UserError
            On an unknown path, a value out of range, a later date for what holds from the start only, or a
            path that a lever sets then or later.
        """
        dated = {path: dated_values(given) for path, given in changes.items()}
        for path, days in dated.items():
            for value in days.values():
                check_number(self.parameters, path, value)
        changed = replace(self, timeline=overlay(self.timeline, dated))
        for path, days in dated.items():
            fault = start_fault(path, max(days, default=ALWAYS), changed.begin)
            for day in days:
                fault = fault or masked(path, day, self.levers, ever=True)
            if fault:
                raise UserError(fault.en, fault.zh, path)
        return changed._checked()

    def with_lever(
        self,
        lever: str,
        *,
        start: date = ALWAYS,
        end: date | None = None,
        ramp_days: int = 0,
        where: Where | None = None,
        who: Trait = EVERYBODY,
        settings: Mapping[str, float] | None = None,
    ) -> Scenario:
        """Return the scenario with one more use of a lever.

        Parameters
        ----------
        lever : str
            Id in the catalogue.
        start, end, ramp_days, where, who
            See `LeverUse`; places by code, id or Chinese name.
        settings : mapping of str to float, optional
            Values by dial, in full or without the lever's id before it; the others are the catalogue's.

        Raises
        ------
        UserError
            On an unknown lever or dial.
        ScenarioErrors
            When the use is faulty, lacks a prerequisite or contradicts another.
        """
        made = made_use(lever, start, end, ramp_days, where or Where(), who, settings or {})
        return self.with_uses((*self.levers, made))

    def without_lever(self, lever: str) -> Scenario:
        """Return the scenario without any use of a lever.

        Raises
        ------
        UserError
            On an unknown lever.
        ScenarioErrors
            When another lever in use needs it.
        """
        known_lever(lever)
        return self.with_uses(tuple(use for use in self.levers if use.lever != lever))

    def with_numbers(self, numbers: Mapping[str, float]) -> Scenario:
        """Return the scenario with other numbers: in the levers that set them, else from the start on.

        Raises
        ------
        UserError
            On an unknown path or a value out of range.
        ScenarioErrors
            When a lever cannot have the value.
        """
        for path, value in numbers.items():
            check_number(self.parameters, path, value)
        uses = tuple(with_settings(use, numbers) for use in self.levers)
        set_by_levers = {path for use in uses for path, _ in use.settings}
        changed = self.with_uses(uses) if uses else self
        return changed.with_overrides({path: v for path, v in numbers.items() if path not in set_by_levers})

    def with_uses(self, uses: Sequence[LeverUse]) -> Scenario:
        """Return the scenario with these uses of levers and no others.

        Raises
        ------
        ScenarioErrors
            When they contradict each other or lack a prerequisite.
        """
        checked, problems = checked_uses(self, uses)
        if problems:
            raise ScenarioErrors(problems)
        return replace(self, levers=checked)

    def with_shocks(self, *shocks: Shock) -> Scenario:
        """Return the scenario with further shocks.

        Raises
        ------
        UserError
            When a shock names no place of the scenario, or comes on no day of it.
        """
        map_ = self.map(self.values(self.begin))
        return replace(self, shocks=(*self.shocks, *(placed(one, map_, self.until) for one in shocks)))

    def named(self, name: str) -> Scenario:
        """Return the scenario with another name, under which tables tell it from others."""
        return replace(self, name=name, title=Text(name, name))

    def with_dates(self, start: date | None = None, until: date | None = None) -> Scenario:
        """Return the scenario with another first counted or last simulated day.

        Raises
        ------
        UserError
            When the last day comes before the first, the first is not the first of a month, or the holidays
            of a year are not known.
        """
        return replace(self, start=start or self.start, until=until or self.until)._checked()

    def draw(self, number: int, seed: int) -> Scenario:
        """Return the scenario with parameter draw `number` in place of the central values.

        With a posterior, draw 0 is its medoid and the others are its draws, with the catalogue's uncertain
        numbers of the levers in use drawn from their ranges; the rest keeps its central values. Without one,
        draw 0 is the central values; in the others every parameter that is not measured (evidence other than
        official or statistics) lies uniformly within its plausible range, whole numbers where only those make
        sense. What the scenario sets still wins, and the settings of the run itself (``run.``) stay. A number
        of a lever that is neutral while off is drawn only with the lever on, from the catalogue's range.
        """
        return drawn(self, number, seed)

    def _checked(self) -> Scenario:
        fault = order_fault(self.start, self.until) or calendar_fault(self.begin, self.until)
        if fault:
            raise UserError(fault.en, fault.zh)
        return self
