"""The use of a lever in a scenario: from when to when, how fast, where, for whom, with what values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta

from sim.declare import DISCRETE_UNITS, Parameter
from sim.policy.groups import EVERYBODY, NAMES, Trait
from sim.policy.lever import Lever
from sim.reading import ALWAYS

_MONTHS = 12


@dataclass(frozen=True)
class Where:
    """Places and facilities a use is narrowed to, together; none at all stands for everywhere.

    Attributes
    ----------
    counties, communities, townships, facilities : tuple of str
        Codes and ids; Chinese names as long as the map has not been asked.
    """

    counties: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    townships: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, kind) for kind in KINDS)

    @property
    def has_places(self) -> bool:
        """Whether a county, community or township is named."""
        return bool(self.counties or self.communities or self.townships)


KINDS = tuple(one.name for one in fields(Where))


@dataclass(frozen=True)
class Spot:
    """Where a use was written: file, line, place in the document, and the lines of its parts."""

    file: str = ""
    line: int = 0
    place: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LeverUse:
    """One use of a lever.

    Attributes
    ----------
    lever : str
        Id in the catalogue.
    start : date
        First day; `ALWAYS` for the start of the warm-up.
    end : date or None
        Last day, inclusive; None for no end.
    ramp_days : int
        Days from the start to full effect.
    where : Where
    who : Trait
        Groups it is narrowed to: people who belong to any of them; none stands for everybody.
    settings : tuple of (path, value)
        Value of every dial with the lever in full effect, sorted by path.
    given : tuple of str
        Those of the paths whose value the scenario gives itself, sorted.
    spot : Spot
        Where it was written; does not count when uses are compared.
    """

    lever: str
    start: date = ALWAYS
    end: date | None = None
    ramp_days: int = 0
    where: Where = Where()
    who: Trait = EVERYBODY
    settings: tuple[tuple[str, float], ...] = ()
    given: tuple[str, ...] = ()
    spot: Spot = field(default=Spot(), compare=False, repr=False)

    @property
    def file(self) -> str:
        """File it was written in; empty for one made in Python."""
        return self.spot.file

    @property
    def line(self) -> int:
        """Line it was written on; 0 for one made in Python."""
        return self.spot.line

    @property
    def scoped(self) -> bool:
        """Whether it is narrowed to places, facilities or groups."""
        return bool(self.where) or bool(self.who)

    @property
    def full_from(self) -> date:
        """First day of full effect."""
        return self.start + timedelta(days=self.ramp_days)

    def in_force(self, on: date) -> bool:
        """Whether the day lies from start to end."""
        return self.start <= on and (self.end is None or on <= self.end)

    def meets(self, other: LeverUse) -> bool:
        """Whether there is a day on which both are in force."""
        return (other.end is None or self.start <= other.end) and (
            self.end is None or other.start <= self.end
        )

    def steps(self) -> tuple[date, ...]:
        """Days on which its effect takes a step: the start, firsts of months, the day of full effect."""
        if not self.ramp_days:
            return (self.start,)
        found = [self.start]
        month = self.start.year * _MONTHS + self.start.month  # months count from 0: this is the next one
        while (first := date(month // _MONTHS, month % _MONTHS + 1, 1)) < self.full_from:
            found.append(first)
            month += 1
        return (*found, self.full_from)

    def fraction(self, on: date) -> float:
        """Share of the full effect on a day, 0 to 1.

        Between two steps it is what a straight line from start to full effect has halfway between them, so
        that a ramp in steps does as much as the line would.
        """
        if not self.in_force(on):
            return 0.0
        if on >= self.full_from:
            return 1.0
        steps = self.steps()
        at = max(i for i, day in enumerate(steps) if day <= on)
        passed = (steps[at] - self.start).days + (steps[at + 1] - self.start).days
        return passed / 2 / self.ramp_days

    def change_dates(self) -> tuple[date, ...]:
        """Days on which something it sets may change."""
        after = () if self.end is None else (self.end + timedelta(days=1),)
        return (*self.steps(), *after)

    def rolls_out(self, parameters: Mapping[str, Parameter]) -> bool:
        """Whether its ramp goes township by township: half a switch, or half a kind, does not exist."""
        return self.ramp_days > 0 and any(
            parameters[path].unit in DISCRETE_UNITS for path, _ in self.settings
        )

    def as_dict(self) -> dict[str, object]:
        """Return the parts for a manifest or a script, as a scenario writes them."""
        return {
            "lever": self.lever,
            "start": None if self.start == ALWAYS else self.start.isoformat(),
            "end": self.end.isoformat() if self.end else None,
            "ramp": self.ramp_days,
            "where": {kind: list(getattr(self.where, kind)) for kind in KINDS if getattr(self.where, kind)},
            "who": group_names(self.who),
            "set": dict(self.settings),
            "given": list(self.given),
        }

    def plain(self) -> list[object]:
        """Everything that matters to a run, for a fingerprint."""
        places = [sorted(getattr(self.where, kind)) for kind in KINDS]
        days = [self.start.isoformat(), self.end.isoformat() if self.end else None, self.ramp_days]
        return [self.lever, *days, places, int(self.who), [list(one) for one in self.settings]]


def completed(use: LeverUse, lever: Lever) -> LeverUse:
    """Return the use with the catalogue's values for the dials it does not give itself."""
    own = dict(use.settings)
    values = {path: own.get(path, dial.value) for path, dial in lever.dials.items()}
    return replace(use, settings=tuple(sorted(values.items())), given=tuple(sorted(own)))


def with_settings(use: LeverUse, values: Mapping[str, float]) -> LeverUse:
    """Return the use with other values for those of its dials that are among `values`, as its own."""
    own = {path for path, _ in use.settings if path in values}
    settings = tuple((path, values.get(path, value)) for path, value in use.settings)
    return replace(use, settings=settings, given=tuple(sorted({*use.given, *own})))


def moved(base: float, target: float, fraction: float, parameter: Parameter) -> float:
    """Value on the way from `base` to `target`; whole where only whole numbers make sense."""
    if fraction >= 1:
        return target
    value = base + (target - base) * fraction
    return float(math.floor(value + 0.5)) if parameter.is_integer else value


def group_names(who: Trait) -> list[str]:
    """Names of the groups in a set, as a scenario writes them."""
    return [name for name, trait in NAMES.items() if trait in who and name.isascii()]
