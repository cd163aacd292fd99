"""What one run among many leaves behind: its values, and where care was given."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.experiment.batch.job import Job
from sim.experiment.batch.version import code_version
from sim.experiment.run import RunResult, run_scenario
from sim.geography.kinds import Option
from sim.indicators.components import COUNTS, NINE_MONTHS, components
from sim.indicators.groups import ALL
from sim.indicators.periods import main_period, periods
from sim.indicators.registry import HEADLINE
from sim.indicators.tally import INSURANCES, PLACES, Flow
from sim.indicators.views import IN_COUNTY, INSURED, OUTSIDE

I64 = npt.NDArray[np.int64]
SHARES: Mapping[str, tuple[Flow, ...]] = {
    "in_county_visit_rate": (Flow.DISCHARGES,),
    "in_county_admission_share": (Flow.DISCHARGES,),
    "in_county_fund_rate": (Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL),
}
"""In-county shares that are split, with the measures they count; the visit rate counts visits as well."""
INSIDE = tuple(place for place in IN_COUNTY if place != Option.PHARMACY)


class Key(NamedTuple):
    """What a value is.

    Attributes
    ----------
    indicator, basis : str
    group : str
        Group of people it is about (`sim.indicators.groups`); empty for all.
    scope : str
        Empty for the whole run area, else ``county:CODE`` or ``community:ID``.
    period : str
        Empty for the longest period of the last year, else the label of a month or an earlier year.
    """

    indicator: str
    basis: str
    group: str = ""
    scope: str = ""
    period: str = ""


Cells = Mapping[str, tuple[list[int], list[int]]]


@dataclass(frozen=True)
class Outcome:
    """Of one run.

    Attributes
    ----------
    values : mapping of Key to float
        NaN where there is none.
    cells : mapping of str to (list of int, list of int)
        Events or fen in the county and outside by cell (home county and insurance, visits also by
        condition), by id of the share, in modelled people.
    seconds : float
        What the run took.
    components : mapping of str to float
        Sums that published figures are made of (`sim.indicators.components`); empty when the run does not
        hold the months from January to September of its last year.
    """

    values: Mapping[Key, float]
    cells: Cells
    seconds: float = math.nan
    components: Mapping[str, float] = field(default_factory=dict)

    def cells_text(self) -> str:
        """Return the cells as JSON."""
        return json.dumps(self.cells, separators=(",", ":"))

    def components_text(self) -> str:
        """Return the components as JSON."""
        return json.dumps(self.components, separators=(",", ":"))


def read_components(text: str) -> dict[str, float]:
    """Read what `Outcome.components_text` returned."""
    return {name: float(value) for name, value in json.loads(text).items()}


def read_cells(text: str) -> Cells:
    """Read what `Outcome.cells_text` returned."""
    return {name: (list(pair[0]), list(pair[1])) for name, pair in json.loads(text).items()}


class OtherVersion(RuntimeError):
    """A worker that has another version of the program or its data than who sends it work."""


def execute(job: Job, version: str) -> Outcome:
    """Do one run, wherever this is called.

    Parameters
    ----------
    job : Job
    version : str
        `code_version` of who asks.

    Raises
    ------
    OtherVersion
        When this machine would make something else of the job.
    """
    return outcome_of(run_of(job, version))


def run_of(job: Job, version: str) -> RunResult:
    """Run the scenario of a job; `execute` tells what is refused."""
    if code_version() != version:
        raise OtherVersion(f"this worker has version {code_version()}, the work asks for {version}")
    return run_scenario(job.scenario, seed=job.seed, sample=job.sample, draw=job.draw)


def outcome_of(result: RunResult) -> Outcome:
    """Take from a run what is kept of it."""
    period = main_period(periods(result.months, result.start))
    return Outcome(
        dict(_indicators(result, period.label)) | dict(_groups(result)),
        {
            name: _cells(result, flows, period.first, period.last, visits=name == "in_county_visit_rate")
            for name, flows in SHARES.items()
        },
        float(result.manifest.get("wall_seconds", math.nan)),
        components(result, _counts(result)),
    )


def _counts(result: RunResult) -> dict[tuple[str, str], float]:
    """Counts of January to September of the last year, by indicator and scope; reported ones where given."""
    table = result.indicators
    label = f"{result.until.year}{NINE_MONTHS}"
    rows = table[table["indicator"].isin(COUNTS) & table["scope"].isin(["all", "county"])]
    rows = rows[rows["period"] == label].sort_values("basis", kind="stable")  # happened, then reported
    columns = ("indicator", "scope_id", "value")
    return {
        (str(name), str(scope)): float(value)
        for name, scope, value in rows[list(columns)].itertuples(index=False, name=None)
    }


def _indicators(result: RunResult, main: str) -> Iterator[tuple[Key, float]]:
    """Yield everything of the main period, and the headline values of each month and earlier year."""
    table = result.indicators
    table = table[table["scope"].isin(["all", "county", "community"])]
    if result.map.counties.shape[0] == 1:
        table = table[table["scope"] != "county"]
    kinds = {period.label: period.kind for period in periods(result.months, result.start)}
    columns = ("indicator", "basis", "scope", "scope_id", "period", "value")
    for name, basis, scope, scope_id, period, value in table[list(columns)].itertuples(
        index=False, name=None
    ):
        where = "" if scope == "all" else f"{scope}:{scope_id}"
        if period == main:
            yield Key(name, basis, "", where), float(value)
        if kinds[period] in ("month", "year") and period != main and name in HEADLINE and not where:
            yield Key(name, basis, "", "", period), float(value)


def _groups(result: RunResult) -> Iterator[tuple[Key, float]]:
    """Yield values of each group of people, and of everybody where only the groups are told apart."""
    table = result.groups
    if not len(table):
        return
    rows = table[(table["scope"] == "all") & (table["end"] == table["end"].max())]
    known = set(result.indicators["indicator"])
    columns = ("indicator", "dimension", "group", "value")
    for name, dimension, group, value in rows[list(columns)].itertuples(index=False, name=None):
        if group != ALL:  # gaps and concentration indices are of a dimension: income_gap
            group = group if group.startswith(dimension) else f"{dimension}_{group}"
            yield Key(name, "happened", group), float(value)
        elif name not in known:
            yield Key(name, "happened"), float(value)


def _cells(
    result: RunResult, flows: tuple[Flow, ...], first: int, last: int, *, visits: bool
) -> tuple[list[int], list[int]]:
    tally = result.tally
    shape = (len(Flow), tally.months, tally.counties, PLACES, INSURANCES)
    insured = list(INSURED)
    flow = tally.flow.reshape(shape)[list(flows), first : last + 1].sum(axis=(0, 1))[..., insured]
    counted = tally.visit_table()[first : last + 1].sum(axis=0)[:, :, insured] if visits else None

    def cells(places: tuple[int, ...]) -> list[int]:
        found: list[I64] = [flow[:, list(places)].sum(axis=1).ravel()]
        if counted is not None:
            found.append(counted[:, list(places)].sum(axis=1).ravel())
        return [int(one) for one in np.concatenate(found)]

    return cells(INSIDE), cells(OUTSIDE)
