"""Step: ambulances answer the calls of today."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.ambulances import answer
from sim.care.noise import exponential, pick
from sim.day.clock import Clock
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import case_draws, draw
from sim.indicators.tally import Person
from sim.needs.cases import CaseArray

DAY = 24.0 * 60.0  # minutes


def drive(
    state: State, clock: Clock, tables: DayTables, urgent: CaseArray, crowd: CaseArray
) -> npt.NDArray[np.float64]:
    """Minutes from the call to the hospital door for the emergencies of today.

    Parameters
    ----------
    crowd : CASE array
        The same, and after them the emergencies of a sample's other patients, who need ambulances too.
    """
    table = tables.ambulances
    if not np.array_equal(state.fleet.base, table.base):
        state.fleet = state.fleet.at(table.base)
    keys, village = case_draws(crowd), state.people.village[crowd["person"]]
    answered = answer(
        table, state.fleet, DAY * (clock.day + draw(keys, "emergency.call")),
        state.people.county[crowd["person"]], village, crowd["target"],
        tables.emergency.ride[village, crowd["place"]], table.scene * pick(exponential(), draw(keys, "door")),
        busy=tables.values["care.unlimited"] == 0,
    )  # fmt: skip
    n, county = len(urgent), state.people.county[urgent["person"]]
    minutes = np.floor(answered.response[:n] + 0.5).astype(np.int64)
    state.tally.add_people(Person.RESPONSE_MINUTES, clock.month, county, minutes)
    state.tally.add_people(Person.AMBULANCE_WAITS, clock.month, county[answered.waited[:n]])
    return answered.door[:n]
