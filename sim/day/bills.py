"""Step: the bills of today's visits, with drugs for weeks ahead and the fees of remote consultations."""

from __future__ import annotations

from sim.day.clinical_pathway import prescribe_by_standard
from sim.day.drugs import leave_out_drugs
from sim.day.remote import bill_remote
from sim.day.state import State
from sim.day.supply import buy_jointly, dispense
from sim.day.tables import DayTables
from sim.day.visit_bills import bill_visits
from sim.day.visits import Visits


def write_bills(state: State, tables: DayTables, visits: Visits) -> None:
    """Write the bills of everybody who was seen and settle them, to the fen."""
    dispense(state, tables, visits)
    buy_jointly(tables, visits)
    prescribe_by_standard(tables, visits)
    leave_out_drugs(tables, visits)
    bill_visits(state, tables, visits)
    bill_remote(state, tables, visits)
