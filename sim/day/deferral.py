"""Step: a hospital near its yearly cap puts stays off, or tells patients to go elsewhere (年底推诿)."""

from __future__ import annotations

import numpy as np

from sim.care.treatment import ADMIT, ADVISE, AWAIT
from sim.day.clock import Clock
from sim.day.slips import close_slips
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw
from sim.indicators.funnel import Fate
from sim.indicators.tally import Person
from sim.money.prices import SEVERITIES
from sim.needs.cases import Origin, select

MODERATE = SEVERITIES.index("moderate")


def defer_stays(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Put off moderate cases that were to be admitted today; they ask for a bed again after some weeks.

    Emergencies and severe cases are admitted all the same. Who is told to go elsewhere looks for a higher
    place, with the slip used up.
    """
    table = tables.incentive.deferred
    if not table.any():
        return
    case = visits.case
    could = (visits.act == ADMIT) & ~visits.emergency & (case["severity"] <= MODERATE)
    at = np.flatnonzero(could & (table[visits.facility] > 0.0))
    at = at[draw(visits.keys[at], "cap.defer") < table[visits.facility[at]]]
    terms = tables.incentive.terms
    away = draw(visits.keys[at], "cap.elsewhere") < terms.elsewhere[visits.facility[at]]
    state.count(Person.STAYS_DEFERRED, clock, visits.person[at])
    visits.act[at] = np.where(away, ADVISE, AWAIT)
    close_slips(state, clock, tables, select(case, at[away]), Fate.ATTENDED)
    later = select(case, at[~away])
    later["place"], later["target"] = visits.place[at[~away]], visits.facility[at[~away]]
    later["origin"], later["tries"] = Origin.BED, 0
    state.agenda.put(later, clock.day + terms.days[later["target"]].astype(np.int64))
