"""The observation step of calibration: from the components of runs to the figures as they are reported.

Exact and cheap, so it is applied after emulation, never emulated: readings of the definitions that releases
leave open (`observe.*` switches), the share of village clinics' visits that returns hold by date, and claims
from beyond the prefecture that are handed in by hand when people come home for Spring Festival (in the first
quarter of the following year). Cumulative figures are sums of quarters, each as it was reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.calibration.dose import doses
from sim.calibration.targets import Target
from sim.indicators.components import COUNTS, QUARTERS, SCHEMES
from sim.indicators.observe import handed_in_later

F64 = npt.NDArray[np.float64]
PERIODS = {"2024Q1": ("q1",), "2024Q1-Q3": ("q1", "q23")}
"""Quarters of a period that figures are reported for by quarter."""
LATER = "@2024-04-01"
"""End of the id of what holds from the second quarter on."""
SWITCHES = (
    "observe.ordinary_visits", "observe.chronic_visits", "observe.stays_as_visits", "observe.employees",
    "observe.critical", "observe.whole_fund", "observe.village_visits",
)  # fmt: skip
PARAMETERS = (
    *SWITCHES, "observe.village_return_share", f"observe.village_return_share{LATER}",
    "observe.festival_claims",
)  # fmt: skip
"""Ids of everything the step reads; those not given keep the declared value."""
DAYS = {"2024Q1": 91, "2024Q1-Q3": 274, "2024": 366}


class View(NamedTuple):
    """Components of runs under readings of the definitions.

    Attributes
    ----------
    sums : mapping of str to float64 array, shape (n,)
    seen : mapping of str to float64 array or float
        Observation parameters by id.
    quarters : tuple of str
        Of the period that is reported.
    """

    sums: Mapping[str, F64]
    seen: Mapping[str, F64 | float]
    quarters: tuple[str, ...]

    def total(self, *names: str) -> F64:
        """Add components over the quarters of the period."""
        return sum(
            (self.sums[f"{name}.{quarter}"] for name in names for quarter in self.quarters), np.zeros(1)
        )

    def by_hand(self, *names: str) -> F64:
        """Add claims from beyond the prefecture, part of which wait for the next first quarter."""
        wait = np.asarray(self.seen["observe.festival_claims"], np.float64)
        settled = {q: handed_in_later(QUARTERS[q][0], wait) for q in self.quarters}
        return sum(
            (self.sums[f"{name}.{q}"] * settled[q] for name in names for q in self.quarters), np.zeros(1)
        )

    def schemes(self) -> Iterator[tuple[str, F64 | float]]:
        """Insurances with the weight that the release gives their claims."""
        for scheme in SCHEMES:
            yield scheme, 1.0 if scheme == "residents" else self.seen["observe.employees"]


def admissions(view: View) -> tuple[F64, F64]:
    """Settled stays in the county, and anywhere."""
    employees = view.seen["observe.employees"]
    inside = view.total("stays.county.residents") + employees * view.total("stays.county.employees")
    outside = view.total("stays.city.residents") + employees * view.total("stays.outside.employees")
    return inside, inside + outside + view.by_hand("stays.beyond.residents")


def visits(view: View) -> tuple[F64, F64]:
    """Settled visits and stays in the county and anywhere, as far as the visit rate counts them."""
    inside, anywhere = (view.seen["observe.stays_as_visits"] * stays for stays in admissions(view))
    for kind in ("ordinary", "chronic"):
        counted = view.seen[f"observe.{kind}_visits"]
        for scheme, weight in view.schemes():
            village = view.seen["observe.village_visits"] * view.total(f"{kind}.village.{scheme}")
            here = counted * weight * (view.total(f"{kind}.county.{scheme}") + village)
            there = counted * weight * view.total(f"{kind}.outside.{scheme}")
            inside, anywhere = inside + here, anywhere + here + there
    return inside, anywhere


def primary_fund(view: View) -> F64:
    """Fund settled at village clinics, as far as counted, and at township centres, yuan."""
    village, total = view.seen["observe.village_visits"], np.zeros(1)
    for scheme, weight in view.schemes():
        paid = view.total(f"fund.township.{scheme}") + village * view.total(f"fund.village.{scheme}")
        total = total + weight * paid
    return total


def fund(view: View) -> tuple[F64, F64]:
    """Fund settled in the county, and anywhere, yuan."""
    critical, employees = view.seen["observe.critical"], view.seen["observe.employees"]
    inside = primary_fund(view) + critical * view.total("critical.county")
    outside = critical * (view.total("critical.city") + view.by_hand("critical.beyond"))
    for scheme, weight in view.schemes():
        inside = inside + weight * view.total(f"fund.hospital.{scheme}")
        outside = outside + weight * view.total(f"visit_fund.outside.{scheme}")
    outside = outside + view.total("stay_fund.city.residents") + view.by_hand("stay_fund.beyond.residents")
    outside = outside + employees * view.total("stay_fund.outside.employees")
    return inside, inside + outside


def primary_visits(view: View) -> tuple[F64, F64]:
    """Visits at primary institutions and at all, as facilities return them."""
    counted = view.seen["observe.village_visits"]
    shares = {
        "q1": view.seen["observe.village_return_share"],
        "q23": view.seen[f"observe.village_return_share{LATER}"],
    }
    village = sum((shares[q] * view.sums[f"returns.village.{q}"] for q in view.quarters), np.zeros(1))
    primary = counted * village + view.total("returns.township")
    return primary, primary + view.total("returns.hospital")


def _primary_fund_share(view: View) -> F64:
    inside, anywhere = fund(view)
    return primary_fund(view) / (inside + view.seen["observe.whole_fund"] * (anywhere - inside))


def _ratio(pair: Callable[[View], tuple[F64, F64]]) -> Callable[[View], F64]:
    def share(view: View) -> F64:
        inside, anywhere = pair(view)
        with np.errstate(invalid="ignore"):  # some readings of a definition leave nothing to report
            return inside / anywhere

    return share


def _high_surgery(view: View) -> F64:
    high, low = view.total("operations.high"), view.total("operations.low")
    return high / (high + low)


def _residents_fund(view: View) -> F64:
    """Fund settled for the residents' insurance, yuan; without the critical-illness layer."""
    tiers = [f"fund.{tier}.residents" for tier in ("village", "township", "hospital")]
    elsewhere = ("visit_fund.outside.residents", "stay_fund.city.residents", "stay_fund.beyond.residents")
    return view.total(*tiers, *elsewhere)


