"""Step: stable patients of a team have drugs for longer (长期处方), and need not come for each refill."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.care.team import met_by_supply, supply_multiple
from sim.day.clock import Clock
from sim.day.drugs import dispense_for_longer, in_stock
from sim.day.followup import regime, served
from sim.day.resolve import move_control
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, case_draws, draw
from sim.indicators.tally import Person
from sim.money.prices import bill_parts
from sim.money.procurement import cheaper
from sim.needs.cases import CaseArray, Origin, select
from sim.population.people import Chronic

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

SUPPLIED: Final = np.uint8(Chronic.HYPERTENSION | Chronic.DIABETES | Chronic.COPD | Chronic.CHD)
"""Chronic states whose stable patients may have long prescriptions."""


def days_of_supply(tables: DayTables) -> F64 | None:
    """Days of drugs that a stable patient gets at once by regime; None if nowhere more than usual."""
    days = tables.regimes.by_regime("contract.long_prescription.days")
    return days if (days > tables.values["contract.long_prescription.usual_days"]).any() else None


def stable(state: State, tables: DayTables, case: CaseArray) -> I64:
    """Positions of cases in which a long prescription takes the place of the usual one.

    The first time that a mild need of a supplied chronic state comes up, in a person at home whom a team
    serves and whose state is controlled.
    """
    supplied = tables.outcome.bit & SUPPLIED
    if state.kernel == "numba":
        from sim.day.supply_numba import may_be_stable  # compiled, so only when asked for

        at = may_be_stable(state, supplied, case)
        return np.asarray(at[served(state, case["person"][at])])
    bit = supplied[case["condition"]]
    at = np.flatnonzero((bit > 0) & (case["severity"] == 0) & (case["step"] == 0))
    who = case["person"][at]
    at = at[state.present[who] & state.people.signed[who] & ((state.people.controlled[who] & bit[at]) > 0)]
    return np.asarray(at[served(state, case["person"][at])])


def use_supply(state: State, clock: Clock, tables: DayTables, cases: CaseArray) -> CaseArray:
    """End the needs that drugs at home meet without a visit; return the cases that remain.

    Control moves as it would have by a visit.
    """
    days = days_of_supply(tables)
    if days is None:
        return cases
    at = stable(state, tables, cases)
    at = at[(cases["origin"][at] == Origin.NEW) & (cases["target"][at] < 0)]
    at = at[in_stock(state, cases["person"][at])]  # without drugs in stock, prescriptions were short
    chance = met_by_supply(
        days[regime(state, cases["person"][at])], tables.values["contract.long_prescription.usual_days"]
    )
    keys = case_draws(select(cases, at))
    met = at[draw(keys, "contract.long_prescription") < chance]
    home = select(cases, met)
    state.count(Person.LONG_SUPPLY, clock, home["person"])
    state.end(Person.ENDED_WELL, clock, home["person"])
    if state.diary is not None:
        state.diary.supplies.append(home)
    move_control(state, tables, home, np.ones(len(home), bool), draw(case_draws(home), "control"))
    rest = np.ones(len(cases), bool)
    rest[met] = False
    return select(cases, rest)


def dispense(state: State, tables: DayTables, visits: Visits) -> None:
    """Give long prescriptions at the visits of stable patients: drugs for more days, which cost more."""
    days = days_of_supply(tables)
    if days is not None:
        usual = tables.values["contract.long_prescription.usual_days"]
        at = stable(state, tables, visits.case)
        at = at[days[regime(state, visits.person[at])] > usual]
        more = days[regime(state, visits.person[at])] / usual - 1.0
        at = at[dispense_for_longer(state, tables, visits, at, more)]
        drugs = bill_parts(tables.values, "visit").drugs[tables.sites.level[visits.facility[at]]]
        visits.bag[at] = supply_multiple(days[regime(state, visits.person[at])], usual, drugs)


def buy_jointly(tables: DayTables, visits: Visits) -> None:
    """Let the drugs of today's visits cost what their facility pays for them."""
    table, at = tables.purchase, visits.facility
    if table.on:
        discount = np.where(visits.lacks, 0.0, table.discount[at])
        visits.bag = cheaper(visits.bag, discount, table.others[at])
