"""Step: residents sign with the team of their village, at the start, at New Year, and when values change."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.selection import wanted
from sim.care.team_purse import TeamPurse
from sim.day.state import State
from sim.day.tables import DayTables
from sim.policy.groups import Trait
from sim.population.contracts import coverage_by_village, make_teams, sign
from sim.population.groups import people_codes

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def terms_of(tables: DayTables) -> tuple[F64, ...]:
    """What signing depends on: coverage by village and code, panels, doctors of the teams, money by head."""
    regimes = tables.regimes
    places = regimes.by_village("contract.panel_size"), tables.sites.staff
    return coverage_by_village(regimes), *places, tables.teams.head


def sign_up(state: State, tables: DayTables, renew: bool) -> None:
    """Sign on the values of today; who finds no place is counted by county.

    `renew` makes all contracts anew, as at New Year; otherwise contracts are only added, and only when the
    terms of signing are others than before: a change of other values is no occasion to sign.
    """
    people, regimes = state.people, tables.regimes
    terms = terms_of(tables)
    same = all(np.array_equal(old, new) for old, new in zip(state.terms, terms, strict=False))
    if state.terms and same and not renew:
        return
    state.terms = terms
    in_post = tables.sites.staff * state.doctors.staffing
    teams = make_teams(state.map, in_post, regimes.by_village("contract.panel_size"))
    codes = people_codes(people, tables.values, state.seed)
    chosen = whom_to_sign(terms[0], tables.teams, codes, people.alive & ~people.away)
    signing = sign(people, codes, chosen, teams, state.sample, state.seed, renew)
    people.signed[:] = signing.signed
    state.unplaced = np.bincount(people.county[signing.unplaced], minlength=len(state.unplaced))


def whom_to_sign(coverage: F64, purse: TeamPurse, codes: npt.NDArray[np.uint8], here: Bools) -> F64:
    """Share who are signed by village and code, where teams hold the money of a head.

    The money of a head is what the residents are expected to cost on the average.

    Parameters
    ----------
    coverage : float64 array, shape (villages, 256)
    purse : TeamPurse
    codes : uint8 array, shape (n,)
    here : bool array, shape (n,)
        Who may sign.
    """
    if not purse.head.any():
        return coverage
    codes = codes & np.uint8(~np.uint8(Trait.SIGNED))
    return wanted(coverage, purse.head, purse.cost, float(purse.cost[codes[here]].mean()), purse.weight)
