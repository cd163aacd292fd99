"""Step: bills of stays are written and settled, to the fen, and the yearly accumulators grow."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.noise import pick
from sim.care.ward import MOVED, StayArray
from sim.day.burden import bear_stays
from sim.day.clinical_pathway import count_pathways, held_to_pathway
from sim.day.clock import Clock
from sim.day.exams import bill_exams, exam_of_stays
from sim.day.indication import count_shifted
from sim.day.ledger import post_stays
from sim.day.rounds import rounds
from sim.day.slips import without_repeats
from sim.day.splitting import count_recorded
from sim.day.state import State, StayBill
from sim.day.tables import DayTables
from sim.day.tally import tally_stays
from sim.day.visits import draw
from sim.geography.map import Option
from sim.money.inpatient import StayBills, StayYear, after_stay, settle_inpatient
from sim.money.penalty import lost_by_skipping
from sim.money.rules import INSURANCES
from sim.needs.cases import UP_SLIP
from sim.policy.groups import Trait

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
CHAIN = ("path", "link", "tight", "broken", "charged")  # fields of a stay, in the order of `StayBills`


def bill_stays(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> StayBill:
    """Write, settle and count the bills of stays that end today, here."""
    exam = exam_of_stays(state, tables, stays)
    settled = settle_stays(state, clock, tables, stays, exam)
    bill_exams(state, clock, tables, settled, exam)
    tally_stays(state, clock, tables, settled)
    count_pathways(state, clock, tables, stays)
    count_shifted(state, clock, settled)
    count_recorded(state, clock, tables, stays)
    bear_stays(state, settled)
    post_stays(state, clock, tables, settled)
    if state.stay_log is not None and len(stays):
        state.stay_log.append(settled)
    return settled


def settle_stays(state: State, clock: Clock, tables: DayTables, stays: StayArray, exam: I64) -> StayBill:
    """Write and settle the bills of stays, and let the yearly accumulators grow."""
    people = state.people
    level = tables.sites.level[stays["facility"]]
    condition = stays["condition"].astype(np.int64)
    row = condition * 3 + stays["severity"]
    days = (clock.day - stays["start"]).astype(np.int64)
    noise = held_to_pathway(tables, stays, pick(tables.bill_noise, draw(stays["key"], "bill.stay")))
    length = days / tables.ward.days[condition, level]
    bill = np.floor(
        tables.stay_bill[tables.regimes.of_facility[stays["facility"]], row, level] * length * noise
        * tables.incentive.stays[stays["facility"]] * tables.purchase.stay[stays["facility"]] + 0.5
    ).astype(np.int64)  # fmt: skip
    bill = without_repeats(
        state, tables, bill, tables.referral.repeat_stay, stays, stays["facility"],
        (stays["slip"] == UP_SLIP) | (stays["down"] == MOVED),
    )  # fmt: skip
    shifted = np.floor(bill * tables.incentive.shifted[stays["facility"]] + 0.5).astype(np.int64)
    bill += exam
    aided, tcm = has_aid(state, tables, stays), np.zeros(len(bill), bool)
    if tables.rules.tcm_points.any():
        tcm = draw(stays["key"], "stay.tcm") < tables.catalogue.tcm[condition]
    own_centre = stays["place"] == Option.OWN_CENTRE
    if state.kernel == "numba":
        from sim.money.inpatient_numba import settle_in_order  # compiled, so only when asked for

        columns = StayYear(*(getattr(people, name) for name in StayYear._fields))
        found = settle_in_order(
            tables.rules, bill - shifted, level, state.scheme, stays, own_centre, tcm, aided, exam, columns
        )
        return _stay_bill(stays, bill, found, shifted)
    found = np.zeros((6, len(bill)), np.int64)
    fund, critical, aid, penalty, due, apart = found
    for at in rounds(stays["person"], state.scratch):
        who = stays["person"][at]
        year = StayYear(*(getattr(people, name)[who] for name in StayYear._fields))
        path, link, tight, broken, charged = (stays[name][at] for name in CHAIN)
        bills = StayBills(
            bill[at] - shifted[at], level[at], state.scheme[who], path, link, tight, broken, charged,
            own_centre[at], tcm[at], aided[at], exam[at],
        )  # fmt: skip
        settled = settle_inpatient(tables.rules, bills, year)
        fund[at], critical[at], aid[at] = settled.fund, settled.critical, settled.aid
        due[at], apart[at] = settled.due, settled.apart
        penalty[at] = lost_by_skipping(tables.rules, bills, year, settled)
        for name, after in zip(StayYear._fields, after_stay(year, settled), strict=True):
            getattr(people, name)[who] = after
    return _stay_bill(stays, bill, found, shifted)


def _stay_bill(stays: StayArray, bill: I64, found: I64, shifted: I64) -> StayBill:
    """Bills of stays as settled; rows of `found` are those of `sim.money.inpatient_numba.settle_in_order`."""
    fund, critical, aid, penalty, due, apart = found
    no_exam = np.zeros_like(apart)
    return StayBill(stays, bill - apart, fund, critical, aid, penalty, due, apart, no_exam, shifted)


def has_aid(state: State, tables: DayTables, stays: StayArray) -> Bools:
    """Whether medical aid reaches these stays: of the poor, all where settlement is at one window."""
    regime = state.scheme[stays["person"]] // len(INSURANCES)
    one_stop = tables.regimes.by_regime("pay_patient.catastrophic.one_stop")[regime]
    reach = tables.regimes.by_regime("pay_patient.catastrophic.aid_reach")[regime]
    poor = (state.codes[stays["person"]] & Trait.POOR) > 0
    return np.asarray(poor & ((one_stop > 0) | (draw(stays["key"], "stay.aid") < reach)))
