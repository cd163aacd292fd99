"""Step: facilities treat, admit, offer slips or advise to go higher; emergencies live or die."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.care.emergency import emergency_death
from sim.care.treatment import ADMIT, KEEP, Decision, decide
from sim.day.clock import Clock
from sim.day.dispatch import see_experts
from sim.day.drugs import fill_prescriptions
from sim.day.indication import judge_slips, judge_stays
from sim.day.refer import bound_by_order
from sim.day.remote import consult
from sim.day.shared_tests import read_tests
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw
from sim.day.wards import dies
from sim.indicators.tally import Person

Step = Callable[[State, Clock, DayTables, Visits], None]
HELPERS: tuple[Step, ...] = (see_experts, read_tests, consult)
"""Help with patients whom a facility cannot treat after a first look, asked for in this order: who was helped
does not ask again. A helper only ever makes patients treatable (`sim.day.remote.decide_anew`)."""
AFTERWARDS: tuple[Step, ...] = (judge_stays, judge_slips, fill_prescriptions)
"""What follows once it is settled who can be treated: money weighed, drugs given out, in this order."""
DRAWS = ("treat.adequate", "treat.admit", "treat.offer", "treat.advise", "treat.here")
Overrule = Callable[[Visits, Decision], Decision]


def treat(
    state: State, clock: Clock, tables: DayTables, visits: Visits, overrule: Overrule | None = None
) -> None:
    """Decide for every visit what is done.

    `overrule` lets facilities with decisions of their own have the last word on ordinary visits.
    """
    table, keys = tables.treatment, visits.keys
    kind, bound = tables.sites.kind[visits.facility], np.zeros(len(visits.case), bool)
    if table.ruled.any():
        bound = bound_by_order(state, visits.person)
    if state.kernel == "numba":
        from sim.care.treatment_numba import decide_keyed  # compiled, so only when asked for

        decision = decide_keyed(table, visits.row, visits.facility, kind, bound, keys, *DRAWS)
    else:
        decision = decide(
            table, visits.row, visits.facility, kind, bound, *(draw(keys, name) for name in DRAWS)
        )
    if overrule is not None:
        decision = overrule(visits, decision)
    visits.adequate = decision.adequate
    visits.act = decision.act
    for step in (*HELPERS, *AFTERWARDS):
        step(state, clock, tables, visits)
    _emergencies(state, clock, tables, visits)


def _emergencies(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Emergencies are never sent away with a slip: they are treated or moved on to the city at once."""
    people, tally, table = state.people, state.tally, tables.outcome
    at = np.flatnonzero(visits.emergency)
    county = people.county[visits.person[at]]
    row, minutes = visits.row[at], visits.minutes[at]
    condition = visits.case["condition"][at]
    died = emergency_death(
        visits.adequate[at], minutes, table.death[row], table.death_untreated[row],
        table.death_hour[condition], draw(visits.keys[at], "emergency.death"),
    )  # fmt: skip
    died = dies(state, visits.person[at], died)
    tally.add_people(Person.EMERGENCIES, clock.month, county)
    tally.add_people(Person.DOOR_MINUTES, clock.month, county, np.floor(minutes + 0.5).astype(np.int64))
    tally.add_people(Person.LATE_EMERGENCIES, clock.month, county[minutes >= tables.emergency.late])
    tally.add_people(Person.EMERGENCY_DEATHS, clock.month, county[died])
    visits.dead[at] = died
    stay = draw(visits.keys[at], "treat.admit") < tables.treatment.admit[row]
    visits.act[at] = np.where(~died & (stay | ~visits.adequate[at]), ADMIT, KEEP)
