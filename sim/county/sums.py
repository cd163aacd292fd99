"""The monthly sums of a county added up, and the figures made of them as the observation step makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sim.county.tables import CountyTables
from sim.county.vocabulary import TIERS
from sim.indicators.components import QUARTERS

YEAR = 2024
"""Year whose first nine months a calibration compares."""
Q1, NINE_MONTHS = f"{YEAR}Q1", f"{YEAR}Q1-Q3"
_LAST = {Q1: QUARTERS["q1"][1], NINE_MONTHS: QUARTERS["q23"][1]}
_A_YEAR = 366 / 274
"""Days of the year over those of its first nine months."""
INSIDE = TIERS[:3]
PRIMARY = TIERS[:2]
_MONEY = ("visit_fund_yuan", "stay_fund_yuan")
_STAYS = ("stays", "stay_cost_yuan", "stay_fund_yuan", "bed_days")
_BILLS = ("visit_cost_yuan", "stay_cost_yuan")


@dataclass(frozen=True)
class Sums:
    """Monthly sums over a period.

    Attributes
    ----------
    cells : mapping of (month, payer, tier, column) to float
    months : tuple of str
        Of the period.
    payers : tuple of str
        Insurances that are given apart; everybody's sums may also stand under ``all``.
    insured : float or None
        People insured in the residents' scheme.
    """

    cells: Mapping[tuple[str, str, str, str], float]
    months: tuple[str, ...]
    payers: tuple[str, ...]
    insured: float | None

    def of(
        self, columns: Sequence[str], tiers: Sequence[str] = TIERS, payers: Sequence[str] | None = None
    ) -> float | None:
        """Sum over the period; None when any cell of it is not given."""
        found = [
            self._cell(month, tier, column, payers)
            for month in self.months
            for tier in tiers
            for column in columns
        ]
        given = [one for one in found if one is not None]
        return sum(given) if len(given) == len(found) else None

    def _cell(self, month: str, tier: str, column: str, payers: Sequence[str] | None) -> float | None:
        """One month and place: of some insurances, or of everybody, together or apart."""
        everybody = self.cells.get((month, "all", tier, column)) if payers is None else None
        if everybody is not None:
            return everybody
        found = [self.cells.get((month, one, tier, column)) for one in payers or self.payers]
        given = [one for one in found if one is not None]
        return sum(given) if given and len(given) == len(found) else None

    def residents(self, *columns: str) -> float | None:
        """Sum of the residents' insurance over all places."""
        return self.of(columns, TIERS, ["residents"])


def sums_of(tables: CountyTables, period: str) -> Sums:
    """The sums of a period (`Q1` or `NINE_MONTHS`); nobody is admitted to a village."""
    cells: dict[tuple[str, str, str, str], float] = {}
    given = {(entry.text("month"), entry.text("payer")) for entry in tables.sheets["monthly"]}
    for entry in tables.sheets["monthly"]:
        for column, value in entry.values.items():
            if isinstance(value, float):
                cells[entry.text("month"), entry.text("payer"), entry.text("tier"), column] = value
    for month, payer in given:
        for column in _STAYS:
            cells.setdefault((month, payer, "village", column), 0.0)
    payers = tuple(sorted({payer for _, payer in given} - {"all"}))
    months = tuple(f"{YEAR}-{month:02d}" for month in range(1, _LAST[period] + 1))
    return Sums(cells, months, payers, tables.items.number("insured_residents"))


def _over(top: float | None, bottom: float | None, times: float = 1.0) -> float | None:
    return None if top is None or not bottom else times * top / bottom


def _share(
    columns: Sequence[str], part: Sequence[str], whole: Sequence[str]
) -> Callable[[Sums], float | None]:
    return lambda sums: _over(sums.of(columns, part), sums.of(columns, whole))


def _mean(column: str, by: str, tier: str) -> Callable[[Sums], float | None]:
    return lambda sums: _over(sums.of([column], [tier]), sums.of([by], [tier]))


def _of_residents(column: str, by: str) -> Callable[[Sums], float | None]:
    return lambda sums: _over(sums.residents(column), sums.residents(by))


FIGURES: Mapping[str, Callable[[Sums], float | None]] = {
    "in_county_visit_rate": _share(("visits", "stays"), INSIDE, TIERS),
    "in_county_admission_share": _share(("stays",), INSIDE, TIERS),
    "in_county_fund_rate": _share(_MONEY, INSIDE, TIERS),
    "primary_fund_share": _share(_MONEY, PRIMARY, INSIDE),
    "township_stay_share": _share(("stays",), TIERS[1:2], TIERS[1:3]),
    "stays_per_100": lambda sums: _over(sums.residents("stays"), sums.insured, 100 * _A_YEAR),
    "fund_a_head": lambda sums: _over(sums.residents(*_MONEY), sums.insured, _A_YEAR),
    "paid_share": lambda sums: _over(sums.residents(*_MONEY), sums.residents(*_BILLS)),
    "stay_share_of_bills": lambda sums: _over(sums.residents("stay_cost_yuan"), sums.residents(*_BILLS)),
    "stay_cost_residents": _of_residents("stay_cost_yuan", "stays"),
    "stay_cost_township": _mean("stay_cost_yuan", "stays", "township"),
    "stay_cost_hospital": _mean("stay_cost_yuan", "stays", "county"),
    "stay_cost_city": _mean("stay_cost_yuan", "stays", "city"),
    "stay_days_residents": _of_residents("bed_days", "stays"),
    "stay_days_township": _mean("bed_days", "stays", "township"),
    "stay_days_hospital": _mean("bed_days", "stays", "county"),
    "stay_days_city": _mean("bed_days", "stays", "city"),
}
"""Figures by the name they have in the observation step; None where a sum that they need is not given."""
