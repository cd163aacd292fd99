"""Runs made by hand, small enough to work out every number on paper."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from sim.declare import defaults
from sim.experiment.accounts import FUND, LEDGER
from sim.geography.kinds import Kind, Option
from sim.indicators.contracts import GROUPS
from sim.indicators.funnel import CLOSED, Fate, Way, row_of
from sim.indicators.tally import ELSEWHERE, PLACES, Flow, Person, Tally

LULONG, CHANGLI = "130324", "130322"
CLINIC, CENTRE, GENERAL, TCM, PRIVATE, CITY, OTHER_COUNTY = range(7)
STOCKS = (
    "residents", "away", "insured_residents", "insured_employees", "signed", "chronic_managed",
    "hypertensive", "controlled", "chronic_home", "standard_managed",
    "standard_recorded", "cost_signed", "cost_residents", "expert_days", "expert_days_need", "lead_days",
    "lead_days_away", "signed_served", "signed_unplaced", "village_posts", "village_pay",
    "village_quits", "village_closed_days", "village_clinic_days",
    *(f"{what}_{group}" for what in ("people", "signed") for group in GROUPS),
)  # fmt: skip
INPATIENT = (
    Flow.ADMISSIONS, Flow.DISCHARGES, Flow.BED_DAYS, Flow.OPERATIONS, Flow.HIGH_OPERATIONS,
    Flow.INPATIENT_BILL, Flow.INPATIENT_FUND, Flow.CRITICAL, Flow.AID, Flow.CHRONIC_STAYS, Flow.SETTLED_STAYS,
    Flow.SETTLED_INPATIENT_FUND, Flow.SETTLED_CRITICAL,
)  # fmt: skip
REAL_PLACES = (Option.PHARMACY, *range(Option.OWN_CLINIC, Option.FAR + 1), ELSEWHERE)


def facilities() -> pd.DataFrame:
    rows = [
        ("VC-1", Kind.VILLAGE_CLINIC, 0, f"{LULONG}-1", 1.0, 0, 0.0),
        ("TC-1", Kind.TOWNSHIP_CENTRE, 0, f"{LULONG}-1", 4.0, 20, 0.0),
        ("H-1", Kind.COUNTY_GENERAL, 0, f"{LULONG}-1", 50.0, 100, 0.5),
        ("H-2", Kind.COUNTY_TCM, 0, f"{LULONG}-1", 20.0, 50, 0.0),
        ("H-3", Kind.OTHER_HOSPITAL, 0, "", 10.0, 30, 0.0),
        ("CITY", Kind.CITY, -1, "", 500.0, 1000, 0.9),
        ("H-9", Kind.COUNTY_TCM, 1, f"{CHANGLI}-2", 30.0, 80, 0.0),
    ]
    names = ["id", "kind", "county", "community", "doctors", "beds", "background"]
    table = pd.DataFrame(rows, columns=names).astype({"kind": int})
    return table.assign(name_zh="某机构", name_en="some place", leads=table["id"].isin(["H-1", "H-9"]))


@dataclass(frozen=True)
class HandMade:
    tally: Tally
    months: list[tuple[date, date]]
    start: date
    sample: float
    snapshots: dict[str, Any]
    values: dict[str, float]
    map: Any = field(
        default_factory=lambda: SimpleNamespace(
            counties=pd.DataFrame({"code": [LULONG, CHANGLI]}), facilities=facilities()
        )
    )
    catalogue: Any = field(
        default_factory=lambda: SimpleNamespace(
            chronic=np.array([0, 1], np.uint8), ids=("acute_stroke", "hypertension")
        )
    )
    fund: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(FUND)))
    shares: tuple[float, ...] = ()
    ledger: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(LEDGER)))

    @property
    def returns(self) -> list[float]:
        return list(self.shares) or [self.values["observe.village_return_share"]] * len(self.months)

    def flow(
        self, measure: Flow, month: int, place: int, amount: int, insurance: int = 1, county: int = 0
    ) -> None:
        """Count for people of a county."""
        self.tally.flow_table(measure)[month, county, place, insurance] += amount

    def site(self, measure: Flow, month: int, facility: int, amount: int) -> None:
        """Count at a facility."""
        self.tally.facility_table(measure)[month, facility] += amount

    def person(self, measure: Person, month: int, amount: int, county: int = 0) -> None:
        self.tally.people_table(measure)[month, county] += amount

    def fate(self, way: Way, fate: Fate, month: int, amount: int, linked: bool = True) -> None:
        row = len(Person) + int(row_of(way, fate, linked))
        self.tally.people[row].reshape(self.tally.months, -1)[month, 0] += amount

    def with_values(self, **values: float) -> HandMade:
        return replace(self, values={**self.values, **{f"observe.{k}": v for k, v in values.items()}})


def month_list(first: date, count: int) -> list[tuple[date, date]]:
    found = []
    for k in range(count):
        year, month = first.year + (first.month - 1 + k) // 12, (first.month - 1 + k) % 12 + 1
        found.append((date(year, month, 1), date(year, month, monthrange(year, month)[1])))
    return found


def empty_run(warmup: int = 1, counted: int = 12, sample: float = 1.0) -> HandMade:
    """Nothing happened; 1,000 of every stock in each county; a last month takes late settlements."""
    begin = date(2023, 12 - warmup + 1, 1)
    months = month_list(begin, warmup + counted)
    stocks = {name: np.full((len(months) + 1, 2), 1000, np.int64) for name in STOCKS}
    tally = Tally(len(months) + 1, 2, len(facilities()), 2)
    return HandMade(tally, months, date(2024, 1, 1), sample, stocks, defaults())


def random_run(seed: int, counted: int = 12, sample: float = 1.0, size: int = 40) -> HandMade:
    """A run whose books agree: parts are never larger than what they are part of."""
    rng = np.random.default_rng(seed)
    run = empty_run(1, counted, sample)
    tally, months = run.tally, run.tally.months
    for measure in Flow:
        flow = tally.flow_table(measure)
        flow[..., list(REAL_PLACES), :] = rng.integers(0, size, (months, 2, len(REAL_PLACES), 3))
        tally.facility_table(measure)[:] = rng.integers(0, size, (months, tally.facilities))
    for measure in INPATIENT:  # nobody lies in a pharmacy or a village clinic
        tally.flow_table(measure)[..., : Option.OWN_CENTRE, :] = 0
    parts = [
        (Flow.TCM_VISITS, Flow.OUTPATIENT_COUNT), (Flow.RETURN_VISITS, Flow.OUTPATIENT_COUNT),
        (Flow.HIGH_OPERATIONS, Flow.OPERATIONS), (Flow.OUTPATIENT_FUND, Flow.OUTPATIENT_BILL),
        (Flow.INPATIENT_FUND, Flow.INPATIENT_BILL), (Flow.SETTLED_CHRONIC_VISITS, Flow.SETTLED_VISITS),
        (Flow.PATHWAY_STAYS, Flow.DISCHARGES), (Flow.DRUGS_LACKING, Flow.OUTPATIENT_COUNT),
    ]  # fmt: skip
    for part, whole in parts:
        for table in (tally.flow, tally.facility):
            table[part] = rng.integers(0, table[whole] + 1)
    tally.flow[Flow.CRITICAL] = rng.integers(
        0, tally.flow[Flow.INPATIENT_BILL] - tally.flow[Flow.INPATIENT_FUND] + 1
    )
    paid = tally.flow[[Flow.INPATIENT_FUND, Flow.CRITICAL]].sum(axis=0)
    tally.flow[Flow.AID] = rng.integers(0, tally.flow[Flow.INPATIENT_BILL] - paid + 1)
    visits = tally.visit_table()
    visits[..., 1] = rng.integers(0, tally.flow_table(Flow.OUTPATIENT_COUNT) + 1)
    visits[..., 0] = tally.flow_table(Flow.OUTPATIENT_COUNT) - visits[..., 1]
    for person in Person:
        tally.people_table(person)[:] = rng.integers(0, size, (months, 2))
    funnel = [
        (Person.FORGONE, Person.SELF_CARE),
        (Person.LATE_EMERGENCIES, Person.EMERGENCIES), (Person.EMERGENCY_DEATHS, Person.EMERGENCIES),
        (Person.AMBULANCE_WAITS, Person.EMERGENCIES),
        (Person.BEDBOUND_FORGONE, Person.BEDBOUND_OCCASIONS),
    ]  # fmt: skip
    for part, whole in funnel:
        tally.people[part] = rng.integers(0, tally.people[whole] + 1)
    for way in Way:
        for linked in (False, True):
            row = {fate: len(Person) + int(row_of(way, fate, linked)) for fate in Fate}
            for fate in Fate:
                tally.people[row[fate]] = rng.integers(0, size, tally.people.shape[1])
            tally.people[row[Fate.OFFERED]] = sum(tally.people[row[fate]] for fate in CLOSED)
            for part in (Fate.RETURNED, Fate.BOUNCED):
                tally.people[row[part]] = rng.integers(0, tally.people[row[Fate.ATTENDED]] + 1)
    for name in STOCKS:
        run.snapshots[name][:] = rng.integers(100, 1000, (months, 2))
    run.snapshots["controlled"] = rng.integers(0, run.snapshots["hypertensive"] + 1)
    run.snapshots["chronic_managed"] = rng.integers(0, run.snapshots["chronic_home"] + 1)
    run.snapshots["standard_managed"] = rng.integers(0, run.snapshots["chronic_managed"] + 1)
    recorded = run.snapshots["standard_managed"] + rng.integers(0, 50, run.snapshots["signed"].shape)
    run.snapshots["standard_recorded"] = np.minimum(recorded, run.snapshots["chronic_managed"])
    wholes = {"cost_signed": "cost_residents", "lead_days_away": "lead_days"}
    wholes |= {"signed": "residents", "signed_served": "signed", "village_closed_days": "village_clinic_days"}
    wholes |= {f"signed_{group}": f"people_{group}" for group in GROUPS}
    for part, whole in wholes.items():
        run.snapshots[part] = rng.integers(0, run.snapshots[whole] + 1)
    return run


assert PLACES == ELSEWHERE + 1 == len(Option) + 1


def pick(
    table: pd.DataFrame, indicator: str, basis: str, period: str = "2024", scope: str = ""
) -> pd.Series[Any]:
    """The one row of an indicator; `scope` is the id, empty for all."""
    rows = table[
        (table["indicator"] == indicator)
        & (table["basis"] == basis)
        & (table["period"] == period)
        & (table["scope_id"] == scope)
    ]
    assert len(rows) == 1, (indicator, basis, period, scope, len(rows))
    return rows.iloc[0]
