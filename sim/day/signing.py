"""Step: residents sign with the team of their village, at the start, at New Year, and when values change."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.day.state import State
from sim.day.tables import DayTables
from sim.policy.groups import CODES
from sim.population.contracts import coverage_by_code, make_teams, sign
from sim.population.groups import people_codes

F64 = npt.NDArray[np.float64]


def terms_of(tables: DayTables) -> tuple[F64, ...]:
    """What signing depends on: coverage by village and code, size of the panels, doctors of the teams."""
    regimes = tables.regimes
    coverage = np.stack([coverage_by_code(values) for values in regimes.values])
    code = np.arange(CODES)
    by_village = coverage[regimes.of_people, code]
    return by_village, regimes.by_village("contract.panel_size"), tables.sites.staff


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
    signing = sign(people, codes, regimes, teams, state.sample, state.seed, renew)
    people.signed[:] = signing.signed
    state.unplaced = np.bincount(people.county[signing.unplaced], minlength=len(state.unplaced))