def _claimed(view: View, kind: str) -> F64:
    return view.total(*(f"{kind}.{place}.residents" for place in ("village", "county", "outside")))


def _a_year(amount: F64, view: View) -> F64:
    """Amount a year and insured resident."""
    return amount * DAYS["2024"] / DAYS["2024Q1-Q3"] / view.sums["people.insured.residents"]


def _mean(top: str, bottom: str) -> Callable[[View], F64]:
    return lambda view: view.sums[top] / view.sums[bottom]


def _visit_cost(tier: str) -> Callable[[View], F64]:
    return lambda view: view.sums[f"visit_bill.{tier}"] / view.total(f"returns.{tier}")


FIGURES: Mapping[str, Callable[[View], F64]] = {
    "in_county_visit_rate": _ratio(visits),
    "in_county_admission_share": _ratio(admissions),
    "in_county_fund_rate": _ratio(fund),
    "primary_fund_share": _primary_fund_share,
    "primary_visit_share": _ratio(primary_visits),
    "lead_high_surgery_share": _high_surgery,
    "visits_a_head": lambda v: (
        v.sums["visits.home"] * DAYS["2024"] / DAYS["2024Q1-Q3"] / v.sums["people.home"]
    ),
    "ordinary_claims_a_head": lambda v: _a_year(_claimed(v, "ordinary"), v),
    "chronic_claims_a_head": lambda v: _a_year(_claimed(v, "chronic"), v),
    "stays_per_100": lambda v: 100.0 * _a_year(v.sums["discharges.residents"], v),
    "fund_a_head": lambda v: _a_year(_residents_fund(v), v),
    "paid_share": lambda v: (
        _residents_fund(v) / (v.sums["stay_bill.residents"] + v.sums["claimed_bill.residents"])
    ),
    "stay_share_of_bills": lambda v: (
        v.sums["stay_bill.residents"] / (v.sums["stay_bill.residents"] + v.sums["claimed_bill.residents"])
    ),
    "stay_cost_residents": _mean("stay_bill.residents", "discharges.residents"),
    "stay_cost_township": _mean("stay_bill.township", "discharges.township"),
    "stay_cost_hospital": _mean("stay_bill.hospital", "discharges.hospital"),
    "stay_cost_city": _mean("stay_bill.city", "discharges.city"),
    "visit_cost_township": _visit_cost("township"),
    "visit_cost_hospital": _visit_cost("hospital"),
    "visit_cost_city": _mean("visit_bill.city", "visits.city"),
    "stay_days_residents": _mean("bed_days.residents", "discharges.residents"),
    "stay_days_township": _mean("bed_days.township", "discharges.township"),
    "stay_days_hospital": _mean("bed_days.hospital", "discharges.hospital"),
    "stay_days_city": _mean("bed_days.city", "discharges.city"),
    "township_stay_share": lambda v: (
        v.sums["discharges.township"] / (v.sums["discharges.township"] + v.sums["discharges.hospital"])
    ),
}
"""Figures by name, of runs under readings of the definitions."""


def figure(target: Target, sums: Mapping[str, F64], seen: Mapping[str, F64 | float]) -> F64:
    """Value of a target's figure as it would be reported, in its own unit, shape (n,).

    Counts (referrals, patients of experts, reports) are of January to September; where a target is of more
    days they are carried on at the same pace.
    """
    if target.indicator in COUNTS:
        name = f"{target.indicator}.{target.scope}" if target.scope else target.indicator
        return np.asarray(sums[name]) * (target.share * target.days / DAYS["2024Q1-Q3"])
    quarters = PERIODS.get(target.period, tuple(QUARTERS))
    return np.asarray(FIGURES[target.indicator](View(sums, seen, quarters)))


def observe(targets: Sequence[Target], sums: Mapping[str, F64], seen: Mapping[str, F64 | float]) -> F64:
    """Figures of runs as they would be reported.

    Parameters
    ----------
    targets : sequence of Target
    sums : mapping of str to float64 array, shape (n,)
        Components (`sim.indicators.components`) by name.
    seen : mapping of str to float64 array of shape (n,), or float
        Every one of `PARAMETERS`.

    Returns
    -------
    float64 array, shape (n, targets)
        In the unit of each target; `Target.to_scale` gives the scale on which errors are about normal.
    """
    columns = [figure(target, sums, seen) for target in targets]
    return np.stack(np.broadcast_arrays(*columns), axis=1)


class _Reader(dict[str, F64]):
    """Components that note which of them were asked for."""

    def __missing__(self, name: str) -> F64:
        self[name] = np.ones(1)
        return self[name]


def needed(targets: Sequence[Target], limits: Sequence[tuple[str, float]] = ()) -> tuple[str, ...]:
    """Names of the components that targets and doses are made of, sorted: only these need emulation."""
    reader = _Reader()
    observe(targets, reader, dict.fromkeys(PARAMETERS, 1.0))
    if limits:
        doses(reader)
    return tuple(sorted(reader))
