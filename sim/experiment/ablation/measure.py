"""What one run of an ablation leaves behind: the values compared, and where care was given."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.experiment.run import RunResult, run_scenario
from sim.geography.kinds import Option
from sim.indicators.periods import main_period, periods
from sim.indicators.tally import INSURANCES, PLACES, Flow
from sim.indicators.views import IN_COUNTY, INSURED, OUTSIDE
from sim.scenario import Scenario

I64 = npt.NDArray[np.int64]
POOREST = "income_1"
SHARES: Mapping[str, tuple[Flow, ...]] = {
    "in_county_visit_rate": (Flow.DISCHARGES,),
    "in_county_admission_share": (Flow.DISCHARGES,),
    "in_county_fund_rate": (Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL),
}
"""In-county shares that are split, with the measures they count; the visit rate counts visits as well."""
INSIDE = tuple(place for place in IN_COUNTY if place != Option.PHARMACY)


class Key(NamedTuple):
    """What a value is: indicator, basis, and the group of people it is about (empty: all)."""

    indicator: str
    basis: str
    group: str = ""


@dataclass(frozen=True)
class Outcome:
    """Of one run.

    Attributes
    ----------
    values : mapping of Key to float
        Of the longest period of the last year, over the whole run area; NaN where there is none.
    cells : mapping of str to (list of int, list of int)
        Events or fen in the county and outside by cell (home county and insurance, visits also by
        condition), by id of the share, in modelled people.
    """

    values: Mapping[Key, float]
    cells: Mapping[str, tuple[list[int], list[int]]]

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        values = [[*key, None if math.isnan(value) else value] for key, value in self.values.items()]
        return {"values": values, "cells": asdict(self)["cells"]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Outcome:
        """Read what `as_dict` returned."""
        values = {
            Key(indicator, basis, group): math.nan if value is None else float(value)
            for indicator, basis, group, value in data["values"]
        }
        return cls(values, {name: (list(pair[0]), list(pair[1])) for name, pair in data["cells"].items()})


def measure(scenario: Scenario, seed: int, sample: float) -> Outcome:
    """Run a scenario once."""
    return outcome_of(run_scenario(scenario, seed=seed, sample=sample))


def outcome_of(result: RunResult) -> Outcome:
    """Take from a run what is compared."""
    period = main_period(periods(result.months, result.start))
    return Outcome(
        {**dict(_indicators(result, period.label)), **dict(_groups(result))},
        {
            name: _cells(result, flows, period.first, period.last, visits=name == "in_county_visit_rate")
            for name, flows in SHARES.items()
        },
    )


def _indicators(result: RunResult, period: str) -> Iterator[tuple[Key, float]]:
    table = result.indicators
    rows = table[(table["scope"] == "all") & (table["period"] == period)]
    for name, basis, value in zip(rows["indicator"], rows["basis"], rows["value"], strict=True):
        yield Key(name, basis), float(value)


def _groups(result: RunResult) -> Iterator[tuple[Key, float]]:
    """Yield values of the poorest fifth, and of everybody where only the groups are told apart."""
    table = result.groups
    if not len(table):
        return
    rows = table[(table["scope"] == "all") & (table["end"] == table["end"].max())]
    known = set(result.indicators["indicator"])
    for name, group, value in zip(rows["indicator"], rows["group"], rows["value"], strict=True):
        if group == POOREST:
            yield Key(name, "happened", POOREST), float(value)
        elif group == "all" and name not in known:
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
