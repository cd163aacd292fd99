"""What a run under stress leaves behind: counts by month, of the whole area and by place of care."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import numpy.typing as npt

from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Key, Outcome, run_of
from sim.experiment.run import RunResult
from sim.geography.kinds import Kind
from sim.indicators.tally import Flow, Person
from sim.indicators.views import OUTSIDE

F64 = npt.NDArray[np.float64]
BASIS = "stress"
CLINICS = "clinics"
"""Stands for all village clinics of a township, as one place."""
PEOPLE = (
    Person.NEEDS, Person.FORGONE, Person.GAVE_UP, Person.ENDED_UNSOLVED, Person.STAYS_DEFERRED,
    Person.EMERGENCIES, Person.LATE_EMERGENCIES, Person.DOOR_MINUTES, Person.EMERGENCY_DEATHS,
    Person.DEATHS_UNTREATED,
)  # fmt: skip
FLOWS = (
    Flow.OUTPATIENT_COUNT, Flow.WAIT, Flow.TRAVEL, Flow.ADMISSIONS, Flow.REFUSED, Flow.KEPT_BEYOND,
    Flow.DEATHS, Flow.DRUGS_LACKING,
)  # fmt: skip
ABROAD = (Flow.OUTPATIENT_COUNT, Flow.ADMISSIONS)
"""Measures of which the part outside the home county is kept too."""
AT_PLACES = (Flow.OUTPATIENT_COUNT, Flow.WAIT, Flow.ADMISSIONS, Flow.REFUSED, Flow.OCCUPIED)
BEDS = "beds"
"""Bed-days that a place has in a month, other people's included."""


def name_of(measure: Flow | Person) -> str:
    """Return the id under which a count is kept."""
    return measure.name.lower()


def outside(measure: Flow) -> str:
    """Id of the part of a count that lies outside the home county."""
    return f"{name_of(measure)}_outside"


def execute(job: Job, version: str) -> Outcome:
    """Do one run, as `sim.experiment.batch.outcome.execute` does, and count what a stress test tells."""
    result = run_of(job, version)
    seconds = float(result.manifest.get("wall_seconds", np.nan))
    return Outcome(dict(_counts(result)), {}, seconds)


def month_of(day: date) -> str:
    """Label of the month of a day, as counts have it."""
    return f"{day:%Y-%m}"


def _counts(result: RunResult) -> Iterator[tuple[Key, float]]:
    tally, sample = result.tally, result.sample
    months = [(k, bounds) for k, bounds in enumerate(result.months) if bounds[0] >= result.start]
    places, scopes = places_of(result)
    for k, (first, last) in months:
        label = month_of(first)

        def key(name: str, scope: str = "", label: str = label) -> Key:
            return Key(name, BASIS, "", scope, label)

        for person in PEOPLE:
            yield key(name_of(person)), tally.people_table(person)[k].sum() / sample
        for flow in FLOWS:
            yield key(name_of(flow)), tally.flow_table(flow)[k].sum() / sample
        for flow in ABROAD:
            there = tally.flow_table(flow)[k][:, list(OUTSIDE)].sum()
            yield key(outside(flow)), there / sample
        days = (last - first).days + 1
        beds, others = beds_of(result)
        by_place = {name_of(flow): tally.facility_table(flow)[k] / sample for flow in AT_PLACES}
        by_place[name_of(Flow.OCCUPIED)] = by_place[name_of(Flow.OCCUPIED)] + others * days
        by_place[BEDS] = beds * days
        for name, table in by_place.items():
            sums = np.bincount(places, table[: len(places)], len(scopes))
            yield from ((key(name, scope), float(sums[at])) for at, scope in enumerate(scopes))


def places_of(result: RunResult) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Place of each facility, and the scope of each place: clinics of a township are one."""
    table = result.map.facilities
    townships = result.map.villages["township"].to_numpy(np.int64)
    codes = result.map.townships["code"].astype(str).to_numpy()
    village = table["village"].to_numpy(np.int64)
    scope = np.where(
        table["kind"].to_numpy() == Kind.VILLAGE_CLINIC,
        [f"{CLINICS}:{code}" for code in codes[townships[np.maximum(village, 0)]]],
        [f"facility:{one}" for one in table["id"].astype(str)],
    )
    scopes = list(dict.fromkeys(scope.tolist()))
    return np.array([scopes.index(one) for one in scope], np.int64), scopes


def beds_of(result: RunResult) -> tuple[F64, F64]:
    """Beds of each facility, and those of them in which people of elsewhere lie."""
    beds = result.map.facilities["beds"].to_numpy(np.float64)
    return beds, beds * result.map.facilities["background"].to_numpy(np.float64)
