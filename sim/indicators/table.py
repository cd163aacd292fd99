"""The table of indicators: every indicator by period, place and basis, in long form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.indicators.build import Scope, home_view, site_views
from sim.indicators.facilities import facility_table
from sim.indicators.indicator import F64, Formula, Indicator
from sim.indicators.observe import Switches, admissible, in_force
from sim.indicators.periods import Period, periods
from sim.indicators.published import compare_published
from sim.indicators.registry import home_indicators, site_indicators
from sim.indicators.run import Run
from sim.indicators.views import Home, Sites

__all__ = ["compare_published", "facility_table", "indicator_table"]

V = TypeVar("V", Home, Sites)
COLUMNS = (
    "period", "start", "end", "scope", "scope_id", "indicator", "value", "numerator", "denominator", "unit",
    "basis", "low", "high",
)  # fmt: skip
SCOPES = ("all", "county", "community", "facility")
BASES = ("happened", "reported")


def indicator_table(run: Run) -> pd.DataFrame:
    """Every indicator of a run.

    Returns
    -------
    pd.DataFrame
        Columns `COLUMNS`. Shares are 0-1, money is in yuan; the value is empty where the denominator is zero.
        `low` and `high` of basis ``happened`` are the 95 % chance interval of counts, rates and shares of
        events (empty for means of money and time); of basis ``reported`` they are the smallest and the
        largest value over the admissible readings of the definition (`sim.indicators.observe`). Counts of a
        sample are scaled to all people.
    """
    chosen = periods(run.months, run.start)
    base = in_force(run.values)
    rows = _Rows(chosen, run.sample)
    home, home_scopes = home_view(run, chosen)
    for person_indicator in home_indicators():
        _both_bases(rows, person_indicator, home, home_scopes, base)
    sites, site_scopes, each, facility_scopes = site_views(run, chosen)
    for site_indicator in site_indicators():
        _both_bases(rows, site_indicator, sites, site_scopes, base)
        if site_indicator.kinds and site_indicator.happened:
            keep = each.inside & np.isin(each.kind, site_indicator.kinds)
            rows.add(
                site_indicator,
                "happened",
                facility_scopes,
                _chance(site_indicator.happened, each, rows.sample),
                keep,
            )
    return rows.frame()


Cells = tuple[F64, F64, F64, F64, F64]
"""Value, numerator, denominator, low and high, each of shape (periods, scopes)."""


def _both_bases(
    rows: _Rows, indicator: Indicator[V], view: V, scopes: Sequence[Scope], base: Switches
) -> None:
    if indicator.happened:
        rows.add(indicator, "happened", scopes, _chance(indicator.happened, view, rows.sample))
    if indicator.reported:
        rows.add(indicator, "reported", scopes, _readings(indicator.reported, view, base))


def _chance(formula: Formula[V], view: V, sample: float) -> Cells:
    """Value with its chance interval."""
    parts: tuple[F64, F64] = formula.parts(view)
    low, high = formula.interval(*parts, sample)
    return formula.value(*parts), *parts, low, high


def _readings(formula: Formula[V], view: V, base: Switches) -> Cells:
    """Value under the switches of the run, with its range over all admissible readings."""
    parts: list[tuple[F64, F64]] = [
        formula.parts(replace(view, seen=seen)) for seen in admissible(base, formula.switches)
    ]
    values = np.stack([formula.value(*part) for part in parts])
    return values[0], *parts[0], np.fmin.reduce(values), np.fmax.reduce(values)


@dataclass
class _Rows:
    """Rows under construction: arrays of values, and codes for everything that repeats."""

    chosen: list[Period]
    sample: float
    codes: list[npt.NDArray[np.int64]] = field(
        default_factory=list
    )  # (rows, 5): scope, id, period, indicator, basis
    numbers: list[F64] = field(default_factory=list)  # (rows, 5): value, numerator, denominator, low, high
    indicators: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def add(
        self,
        indicator: Indicator[V],
        basis: str,
        scopes: Sequence[Scope],
        cells: Cells,
        keep: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        """Append one indicator for every period and kept scope."""
        if not self.indicators or self.indicators[-1] != indicator.id:
            self.indicators.append(indicator.id)
            self.units.append(indicator.unit)
        at = np.arange(len(scopes)) if keep is None else np.flatnonzero(keep)
        kept = [scopes[i] for i in at.tolist()]
        scope = np.array([SCOPES.index(s.name) for s in kept], np.int64)
        place = np.array([self.places.setdefault(s.id, len(self.places)) for s in kept], np.int64)
        periods_, size = len(self.chosen), len(kept)
        self.codes.append(
            np.stack(
                [
                    np.tile(scope, periods_),
                    np.tile(place, periods_),
                    np.repeat(np.arange(periods_), size),
                    np.full(periods_ * size, len(self.indicators) - 1),
                    np.full(periods_ * size, BASES.index(basis)),
                ],
                axis=1,
            )
        )
        self.numbers.append(np.stack([cell[:, at].ravel() for cell in cells], axis=1))

    def frame(self) -> pd.DataFrame:
        """Return the table, by scope, place, period, indicator and basis."""
        codes, numbers = np.concatenate(self.codes), np.concatenate(self.numbers)
        order = np.lexsort(codes.T[::-1])
        (scope, place, period, indicator, basis), numbers = codes[order].T, numbers[order]
        value, top, bottom, low, high = numbers.T

        def text(codes: npt.NDArray[np.int64], words: Sequence[str]) -> pd.Categorical:
            categories, inverse = np.unique(np.array(words, object), return_inverse=True)
            return pd.Categorical.from_codes(inverse[codes], categories=pd.Index(categories))

        columns = {
            "period": text(period, [p.label for p in self.chosen]),
            "start": text(period, [p.start.isoformat() for p in self.chosen]),
            "end": text(period, [p.end.isoformat() for p in self.chosen]),
            "scope": text(scope, SCOPES),
            "scope_id": text(place, list(self.places)),
            "indicator": text(indicator, self.indicators),
            "value": value,
            "numerator": top,
            "denominator": bottom,
            "unit": text(indicator, self.units),
            "basis": text(basis, BASES),
            "low": low,
            "high": high,
        }
        return pd.DataFrame(columns, columns=list(COLUMNS))
