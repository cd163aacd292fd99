"""Step: the day is counted, by place of care and by group of people."""

from __future__ import annotations

from sim.day.burden import bear_home, bear_visits
from sim.day.choice import Going
from sim.day.clock import Clock
from sim.day.followup import count_bedbound
from sim.day.ledger import post_visits
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.tally import tally_visits
from sim.day.visits import Visits


def count_day(state: State, clock: Clock, tables: DayTables, going: Going, visits: Visits) -> None:
    """Count the visits of today and those who stayed at home: where, what it cost, who bears it."""
    tally_visits(state, clock, tables, visits)
    post_visits(state, clock, tables, visits)
    count_bedbound(state, clock, going)
    bear_visits(state, tables, visits)
    bear_home(state, tables, going.home)
