"""Step: residents sign with the team of their village, at the start, at New Year, and when values change."""

from __future__ import annotations

import numpy as np

from sim.day.state import State
from sim.day.tables import DayTables
from sim.population.contracts import make_teams, sign
from sim.population.groups import people_codes


def sign_up(state: State, tables: DayTables, renew: bool) -> None:
    """Sign on the values of today; who finds no place is counted by county.

    `renew` makes all contracts anew, as at New Year; otherwise contracts are only added.
    """
    people, regimes = state.people, tables.regimes
    in_post = tables.sites.staff * state.doctors.staffing
    teams = make_teams(state.map, in_post, regimes.by_village("contract.panel_size"))
    codes = people_codes(people, tables.values, state.seed)
    signing = sign(people, codes, regimes, teams, state.sample, state.seed, renew)
    people.signed[:] = signing.signed
    state.unplaced = np.bincount(people.county[signing.unplaced], minlength=len(state.unplaced))
