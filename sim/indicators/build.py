"""From the tallies of a run to the views that indicators are written against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.indicators.accounts import account_sums
from sim.indicators.observe import HAPPENED, handed_in_later
from sim.indicators.periods import Period, sum_over, year_before
from sim.indicators.run import Run
from sim.indicators.tally import INSURANCES, PLACES, Flow
from sim.indicators.views import BEYOND_CITY, RESIDENTS_FUND, Home, Sites

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scope:
    """A place that indicators are about: ``all``, a ``county``, a ``community`` or a ``facility``."""

    name: str
    id: str


def home_view(run: Run, chosen: Sequence[Period]) -> tuple[Home, list[Scope]]:
    """Add up by where people live: the whole run, then each county."""
    tally, codes = run.tally, run.map.counties["code"].astype(str)
    shape = (tally.months, tally.counties)
    flow = sum_over(tally.flow.reshape(len(Flow), *shape, PLACES, INSURANCES), chosen, axis=1)
    flow += _waiting_claims(run, chosen)
    persons = sum_over(tally.people.reshape(-1, *shape), chosen, axis=1)
    visits = sum_over(tally.visit_table().sum(axis=3), chosen, axis=0)
    cases = sum_over(tally.case_table().sum(axis=4), chosen, axis=1)
    stocks = {name: table.astype(np.int64) for name, table in run.snapshots.items()}
    length = np.array([[p.last - p.first + 1] for p in chosen])
    ends = [p.last for p in chosen]
    view = Home(
        flow=_with_total(flow, axis=2) / run.sample,
        visits=_with_total(visits, axis=1) / run.sample,
        cases=_with_total(cases, axis=2) / run.sample,
        conditions={name: k for k, name in enumerate(run.catalogue.ids)},
        chronic=tuple(np.array(run.catalogue.ids)[run.catalogue.chronic > 0]),
        persons=_with_total(persons, axis=2) / run.sample,
        mean_stock={
            name: _with_total(sum_over(table, chosen, axis=0) / length, axis=1) / run.sample
            for name, table in stocks.items()
        },
        end_stock={
            name: _with_total(table[ends].astype(np.float64), axis=1) / run.sample
            for name, table in stocks.items()
        },
        before=year_before(chosen),
        accounts=account_sums(run.fund, run.ledger, chosen, list(codes)),
        seen=HAPPENED,
    )
    return view, [Scope("all", ""), *(Scope("county", code) for code in codes)]


def _waiting_claims(run: Run, chosen: Sequence[Period]) -> F64:
    """What claims that wait for the next first quarter add to the settled flows, or take from them.

    Residents' stays beyond the prefecture; zero, as long as none wait.
    """
    tally, share = run.tally, run.values["observe.festival_claims"]
    shape = (len(Flow), tally.months, tally.counties, PLACES, INSURANCES)
    change = np.zeros((len(Flow), len(chosen), *shape[2:]))
    if not share:
        return change
    more = np.array([handed_in_later(first.month, share) - 1.0 for first, _ in run.months])
    settled = (Flow.SETTLED_STAYS, Flow.SETTLED_INPATIENT_FUND, Flow.SETTLED_CRITICAL)
    flow = tally.flow.reshape(shape)
    for number, period in enumerate(chosen):
        months = slice(period.first, period.last + 1)
        for row in settled:
            for place in BEYOND_CITY:
                claims = flow[row, months, :, place, RESIDENTS_FUND[0]]
                change[row, number, :, place, RESIDENTS_FUND[0]] = more[months] @ claims
    return change


def site_views(run: Run, chosen: Sequence[Period]) -> tuple[Sites, list[Scope], Sites, list[Scope]]:
    """Add up by where care is given.

    Returns
    -------
    Sites, list of Scope
        The whole run, counties and communities.
    Sites, list of Scope
        Every facility, those outside the counties included (indicators leave them out).
    """
    facilities, tally = run.map.facilities, run.tally
    county = facilities["county"].to_numpy(np.int64)
    community = facilities["community"].astype(str).to_numpy()
    inside = county >= 0
    codes = run.map.counties["code"].astype(str).to_list()
    communities = sorted(set(community[inside]) - {""})
    members = np.stack(
        [
            inside,
            *(county == c for c in range(len(codes))),
            *(inside & (community == name) for name in communities),
        ],
        axis=1,
    ).astype(np.float64)
    flow = tally.facility.reshape(len(Flow), tally.months, tally.facilities)[..., : len(facilities)]
    share = np.array([p.year_share for p in chosen])
    each = Sites(
        flow=sum_over(flow, chosen, axis=1) / run.sample,
        kind=facilities["kind"].to_numpy(np.int64),
        inside=inside,
        lead=facilities["leads"].to_numpy(np.bool_),
        beds=facilities["beds"].to_numpy(np.float64),
        doctors=facilities["doctors"].to_numpy(np.float64),
        background=facilities["background"].to_numpy(np.float64),
        days=np.array([float(p.days) for p in chosen]),
        working_days=share * run.values["observe.doctor_days"],
        gather=lambda values: values,
        seen=HAPPENED,
        returned=_returned(run, flow, chosen),
        last_share=run.returns[-1],
    )
    together = Sites(**{**each.__dict__, "gather": lambda values: values @ members})
    scopes = [Scope("all", ""), *(Scope("county", code) for code in codes)]
    scopes += [Scope("community", name) for name in communities]
    return together, scopes, each, [Scope("facility", name) for name in facilities["id"].astype(str)]


def _returned(run: Run, flow: npt.NDArray[np.int64], chosen: Sequence[Period]) -> F64 | None:
    """Sums by facility, each month weighted by the share that returns hold; None when it never changes."""
    share = np.array(run.returns)
    if (share == share[0]).all():
        return None
    found = np.zeros((flow.shape[0], len(chosen), flow.shape[2]))
    for number, period in enumerate(chosen):
        months = slice(period.first, period.last + 1)
        found[:, number] = np.einsum("m,fms->fs", share[months], flow[:, months])
    return found / run.sample


def _with_total(table: F64, axis: int) -> F64:
    """Put the sum over counties before them."""
    return np.concatenate([table.sum(axis=axis, keepdims=True), table], axis=axis)
