"""New Year: the residents are gathered, renewed by the population's own rules, and sent home again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.policy.groups import CODES, Trait
from sim.population.contracts import coverage_by_village, make_teams, sign
from sim.population.groups import people_codes
from sim.population.people import ACCUMULATORS, DTYPES, People
from sim.population.renew import renew_year
from tests.mirror.resident import Resident
from tests.mirror.team import plan_team_work

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel


def gather(model: MirrorModel) -> People:
    """People as the agents are now."""
    rows = [resident.facts() for resident in model.residents]
    return People(**{name: np.array([row[name] for row in rows], kind) for name, kind in DTYPES.items()})


def facts_of(people: People, first: int = 0) -> list[dict[str, object]]:
    """One dict a person, from row `first` on."""
    columns = {name: column[first:].tolist() for name, column in people.columns().items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def new_year(model: MirrorModel) -> None:
    """Accumulators to zero, ageing, moves, chronic states, the newborn."""
    mothers = np.array(sorted(model.mothers), np.int64)
    grown = gather(model)
    if model.date > model.scenario.start:
        grown = renew_year(grown, model.book.values, model.seed, model.date.year, mothers)
    model.mothers = set()
    model.deaths = {}
    facts = facts_of(grown)
    for resident, row in zip(model.residents, facts, strict=False):
        for name in ("age", "away", "chronic", "controlled", "signed"):
            setattr(resident, name, row[name])
        for name in ACCUMULATORS:
            setattr(resident, name, 0)
        resident.plan_year()
    for row in range(len(model.residents), len(facts)):
        Resident(model, row, facts[row])
    place_in_schemes(model, renew=True)


def place_in_schemes(model: MirrorModel, renew: bool) -> None:
    """Sign; then tell every resident the row of the rules he or she lives under: regime * 3 + insurance."""
    people, regimes = gather(model), model.regimes
    code = people_codes(people, model.book.values, model.seed)
    coverage = coverage_by_village(regimes).tolist()
    purse = model.book.teams
    terms = [coverage, regimes.by_village("contract.panel_size").tolist(), model.book.sites.staff, purse.head]
    if renew or terms != model.terms:
        model.terms = terms
        doctors = np.array([each.practice.doctors for each in model.facilities])
        teams = make_teams(model.map, doctors, regimes.by_village("contract.panel_size"))
        wanted = chosen(model, coverage, code.tolist()) if any(purse.head) else np.array(coverage)
        people.signed = sign(people, code, wanted, teams, 1.0, model.seed, renew).signed
        for resident, signed in zip(model.residents, people.signed.tolist(), strict=True):
            resident.signed = signed
    code = people_codes(people, model.book.values, model.seed)
    regime = model.regimes.of(people.village, code)
    for resident, one, bits in zip(model.residents, regime.tolist(), code.tolist(), strict=True):
        resident.scheme = one * 3 + resident.insurance
        resident.code = bits
        resident.poor = bits & Trait.POOR > 0
        resident.code = bits
        values, young = regimes.values[one], bits & (Trait.CHILD | Trait.PUPIL) > 0
        resident.excused = young or resident.away or not values["referral.stepwise"]
        resident.first = resident.signed and values["contract.kind"] >= 2
    plan_team_work(model)


def chosen(model: MirrorModel, coverage: list[list[float]], code: list[int]) -> np.ndarray:
    """Share signed by village and code where teams hold the money of a head."""
    purse, signed = model.book.teams, int(Trait.SIGNED)
    here = [
        bits & ~signed for bits, who in zip(code, model.residents, strict=True) if who.alive and not who.away
    ]
    head = float(np.mean([purse.cost[bits] for bits in here]))
    table = np.empty((len(coverage), CODES))
    for village, shares in enumerate(coverage):
        for bits, share in enumerate(shares):
            shift = purse.weight[village] * (purse.head[village] * (head - purse.cost[bits])) / 10_000
            up, down = share * np.exp(min(shift, 0.0)), (1.0 - share) * np.exp(-max(shift, 0.0))
            table[village, bits] = up / (up + down) if shift else share
    return table
