"""Examinations of inpatients of township centres, who travel to the lead hospital for them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.ward import StayArray
from sim.day.clock import Clock
from sim.day.rounds import rounds
from sim.day.state import State, StayBill
from sim.day.tables import DayTables
from sim.day.visit_bills import pool_year
from sim.day.visits import draw
from sim.geography.map import Kind
from sim.indicators.burden import Borne
from sim.indicators.tally import Flow
from sim.money.outpatient import PoolYear, after_visit, settle_outpatient
from sim.money.rules import INSURANCES, Pool

I64 = npt.NDArray[np.int64]


def exam_of_stays(state: State, tables: DayTables, stays: StayArray) -> I64:
    """Price of the examination that some inpatients of township centres travel to the lead hospital for."""
    regime = state.scheme[stays["person"]] // len(INSURANCES)
    at_home = tables.rules.exam_at_home[state.scheme[stays["person"]]] > 0
    price = np.where(at_home, tables.exam_price[regime, 0], tables.exam_price[regime, 1])
    goes = tables.sites.kind[stays["facility"]] == Kind.TOWNSHIP_CENTRE
    goes &= ~tables.sites.shut[tables.remote.reader[stays["facility"]]]
    goes &= draw(stays["key"], "stay.exam") < tables.values["care.exam_share"]
    return np.where(goes, price, 0)


def bill_exams(state: State, clock: Clock, tables: DayTables, settled: StayBill, exam: I64) -> None:
    """Count the way to the lead hospital for an examination; settle what is an outpatient bill there."""
    stays, people, tally = settled.stays, state.people, state.tally
    at = np.flatnonzero(exam)
    if not len(at):
        return
    who = stays["person"][at]
    lead = tables.remote.reader[stays["facility"][at]]
    place = np.argmax(state.map.options[people.village[who]] == lead[:, None], axis=1)
    cell = tally.cell(people.county[who], place, people.insurance[who])
    minutes = np.floor(tables.minutes[people.mode[who], people.village[who], place] + 0.5).astype(np.int64)
    tally.add(Flow.TRAVEL, clock.month, cell, lead, minutes)
    state.burden.add(Borne.TRAVEL, who, minutes)
    bill, level, fund = settled.exam[at], tables.sites.level[lead], np.zeros(len(at), np.int64)
    if state.kernel == "numba":
        from sim.money.outpatient_numba import settle_visits  # compiled, so only when asked for

        no, all_ = np.zeros(len(at), bool), np.ones(len(at), bool)
        year = pool_year(people)
        settle_visits(tables.rules, bill, level, state.scheme, no, no, no, no, all_, who, year, fund)
    else:
        for part in rounds(who, state.scratch):
            one, scheme = who[part], state.scheme[who[part]]
            year = PoolYear(*(column[one] for column in pool_year(people)))
            pool = np.full(len(part), Pool.ORDINARY)
            paid = settle_outpatient(tables.rules, bill[part], level[part], scheme, pool, year)
            fund[part] = paid.fund
            for column, after in zip(pool_year(people), after_visit(year, pool, paid), strict=True):
                column[one] = after
    settled.exam_fund[at] = fund
    tally.add(Flow.OUTPATIENT_BILL, clock.month, cell, lead, bill)
    tally.add(Flow.OUTPATIENT_FUND, clock.month, cell, lead, fund)
    claim = fund > 0
    month = np.full(claim.sum(), clock.month)
    tally.add_settled(Flow.SETTLED_VISITS, month, cell[claim], lead[claim])
    tally.add_settled(Flow.SETTLED_OUTPATIENT_FUND, month, cell[claim], lead[claim], fund[claim])
