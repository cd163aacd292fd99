"""Step: bed-bound patients who are stable leave the hospital bed for a place in long-term care.

Whoever is in such a place is at home as far as needs, choice and clinics go: a place is somebody's home with
nurses, not a ward. A new stay in hospital does not end it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.long_term import days_in_place
from sim.care.ward import StayArray, grant_beds
from sim.day.clock import Clock
from sim.day.diary import PlaceBill
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import draw
from sim.geography.map import Option
from sim.indicators.tally import Flow
from sim.money.settle import portion
from sim.needs.cases import join, select
from sim.policy.groups import Trait

Bools = npt.NDArray[np.bool_]


def wants_place(state: State, tables: DayTables, stays: StayArray) -> Bools:
    """Whether a patient will ask for a place once stable; agreed at admission."""
    table, person = tables.long_term, stays["person"]
    if not table.places.any():
        return np.zeros(len(stays), bool)
    centre = state.map.options[state.people.village[person], Option.OWN_CENTRE]
    bedbound = (state.codes[person] & np.uint8(Trait.BEDBOUND)) > 0
    asks = bedbound & state.present[person] & (table.places[centre] > 0)
    return np.asarray(asks & (draw(stays["key"], "long_term.agree") < table.agree[state.scheme[person]]))


def take_places(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> Bools:
    """Give the free places of today to stable patients; return who got one."""
    if not len(stays):
        return np.zeros(0, bool)
    table, held = tables.long_term, state.long_term
    centre = state.map.options[state.people.village[stays["person"]], Option.OWN_CENTRE]
    free = table.places - np.bincount(held["facility"], minlength=len(table.places))
    granted = grant_beds(centre, np.zeros(len(stays), np.int64), stays["key"], np.maximum(free, 0))
    granted &= ~np.isin(stays["person"], held["person"])
    new = select(stays, granted)
    new["facility"], new["place"], new["start"] = centre[granted], Option.OWN_CENTRE, clock.day
    new["end"] = clock.day + days_in_place(table, draw(new["key"], "long_term.days"))
    state.long_term = join([held, new])
    return granted


def release_places(state: State, clock: Clock, tables: DayTables) -> None:
    """End the time of those who leave their place today or have died, and count who paid for it."""
    held, people, tally = state.long_term, state.people, state.tally
    if not len(held):
        return
    over = (held["end"] <= clock.day) | ~people.alive[held["person"]]
    leaving = select(held, over)
    state.long_term = select(held, ~over)
    person, facility = leaving["person"], leaving["facility"]
    days = (clock.day - leaving["start"]).astype(np.int64)
    bill = days * tables.long_term.price
    other = portion(bill, tables.long_term.ratio[state.scheme[person]])
    cell = tally.cell(people.county[person], leaving["place"], people.insurance[person])
    tally.add(Flow.LONG_TERM_DAYS, clock.month, cell, facility, days)
    tally.add(Flow.LONG_TERM_BILL, clock.month, cell, facility, bill)
    tally.add(Flow.OTHER_PAYER, clock.month, cell, facility, other)
    if state.diary is not None and len(leaving):
        state.diary.places.append(PlaceBill(leaving, days, bill, other))
