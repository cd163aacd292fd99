"""The insurer: bills of visits and stays, settled one after another."""

from __future__ import annotations

from math import floor
from types import SimpleNamespace
from typing import TYPE_CHECKING

from sim.care.noise import SIZE
from sim.indicators.tally import ELSEWHERE, Flow
from sim.money.rules import BASIS_POINTS, LEVELS
from sim.needs.catalogue import Group
from sim.randomness import purpose, uniform_scalar
from tests.mirror.burden import bear_stay
from tests.mirror.records import Stay, Visit

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel
    from tests.mirror.resident import Resident

FAR = LEVELS.index("far")
VISIT_NOISE, STAY_NOISE, CLAIM = purpose("bill.visit"), purpose("bill.stay"), purpose("bill.claim")
LATE, LAG = purpose("claim.late"), purpose("claim.lag")
CHRONIC = int(Group.CHRONIC)


def portion(amount: int, ratio: int) -> int:
    """Basis points of an amount, rounded half up."""
    return (amount * ratio + BASIS_POINTS // 2) // BASIS_POINTS


def eligible_cost(rules: SimpleNamespace, bill: int, level: int, scheme: int) -> int:
    partly = portion(bill, rules.partial[scheme][level])
    return portion(bill, rules.full[scheme][level]) + partly - portion(partly, rules.partial_own[scheme])


def pay_outpatient(
    rules: SimpleNamespace, eligible: int, level: int, who: Resident, chronic: bool
) -> tuple[int, int]:
    """What the fund pays, and what counts towards the deductible."""
    scheme = who.scheme
    if chronic:
        left = max(rules.chronic_limit[scheme] - who.chronic_paid, 0)
        return min(portion(eligible, rules.chronic_ratio[scheme]), left), 0
    used = min(eligible, max(rules.outpatient_deductible[scheme] - who.deductible_used, 0))
    left = max(rules.outpatient_limit[scheme] - who.outpatient_paid, 0)
    return min(portion(eligible - used, rules.outpatient_ratio[scheme][level]), left), used


def pay_inpatient(
    rules: SimpleNamespace, bill: int, level: int, who: Resident, slip: int
) -> tuple[int, int, int]:
    """Payments of basic fund and critical-illness layer, and the own eligible cost after the former."""
    scheme = who.scheme
    eligible = eligible_cost(rules, bill, level, scheme)
    deductible = rules.inpatient_deductible[scheme][level]
    if who.stays > 0:
        deductible = portion(deductible, rules.repeat_deductible[scheme])
    ratio = rules.inpatient_ratio[scheme][level]
    if slip and level == FAR and who.insurance > 0:
        ratio += rules.far_referred_bonus[scheme]
    left = max(rules.inpatient_limit[scheme] - who.inpatient_paid, 0)
    fund = min(portion(max(eligible - deductible, 0), min(ratio, BASIS_POINTS)), left)
    own = eligible - fund
    threshold = rules.critical_threshold[scheme]
    over = max(who.own_eligible + own - threshold, 0) - max(who.own_eligible - threshold, 0)
    return fund, portion(over, rules.critical_ratio[scheme]), own


def bill_visit(model: MirrorModel, visit: Visit) -> None:
    """Write the bill of a visit and settle it, if it is claimed."""
    book, who, level = model.book, visit.resident, visit.facility.level
    noise = book.bill_noise[int(uniform_scalar(visit.key, VISIT_NOISE) * SIZE)]
    visit.bill = floor(book.visit_bill[visit.facility.regime][visit.row][level] * noise + 0.5)
    chronic = who.certified and book.catalogue.kind[visit.case.condition] == CHRONIC
    share = 1.0 if chronic else book.choice.claim[who.scheme][level]
    if uniform_scalar(visit.key, CLAIM) >= share:
        return
    eligible = eligible_cost(book.rules, visit.bill, level, who.scheme)
    visit.fund, used = pay_outpatient(book.rules, eligible, level, who, chronic)
    who.deductible_used += used
    if chronic:
        who.chronic_paid += visit.fund
    else:
        who.outpatient_paid += visit.fund


def bill_stay(model: MirrorModel, stay: Stay) -> None:
    """Write, settle and count the bill of a stay that ends (here) today."""
    book, books, who, level, place = model.book, model.books, stay.resident, stay.facility.level, stay.place
    days = model.today - stay.start
    noise = book.bill_noise[int(uniform_scalar(stay.key, STAY_NOISE) * SIZE)]
    length = days / book.ward.days[stay.condition][level]
    bill = floor(book.stay_bill[stay.facility.regime][stay.row][level] * length * noise + 0.5)
    fund, critical, own = pay_inpatient(book.rules, bill, level, who, stay.slip)
    who.inpatient_paid += fund
    who.own_eligible += own
    who.stays += 1
    books.add(Flow.BED_DAYS, place, days)
    books.add(Flow.INPATIENT_BILL, place, bill)
    books.add(Flow.INPATIENT_FUND, place, fund)
    books.add(Flow.CRITICAL, place, critical)
    bear_stay(model, stay, bill, bill - fund - critical)
    if who.insurance > 0:
        month = settlement_month(model, stay.key, level, place)
        books.add_settled(Flow.SETTLED_STAYS, month, place)
        books.add_settled(Flow.SETTLED_INPATIENT_FUND, month, place, fund)
        books.add_settled(Flow.SETTLED_CRITICAL, month, place, critical)


def settlement_month(model: MirrorModel, key: int, level: int, place: int) -> int:
    """Month in which a claim is settled: part of those from beyond the city come late."""
    values, lag = model.book.values, 0
    if (level == FAR or place == ELSEWHERE) and uniform_scalar(key, LATE) < values["insurance.late_share"]:
        lag = floor(uniform_scalar(key, LAG) * 2.0 * values["insurance.late_days"])
    return model.month_of(model.today + lag)
