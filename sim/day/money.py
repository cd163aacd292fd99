"""Step: bills are written and settled, to the fen, and the yearly accumulators grow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.care.noise import pick
from sim.care.ward import MOVED, StayArray
from sim.day.burden import bear_stays
from sim.day.clinical_pathway import count_pathways, held_to_pathway
from sim.day.indication import count_shifted
from sim.day.ledger import post_stays
from sim.day.slips import without_repeats
from sim.day.splitting import count_recorded
from sim.day.state import Clock, State, StayBill
from sim.day.tables import DayTables
from sim.day.visits import Visits, draw, made_at_home
from sim.geography.map import Kind, Option
from sim.indicators.burden import Borne
from sim.indicators.tally import ELSEWHERE, ByCondition, Flow
from sim.money.penalty import lost_by_skipping
from sim.money.rules import INSURANCES, LEVELS, Pool
from sim.money.settle import (
    PoolYear,
    StayBills,
    StayYear,
    after_stay,
    after_visit,
    pool_of,
    settle_inpatient,
    settle_outpatient,
)
from sim.needs.cases import UP_SLIP
from sim.needs.catalogue import Group
from sim.policy.groups import Trait
from sim.population.contracts import Contract
from sim.population.people import People

I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]
CHAIN = ("path", "link", "tight", "broken", "charged")  # fields of a stay, in the order of `StayBills`


def first_of_each(person: Ints, scratch: npt.NDArray[np.int64]) -> I64:
    """Positions of the first record of each person, in order; `scratch` has a place for every person."""
    at = np.arange(len(person))
    scratch[person[::-1]] = at[::-1]
    return np.flatnonzero(scratch[person] == at)


def rounds(person: Ints, scratch: npt.NDArray[np.int64]) -> Iterator[I64]:
    """Positions in rounds in which nobody has two bills: the first bill of everybody, then the second …."""
    left = np.arange(len(person))
    while len(left):
        first = first_of_each(person[left], scratch)
        yield left[first]
        left = np.delete(left, first) if len(first) < len(left) else left[:0]


def bill_visits(state: State, tables: DayTables, visits: Visits) -> None:
    """Write and settle the outpatient bills of today; what is not claimed, the patient pays."""
    people, level = state.people, tables.sites.level[visits.facility]
    if state.kernel == "numba":
        from sim.day.money_numba import write_bills  # compiled, so only when asked for
        from sim.money.settle_numba import settle_visits

        kinds, claimed = write_bills(state, tables, visits, level)
        _recognise_tests(state, tables, visits)
        _price_home_visits(state, tables, visits)
        settle_visits(
            tables.rules, visits.bill, level, state.scheme, *kinds, claimed, visits.person,
            pool_year(people), visits.fund,
        )  # fmt: skip
        return
    noise = pick(tables.bill_noise, draw(visits.keys, "bill.visit"))
    visits.bill = np.floor(
        tables.visit_bill[tables.regimes.of_facility[visits.facility], visits.row, level] * noise * visits.bag
        * tables.incentive.visits[visits.facility] + 0.5
    ).astype(np.int64)  # fmt: skip
    _recognise_tests(state, tables, visits)
    _price_home_visits(state, tables, visits)
    kinds, claims_as = bill_kinds(state, tables, visits), tables.claim_level[visits.facility]
    share = np.where(kinds.special, 1.0, tables.choice.claim[state.scheme[visits.person], claims_as])
    claimed = draw(visits.keys, "bill.claim") < share
    for at in rounds(visits.person, state.scratch):
        who = visits.person[at]
        year, scheme = PoolYear(*(column[who] for column in pool_year(people))), state.scheme[who]
        special, drugs, first, tcm = (flags[at] for flags in kinds)
        pool = pool_of(tables.rules, level[at], scheme, special, drugs, year.drugs_paid)
        settled = settle_outpatient(tables.rules, visits.bill[at], level[at], scheme, pool, year, first, tcm)
        visits.fund[at] = np.where(claimed[at], settled.fund, 0)
        for column, after in zip(pool_year(people), after_visit(year, pool, settled), strict=True):
            column[who] = np.where(claimed[at], after, column[who])


def _recognise_tests(state: State, tables: DayTables, visits: Visits) -> None:
    """Take tests that are not repeated after a referral off the bills."""
    visits.bill = without_repeats(
        state, tables, visits.bill, tables.referral.repeat_visit, visits.case, visits.facility,
        visits.case["slip"] == UP_SLIP,
    )  # fmt: skip


def _price_home_visits(state: State, tables: DayTables, visits: Visits) -> None:
    """Add to the bill of a visit that the team makes at home what coming there costs."""
    fee = tables.regimes.by_facility("pay_patient.visit_fees.home_visit").astype(np.int64)
    if fee.any():
        home = made_at_home(visits, state.way)
        visits.bill[home] += fee[visits.facility[home]]


class BillKinds(NamedTuple):
    """What decides how outpatient bills are settled, bool arrays of shape (n,).

    `special`: chronic outpatient care with a certificate; `drugs`: hypertension or diabetes; `first`: signed
    for first contact and started at primary care; `tcm`: traditional Chinese medicine.
    """

    special: Bools
    drugs: Bools
    first: Bools
    tcm: Bools


def bill_kinds(state: State, tables: DayTables, visits: Visits) -> BillKinds:
    """Tell the kinds of outpatient bills apart."""
    condition, rules = visits.case["condition"], tables.rules
    special = (tables.catalogue.kind[condition] == Group.CHRONIC) & state.certified[visits.person]
    tcm = np.zeros(len(condition), bool)
    if rules.tcm_points.any():
        tcm = draw(visits.keys, "visit.tcm") < tables.tcm[condition, visits.facility]
    first = starts_at_own_team(state, tables, visits)
    return BillKinds(special, tables.choice.drugs[condition], first, tcm)


def starts_at_own_team(state: State, tables: DayTables, visits: Visits) -> Bools:
    """Whose visit earns the benefits of first contact (首诊式签约).

    Those under such a contract who are seen at primary care, or come from there with a slip.
    """
    by_first = first_contact(tables)
    if not by_first.any():
        return np.zeros(len(visits.case), bool)
    signed = state.people.signed[visits.person] & by_first[state.scheme[visits.person] // len(INSURANCES)]
    primary = tables.sites.kind[visits.facility] <= Kind.TOWNSHIP_CENTRE
    return np.asarray(signed & (primary | (visits.case["slip"] == UP_SLIP)))


def first_contact(tables: DayTables) -> Bools:
    """Regimes whose contracts are of first contact, or hold more, shape (regimes,)."""
    return np.asarray(tables.regimes.by_regime("contract.kind") >= Contract.FIRST_CONTACT)


def pool_year(people: People) -> PoolYear:
    """Accumulators of the outpatient pools: the columns themselves."""
    return PoolYear(*(getattr(people, name) for name in PoolYear._fields))


def bill_stays(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> StayBill:
    """Write, settle and count the bills of stays that end today, here."""
    exam = exam_of_stays(state, tables, stays)
    settled = settle_stays(state, clock, tables, stays, exam)
    _bill_exams(state, clock, tables, settled, exam)
    if state.kernel == "numba":
        from sim.day.stays_numba import count_stays  # compiled, so only when asked for

        count_stays(state, clock, tables, settled)
    else:
        _count_stays(state, clock, tables, settled)
    if settled.aid.any():
        people, person = state.people, stays["person"]
        cell = state.tally.cell(people.county[person], stays["place"], people.insurance[person])
        state.tally.add(Flow.AID, clock.month, cell, stays["facility"], settled.aid)
    count_cases(state, clock, settled)
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


def exam_of_stays(state: State, tables: DayTables, stays: StayArray) -> I64:
    """Price of the examination that some inpatients of township centres travel to the lead hospital for."""
    regime = state.scheme[stays["person"]] // len(INSURANCES)
    at_home = tables.rules.exam_at_home[state.scheme[stays["person"]]] > 0
    price = np.where(at_home, tables.exam_price[regime, 0], tables.exam_price[regime, 1])
    goes = tables.sites.kind[stays["facility"]] == Kind.TOWNSHIP_CENTRE
    goes &= ~tables.sites.shut[tables.remote.reader[stays["facility"]]]
    goes &= draw(stays["key"], "stay.exam") < tables.values["care.exam_share"]
    return np.where(goes, price, 0)


def count_cases(state: State, clock: Clock, settled: StayBill) -> None:
    """Count stays, their days and their bills by condition."""
    stays, people, tally = settled.stays, state.people, state.tally
    if not len(stays):
        return
    person, condition = stays["person"], stays["condition"]
    cell = tally.cell(people.county[person], stays["place"], people.insurance[person])
    own = settled.bill - settled.fund - settled.critical - settled.aid
    days = (clock.day - stays["start"]).astype(np.int64)
    amounts = {
        ByCondition.STAYS: None,
        ByCondition.STAY_BILL: settled.bill,
        ByCondition.STAY_OWN: own,
        ByCondition.STAY_DAYS: days,
    }
    for measure, amount in amounts.items():
        tally.add_cases(measure, clock.month, cell, condition, amount)


def _bill_exams(state: State, clock: Clock, tables: DayTables, settled: StayBill, exam: I64) -> None:
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
        from sim.money.settle_numba import settle_visits  # compiled, so only when asked for

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


def has_aid(state: State, tables: DayTables, stays: StayArray) -> Bools:
    """Whether medical aid reaches these stays: of the poor, all where settlement is at one window."""
    regime = state.scheme[stays["person"]] // len(INSURANCES)
    one_stop = tables.regimes.by_regime("pay_patient.catastrophic.one_stop")[regime]
    reach = tables.regimes.by_regime("pay_patient.catastrophic.aid_reach")[regime]
    poor = (state.codes[stays["person"]] & Trait.POOR) > 0
    return np.asarray(poor & ((one_stop > 0) | (draw(stays["key"], "stay.aid") < reach)))


def _count_stays(state: State, clock: Clock, tables: DayTables, settled: StayBill) -> None:
    """Count settled stays."""
    stays, bill, fund, critical = settled.stays, settled.bill, settled.fund, settled.critical
    people, tally = state.people, state.tally
    level = tables.sites.level[stays["facility"]]
    days = (clock.day - stays["start"]).astype(np.int64)
    person, facility = stays["person"], stays["facility"]
    cell = tally.cell(people.county[person], stays["place"], people.insurance[person])
    tally.add(Flow.BED_DAYS, clock.month, cell, facility, days)
    tally.add(Flow.INPATIENT_BILL, clock.month, cell, facility, bill)
    tally.add(Flow.INPATIENT_FUND, clock.month, cell, facility, fund)
    tally.add(Flow.CRITICAL, clock.month, cell, facility, critical)
    insured = people.insurance[person] > 0
    month = settlement_month(state, clock, tables, stays["key"], level, stays["place"])[insured]
    cell, facility = cell[insured], facility[insured]
    tally.add_settled(Flow.SETTLED_STAYS, month, cell, facility)
    tally.add_settled(Flow.SETTLED_INPATIENT_FUND, month, cell, facility, fund[insured])
    tally.add_settled(Flow.SETTLED_CRITICAL, month, cell, facility, critical[insured])


def settlement_month(
    state: State, clock: Clock, tables: DayTables, keys: randomness.U64, level: Ints, place: Ints
) -> I64:
    """Month in which claims are settled: at once, but part of those from beyond the city late and by hand."""
    values = tables.values
    beyond = (level == LEVELS.index("far")) | (place == ELSEWHERE)
    late = beyond & (draw(keys, "claim.late") < values["insurance.late_share"])
    lag = np.floor(draw(keys, "claim.lag") * 2.0 * values["insurance.late_days"]).astype(np.int64)
    return np.asarray(state.months[clock.day + np.where(late, lag, 0)])
