"""Steps: what becomes of the needs of those who were treated, and of those who stayed at home."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.care.learning import updated_belief
from sim.care.outcome import BEYOND, NONE, PHARMACY, control_after, next_severity, return_day
from sim.care.treatment import ADVISE, KEEP
from sim.day.clock import Clock
from sim.day.rounds import rounds
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, case_draws, case_row, draw
from sim.day.wards import dies
from sim.geography.map import Option
from sim.indicators.tally import ELSEWHERE, Flow, Person
from sim.needs.cases import CaseArray, Origin, select

Bools = npt.NDArray[np.bool_]
PRIMARY = (Option.OWN_CLINIC, Option.NEAR_CLINIC, Option.OWN_CENTRE, Option.NEAR_CENTRE)


def resolve_visits(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """End the need, bring it back later, or send the patient higher; some of the severe die."""
    people, tally, table = state.people, state.tally, tables.outcome
    _advised(state, clock, tables, visits)
    if state.kernel == "numba":
        from sim.day.resolve_numba import fates_of_visits  # compiled, so only when asked for

        again, days = fates_of_visits(state, clock, tables, visits)
        state.agenda.put(again, clock.day + days)
        return
    person, keys = visits.person, visits.keys
    kept = (visits.act == KEEP) & ~visits.dead
    beyond = kept & ~visits.adequate & (visits.case["severity"] == 2)
    cell = tally.cell(people.county[person], visits.place, people.insurance[person])
    tally.add(Flow.KEPT_BEYOND, clock.month, cell[beyond], visits.facility[beyond])
    died = beyond & ~visits.emergency & (draw(keys, "visit.death") < table.death_untreated[visits.row])
    dead = dies(state, person, died) | visits.dead
    state.end(Person.ENDED_DEATH, clock, person[dead])
    tally.add(Flow.DEATHS, clock.month, cell[dead], visits.facility[dead])
    chance = np.where(visits.adequate, table.cure[visits.row], table.by_itself[BEYOND, visits.row])
    ends = draw(keys, "visit.cure") < chance
    state.end(Person.ENDED_WELL, clock, person[kept & ~dead & ends])
    open_ = kept & ~dead & ~ends
    _come_back(state, clock, tables, select(visits.case, open_), keys[open_], visits.adequate[open_])
    cared = visits.adequate & ~dead
    move_control(state, tables, visits.case, cared, draw(keys, "control"))
    here = visits.place != ELSEWHERE
    habit = np.where(visits.adequate, visits.place, Option.NONE).astype(np.int8)
    people.habit[person[here]] = habit[here]


def _advised(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Those told to go higher look for a higher place tomorrow; after too many steps they are kept."""
    advised = visits.act == ADVISE
    last = advised & (visits.case["step"] >= tables.outcome.max_steps)
    visits.act[last] = KEEP
    case = select(visits.case, advised & ~last)
    case["avoid"] = -visits.place[advised & ~last]
    case["target"], case["place"], case["tries"], case["slip"] = -1, Option.NONE, 0, 0
    case["step"] += 1
    case["origin"] = Origin.RETURN
    state.agenda.put(case, clock.day + 1)


def resolve_home(state: State, clock: Clock, tables: DayTables, home: CaseArray) -> None:
    """Needs met at home or by a pharmacy end, come back, or kill."""
    if state.kernel == "numba":
        from sim.day.resolve_numba import fates_at_home  # compiled, so only when asked for

        again, days = fates_at_home(state, clock, tables, home)
        state.agenda.put(again, clock.day + days)
        return
    people, tally, table = state.people, state.tally, tables.outcome
    person, keys, row = home["person"], case_draws(home), case_row(home)
    county, pharmacy = people.county[person], home["place"] == Option.PHARMACY
    tally.add_people(Person.PHARMACY, clock.month, county[pharmacy])
    bill = int(tables.values["prices.pharmacy"])
    tally.add_people(Person.PHARMACY_BILL, clock.month, county[pharmacy], np.full(pharmacy.sum(), bill))
    tally.add_people(Person.SELF_CARE, clock.month, county[~pharmacy])
    forgone = ~pharmacy & (home["severity"] > 0)
    tally.add_people(Person.FORGONE, clock.month, county[forgone])
    died = dies(state, person, draw(keys, "home.death") < table.death_untreated[row])
    state.end(Person.ENDED_DEATH, clock, person[died])
    tally.add_people(Person.DEATHS_UNTREATED, clock.month, county[died])
    ends = draw(keys, "home.ends") < table.by_itself[np.where(pharmacy, PHARMACY, NONE), row]
    state.end(Person.ENDED_WELL, clock, person[ends & ~died])
    open_ = ~died & ~ends
    _come_back(state, clock, tables, select(home, open_), keys[open_], pharmacy[open_])
    move_control(state, tables, home, pharmacy, draw(keys, "control"))


