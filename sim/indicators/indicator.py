"""One indicator: its names, its formula, its direction, and who would report it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from sim.errors import Text
from sim.geography.kinds import Kind
from sim.indicators import intervals
from sim.indicators.bearers import Groups
from sim.indicators.burden import Each
from sim.indicators.views import Home, Sites, divide

F64 = npt.NDArray[np.float64]
V = TypeVar("V", Home, Sites, Groups)

UNITS = {
    "share": Text("share", "比例"),
    "count": Text("count", "人次"),
    "per_person": Text("per person", "每人"),
    "per_100": Text("per 100", "每百人"),
    "per_1000": Text("per 1,000", "每千"),
    "per_10000": Text("per 10,000", "每万人"),
    "per_doctor_day": Text("per doctor and day", "每医师每日"),
    "yuan": Text("yuan", "元"),
    "days": Text("days", "天"),
    "minutes": Text("minutes", "分钟"),
    "ratio": Text("ratio", "比值"),
    "index": Text("index, -1 to 1", "指数（-1至1）"),
}
"""Units of a value, by the name in the `unit` column."""


@dataclass(frozen=True)
class Formula(Generic[V]):
    """Numerator over denominator, times `per`.

    Attributes
    ----------
    numerator : callable
        From a view to an array of shape (periods, scopes).
    denominator : callable or None
        None for a count.
    per : float
        100 for a value per 100 people, and so on.
    chance : str
        Which interval the value has: ``share`` (part of counted events), ``rate`` (events over people or a
        count), ``odds`` (two counts), or ``none``.
    source : str
        ``model`` (everything that happened), ``claims`` (医保结算) or ``returns`` (机构报表).
    switches : tuple of str
        Switches of `sim.indicators.observe` that the value depends on.
    each : Each or None
        Personal sums whose mean it is; its chance interval is then made of how people differ.
    """

    numerator: Callable[[V], F64]
    denominator: Callable[[V], F64] | None = None
    per: float = 1.0
    chance: Literal["share", "rate", "odds", "none"] = "none"
    source: Literal["model", "claims", "returns"] = "model"
    switches: tuple[str, ...] = ()
    each: Each | None = None

    def parts(self, view: V) -> tuple[F64, F64]:
        """Numerator and denominator; the denominator of a count is NaN."""
        top = self.numerator(view)
        return top, np.full(top.shape, np.nan) if self.denominator is None else self.denominator(view)

    def value(self, top: F64, bottom: F64) -> F64:
        """Return the value from its parts, NaN where the denominator is zero."""
        return self.per * (top if self.denominator is None else divide(top, bottom))

    def interval(self, top: F64, bottom: F64, sample: float) -> tuple[F64, F64]:
        """95 % chance interval, NaN where none is honest.

        Parameters
        ----------
        top, bottom : float64 array
            Parts scaled to the full population.
        sample : float
            Share of people simulated; the interval is that of the events really counted, so it widens as
            the share falls.
        """
        counted = top * sample
        if self.chance == "share":
            low, high = intervals.wilson(counted, bottom * sample)
        elif self.chance == "odds":
            low, high = intervals.odds(counted, bottom * sample)
        elif self.chance == "rate":
            low, high = (self.value(limit / sample, bottom) for limit in intervals.poisson(counted))
        else:
            return np.full(top.shape, np.nan), np.full(top.shape, np.nan)
        return (low, high) if self.chance == "rate" else (low * self.per, high * self.per)


@dataclass(frozen=True)
class Indicator(Generic[V]):
    """An entry of the registry.

    Attributes
    ----------
    id : str
        Name in snake case.
    label, definition : Text
        Short name and formula in words, in English and Chinese.
    unit : str
        Key of `UNITS`.
    better : str
        Direction: ``higher``, ``lower`` or ``none``.
    happened : Formula or None
        Over every event of the modelled people.
    reported : Formula or None
        Over what the source of the formula holds.
    official : tuple of str
        Ids of `scenarios/data/indicators.csv` that it answers.
    kinds : tuple of Kind
        Kinds of facility for which it is also given one by one.
    """

    id: str
    label: Text
    unit: str
    better: Literal["higher", "lower", "none"]
    definition: Text
    happened: Formula[V] | None = None
    reported: Formula[V] | None = None
    official: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()

    def formulas(self) -> dict[str, Formula[V]]:
        """Formulas by basis."""
        both = {"happened": self.happened, "reported": self.reported}
        return {basis: formula for basis, formula in both.items() if formula is not None}

    @property
    def basis(self) -> tuple[str, ...]:
        """Bases on which it is given."""
        return tuple(self.formulas())

    @property
    def scaled(self) -> bool:
        """Whether the value itself grows with the number of people, so that a sample's is multiplied up."""
        return self.unit == "count"
