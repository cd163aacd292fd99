"""Steps: stays on a clinical pathway, visits treated by the standard formulary."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.clinical_pathway import held
from sim.care.noise import pick
from sim.care.ward import StayArray, length_of_stay
from sim.day.clock import Clock
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw
from sim.indicators.tally import Flow

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def on_pathway(tables: DayTables, stays: StayArray) -> Bools:
    """Which stays are on a pathway to their end."""
    row = stays["condition"].astype(np.int64) * 3 + stays["severity"]
    return np.asarray(draw(stays["key"], "stay.pathway") < tables.pathway.ward[row, stays["facility"]])


def held_to_pathway(tables: DayTables, stays: StayArray, multiple: F64) -> F64:
    """Multiples of the usual length or bill of stays, drawn in for those on a pathway."""
    table = tables.pathway
    if not table.in_wards:
        return multiple
    at = stays["facility"]
    return held(multiple, on_pathway(tables, stays), table.above[at], table.below[at])


def days_in_bed(tables: DayTables, stays: StayArray) -> I64:
    """Days that stays which begin now will take; payment may lengthen or shorten them."""
    multiple = held_to_pathway(tables, stays, pick(tables.ward.noise, draw(stays["key"], "stay.days")))
    multiple = multiple * tables.incentive.days[stays["facility"]]
    return length_of_stay(tables.ward, stays["condition"], tables.sites.level[stays["facility"]], multiple)


def harm_left(tables: DayTables, stays: StayArray) -> F64:
    """Part of the chance to get worse in the ward that remains."""
    table = tables.pathway
    if not table.in_wards:
        return np.ones(len(stays))
    return np.where(on_pathway(tables, stays), 1.0 - table.avoided[stays["facility"]], 1.0)


def count_pathways(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Count the stays that end today on a pathway, from which its execution rate (临床路径执行率) is made."""
    if not tables.pathway.in_wards:
        return
    people, person = state.people, stays["person"]
    cell = state.tally.cell(people.county[person], stays["place"], people.insurance[person])
    follows = on_pathway(tables, stays)
    state.tally.add(Flow.PATHWAY_STAYS, clock.month, cell[follows], stays["facility"][follows])


def prescribe_by_standard(tables: DayTables, visits: Visits) -> None:
    """Draw the bills of visits in that are treated by the standard formulary."""
    table, at = tables.pathway, visits.facility
    if not table.at_clinics:
        return
    follows = draw(visits.keys, "visit.pathway") < table.clinic[visits.row, at]
    noise = pick(tables.bill_noise, draw(visits.keys, "bill.visit"))
    visits.bag *= held(noise, follows, table.above[at], table.below[at]) / noise
