"""Components (分项合计): the positive sums of a run that published figures are made of.

A figure of a release is a ratio of sums of claims or returns. What is counted in which sum is partly unknown,
and so are delays and gaps of reporting; so a run leaves the sums apart, and `sim.calibration.observation`
puts them together under each reading of the definitions, exactly and as often as needed.

Names are parts joined by dots; those counted by quarter end with ``q1`` (January to March) or ``q23`` (April
to September), the others are of January to September. Counts are of the full population, money is in yuan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import numpy.typing as npt

from sim.geography.kinds import Kind, Option
from sim.indicators.run import Run
from sim.indicators.tally import ELSEWHERE, INSURANCES, PLACES, Flow
from sim.indicators.views import BEYOND_CITY, HOSPITAL, IN_COUNTY, OUTSIDE, TOWNSHIP, VILLAGE, Places, divide

F64 = npt.NDArray[np.float64]

SCHEMES = {"residents": 1, "employees": 2}
QUARTERS = {"q1": (1, 3), "q23": (4, 9)}
CITY: Places = tuple(place for place in OUTSIDE if place not in BEYOND_CITY)
STAYS: Mapping[str, Mapping[str, Places]] = {
    "residents": {"county": IN_COUNTY, "city": CITY, "beyond": BEYOND_CITY},
    "employees": {"county": IN_COUNTY, "outside": OUTSIDE},
}
TIERS: Mapping[str, Places] = {"village": VILLAGE, "township": TOWNSHIP, "hospital": HOSPITAL}
CLAIMED: Mapping[str, Places] = {"village": VILLAGE, "county": TOWNSHIP + HOSPITAL, "outside": OUTSIDE}
SITES = {"village": (Kind.VILLAGE_CLINIC,), "township": (Kind.TOWNSHIP_CENTRE,)}
BEDDED = ("township", "hospital")
NINE_MONTHS = "Q1-Q3"
"""Ending of the label of the period that counts are of."""
COUNTS = ("up_referrals", "down_referrals", "expert_patients")
"""Indicators of the run that are components as they stand, whole and by county."""


def components(run: Run, counts: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """Sums of January to September of the last year of a run.

    Parameters
    ----------
    run : Run
    counts : mapping of (str, str) to float
        Values of `COUNTS` from January to September, by indicator and scope (empty for the whole run area,
        else the code of a county).

    Returns
    -------
    dict of str to float
        Empty when the run does not hold these nine months.
    """
    months = _months(run)
    if months is None:
        return {}
    found: dict[str, float] = {}
    for quarter, (first, last) in QUARTERS.items():
        chosen = [months[month] for month in range(first, last + 1)]
        found |= {f"{name}.{quarter}": value for name, value in _by_quarter(_Sums(run, chosen))}
    found |= dict(_levels(_Sums(run, list(months.values()))))
    for (name, scope), value in counts.items():
        found[f"{name}.{scope}" if scope else name] = value
    return found


def _months(run: Run) -> dict[int, int] | None:
    """Index of the month in the tally by number of the month, 1 to 9; None when one is missing."""
    year = run.months[-1][1].year
    found = {
        first.month: index
        for index, (first, last) in enumerate(run.months)
        if first >= run.start and first.year == year and first.day == 1 and _ends_month(last)
    }
    wanted = range(1, 10)
    return {month: found[month] for month in wanted} if all(month in found for month in wanted) else None


def _ends_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1


class _Sums:
    """Sums of the tallies of a run over some months, scaled to the full population."""

    def __init__(self, run: Run, months: list[int]) -> None:
        tally, map_ = run.tally, run.map
        shape = (len(Flow), tally.months, tally.counties, PLACES, INSURANCES)
        self.by_cell: F64 = tally.flow.reshape(shape)[:, months].sum(axis=1) / run.sample
        sites = tally.facility.reshape(len(Flow), tally.months, tally.facilities)[:, months]
        self.by_site: F64 = sites.sum(axis=1)[:, : len(map_.facilities)] / run.sample
        self.flow: F64 = self.by_cell.sum(axis=1)
        self.kind = map_.facilities["kind"].to_numpy(np.int64)
        self.inside = map_.facilities["county"].to_numpy(np.int64) >= 0
        self.leads = map_.facilities["leads"].to_numpy(np.bool_)
        self.stock = {
            name: float(table[months].sum(axis=1).mean()) / run.sample
            for name, table in run.snapshots.items()
        }

    def at(self, flow: Flow, places: Places, insured: tuple[int, ...] = (0, 1, 2)) -> float:
        """Sum by where care was taken and who pays."""
        return float(self.flow[flow][np.ix_(places, insured)].sum())

    def of(self, flow: Flow, tier: str) -> float:
        """Sum over the institutions of a tier in the counties, whoever the patient is."""
        primary = self.kind <= Kind.TOWNSHIP_CENTRE
        chosen = np.isin(self.kind, SITES[tier]) if tier in SITES else ~primary
        return float(self.by_site[flow][chosen & self.inside].sum())

    def led(self, flow: Flow) -> float:
        """Sum over the lead hospitals."""
        return float(self.by_site[flow][self.leads & self.inside].sum())


def _by_quarter(sums: _Sums) -> Iterator[tuple[str, float]]:
    for scheme, row in SCHEMES.items():
        who = (row,)
        for name, places in STAYS[scheme].items():
            yield f"stays.{name}.{scheme}", sums.at(Flow.SETTLED_STAYS, places, who)
            if name != "county":
                yield f"stay_fund.{name}.{scheme}", sums.at(Flow.SETTLED_INPATIENT_FUND, places, who) / 100
        for name, places in TIERS.items():
            visits = sums.at(Flow.SETTLED_OUTPATIENT_FUND, places, who)
            yield f"fund.{name}.{scheme}", (visits + sums.at(Flow.SETTLED_INPATIENT_FUND, places, who)) / 100
        yield f"visit_fund.outside.{scheme}", sums.at(Flow.SETTLED_OUTPATIENT_FUND, OUTSIDE, who) / 100
        for name, places in CLAIMED.items():
            chronic = sums.at(Flow.SETTLED_CHRONIC_VISITS, places, who)
            yield f"chronic.{name}.{scheme}", chronic
            yield f"ordinary.{name}.{scheme}", sums.at(Flow.SETTLED_VISITS, places, who) - chronic
    for name, places in STAYS["residents"].items():
        yield f"critical.{name}", sums.at(Flow.SETTLED_CRITICAL, places, tuple(SCHEMES.values())) / 100
    for tier in TIERS:
        yield f"returns.{tier}", sums.of(Flow.OUTPATIENT_COUNT, tier)
    high = sums.led(Flow.HIGH_OPERATIONS)
    yield "operations.high", high
    yield "operations.low", sums.led(Flow.OPERATIONS) - high


def _levels(sums: _Sums) -> Iterator[tuple[str, float]]:
    yield "people.home", sums.stock["residents"]
    yield "people.insured.residents", sums.stock["insured_residents"]
    yield "people.insured.employees", sums.stock["insured_employees"]
    home = tuple(place for place in IN_COUNTY + OUTSIDE if place not in (Option.PHARMACY, ELSEWHERE))
    yield "visits.home", sums.at(Flow.OUTPATIENT_COUNT, home)
    for tier in BEDDED:
        yield f"visit_bill.{tier}", sums.of(Flow.OUTPATIENT_BILL, tier) / 100
        yield f"stay_bill.{tier}", sums.of(Flow.INPATIENT_BILL, tier) / 100
        yield f"discharges.{tier}", sums.of(Flow.DISCHARGES, tier)
        yield f"bed_days.{tier}", sums.of(Flow.BED_DAYS, tier)
    city = (Option.CITY,)
    yield "visits.city", sums.at(Flow.OUTPATIENT_COUNT, city)
    yield "visit_bill.city", sums.at(Flow.OUTPATIENT_BILL, city) / 100
    yield "discharges.city", sums.at(Flow.DISCHARGES, city)
    yield "stay_bill.city", sums.at(Flow.INPATIENT_BILL, city) / 100
    yield "bed_days.city", sums.at(Flow.BED_DAYS, city)
    residents, anywhere = (SCHEMES["residents"],), IN_COUNTY + OUTSIDE
    yield "discharges.residents", sums.at(Flow.DISCHARGES, anywhere, residents)
    yield "stay_bill.residents", sums.at(Flow.INPATIENT_BILL, anywhere, residents) / 100
    yield "bed_days.residents", sums.at(Flow.BED_DAYS, anywhere, residents)
    yield "claimed_bill.residents", _claimed_bill(sums) / 100


def _claimed_bill(sums: _Sums) -> float:
    """Bills of the claimed visits of insured residents: each as the mean visit to the same kind of place."""
    row = SCHEMES["residents"]
    bill, count, claimed = (
        sums.by_cell[flow][..., row]
        for flow in (Flow.OUTPATIENT_BILL, Flow.OUTPATIENT_COUNT, Flow.SETTLED_VISITS)
    )
    return float((np.nan_to_num(divide(bill, count)) * claimed).sum())