def move_control(
    state: State, tables: DayTables, case: CaseArray, cared: Bools, u: npt.NDArray[np.float64]
) -> None:
    """Win or lose control of the chronic state of each case, a person's cases one after another."""
    people, condition = state.people, case["condition"]
    for at in rounds(case["person"], state.scratch):
        who = case["person"][at]
        people.controlled[who] = control_after(
            tables.outcome, condition[at], people.controlled[who], cared[at], people.signed[who], u[at]
        )


def _come_back(
    state: State, clock: Clock, tables: DayTables, case: CaseArray, keys: randomness.U64, treated: Bools
) -> None:
    """File unsolved needs for another day, some of them more severe; after too many steps they end."""
    again = case["step"] < tables.outcome.max_steps
    state.end(Person.ENDED_UNSOLVED, clock, case["person"][~again])
    case, keys, treated = select(case, again), keys[again], treated[again]
    case["severity"] = next_severity(tables.outcome, case["severity"], treated, draw(keys, "worsen"))
    days = return_day(tables.outcome, case["condition"], draw(keys, "return.day"))
    case["step"] += 1
    case["target"], case["place"], case["tries"], case["avoid"], case["slip"] = -1, Option.NONE, 0, 0, 0
    case["origin"] = Origin.RETURN
    state.agenda.put(case, clock.day + days)


def learn(state: State, tables: DayTables, visits: Visits, away: CaseArray) -> None:
    """Villages take note of how today's cases went, and of who was turned away."""
    rate = tables.values["learning.rate"]
    if rate <= 0:
        return
    if state.kernel == "numba":
        from sim.day.learn_numba import update_beliefs  # compiled, so only when asked for

        update_beliefs(state, tables, visits, away, rate)
        return
    good, count = _experience(state, tables, visits, away)
    touched = np.flatnonzero(count)
    flat = state.belief.ravel()
    flat[touched] = updated_belief(flat[touched], good[touched], count[touched], rate, state.sample)


def _experience(
    state: State, tables: DayTables, visits: Visits, away: CaseArray
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Cases that went well and all cases of today by cell of `State.belief`."""
    village, size = state.people.village, state.belief.size
    here = (visits.place != ELSEWHERE) & ~visits.emergency
    seen = _belief_cell(state, tables, select(visits.case, here), visits.place[here], village)
    lost = _belief_cell(state, tables, away, away["place"].astype(np.int64), village)
    good = np.bincount(seen[visits.adequate[here]], minlength=size)
    count = np.bincount(seen, minlength=size)
    count += np.bincount(lost, minlength=size)
    # A first contact at primary care that failed is talked about more than a later one.
    more = int(tables.values["learning.first_contact"]) - 1
    failed = select(visits.case, here)["step"] == 0
    failed &= np.isin(visits.place[here], PRIMARY) & ~visits.adequate[here]
    gone = (away["step"] == 0) & (away["tries"] == 1) & np.isin(away["place"], PRIMARY)
    count += more * np.bincount(np.concatenate([seen[failed], lost[gone]]), minlength=size)
    return good, count


def _belief_cell(
    state: State,
    tables: DayTables,
    case: CaseArray,
    place: npt.NDArray[np.int64],
    village: npt.NDArray[np.int32],
) -> npt.NDArray[np.int64]:
    group = tables.catalogue.kind[case["condition"]].astype(np.int64)
    _, villages, options = state.belief.shape
    return np.asarray((group * villages + village[case["person"]]) * options + place)
