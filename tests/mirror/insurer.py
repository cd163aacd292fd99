"""The insurer: bills of visits and stays, settled one after another."""

from __future__ import annotations

from math import floor
from types import SimpleNamespace
from typing import TYPE_CHECKING

from sim.care.noise import SIZE
from sim.care.team import HOME_CARE, TEAM
from sim.care.ward import MOVED
from sim.geography.map import Kind, Option
from sim.indicators.burden import Borne
from sim.indicators.tally import ELSEWHERE, ByCondition, Flow, Person
from sim.money.rules import BASIS_POINTS, LEVELS, TOWNSHIP, Chain, Link, Path, Pool
from sim.needs.cases import UP_SLIP
from sim.needs.catalogue import Group
from sim.randomness import purpose, uniform_scalar
from tests.mirror.burden import bear_stay
from tests.mirror.clinical_pathway import held_to_pathway, on_pathway
from tests.mirror.records import Stay, Visit
from tests.mirror.splitting import upcoded

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel
    from tests.mirror.resident import Resident

CITY, FAR, PARTNER = LEVELS.index("city"), LEVELS.index("far"), int(Path.PARTNER)
VISIT_NOISE, STAY_NOISE, CLAIM = purpose("bill.visit"), purpose("bill.stay"), purpose("bill.claim")
AID, LATE, LAG = purpose("stay.aid"), purpose("claim.late"), purpose("claim.lag")
CHRONIC = int(Group.CHRONIC)
SPECIAL, DRUGS = int(Pool.CHRONIC), int(Pool.DRUGS)
SKIPPED, OWN_CENTRE, CENTRE_KIND = int(Path.SKIPPED), int(Option.OWN_CENTRE), int(Kind.TOWNSHIP_CENTRE)
EXAM, STAY_TCM, VISIT_TCM = purpose("stay.exam"), purpose("stay.tcm"), purpose("visit.tcm")


def portion(amount: int, ratio: int) -> int:
    """Basis points of an amount, rounded half up."""
    return (amount * ratio + BASIS_POINTS // 2) // BASIS_POINTS


def eligible_cost(rules: SimpleNamespace, bill: int, level: int, scheme: int) -> int:
    partly = portion(bill, rules.partial[scheme][level])
    return portion(bill, rules.full[scheme][level]) + partly - portion(partly, rules.partial_own[scheme])


def pool_of(rules: SimpleNamespace, level: int, who: Resident, special: bool, drugs: bool) -> int:
    """Outpatient pool that settles a visit."""
    if special:
        return SPECIAL
    ratio, limit = rules.pool_ratio[who.scheme][DRUGS][level], rules.pool_limit[who.scheme][DRUGS]
    return DRUGS if drugs and ratio > 0 and who.drugs_paid < limit else 0


def pay_outpatient(
    rules: SimpleNamespace, eligible: int, level: int, who: Resident, pool: int, first: bool, tcm: bool
) -> tuple[int, int]:
    """What the fund pays, and what counts towards the deductible."""
    scheme = who.scheme
    due, limit = rules.pool_deductible[scheme][pool], rules.pool_limit[scheme][pool]
    if first:
        due -= rules.first_deductible[scheme][pool]
        limit += rules.first_limit[scheme][pool]
    used = who.special_used if pool == SPECIAL else who.deductible_used
    paid = {SPECIAL: who.chronic_paid, DRUGS: who.drugs_paid}.get(pool, who.outpatient_paid)
    own_first = min(eligible, max(max(due, 0) - used, 0))
    ratio = rules.pool_ratio[scheme][pool][level]
    if tcm and ratio > 0:
        ratio = lifted(rules, scheme, ratio, rules.tcm_points[scheme])
    return min(portion(eligible - own_first, ratio), max(limit - paid, 0)), own_first


def lifted(rules: SimpleNamespace, scheme: int, ratio: int, points: int) -> int:
    """Ratio with points, up to the cap."""
    return max(min(ratio + points, max(rules.ratio_cap[scheme], ratio)), 0)


def banded(low: int, high: int, above: list[int], ratio: list[int]) -> int:
    """Share of the amounts between two sums, in bands, rounded half up."""
    total = 0
    for band, begins in enumerate(above):
        ends = above[band + 1] if band + 1 < len(above) else high
        total += max(min(high, ends) - max(low, begins), 0) * ratio[band]
    return (total + BASIS_POINTS // 2) // BASIS_POINTS


def deductible_due(rules: SimpleNamespace, level: int, stay: Stay) -> int:
    """Deductible the rules ask for."""
    scheme, skipped = stay.resident.scheme, stay.path == SKIPPED
    full, rule = rules.inpatient_deductible[scheme][level], rules.chain[scheme]
    if stay.resident.stays == 0:  # the first of the year, whatever went before
        return full
    if stay.link and stay.tight and rule[Chain.TIGHT]:
        return 0
    by_stay = (skipped or (stay.broken and level > TOWNSHIP)) and rule[Chain.PER_STAY]
    due = full if by_stay else portion(full, rules.repeat_deductible[scheme])
    if stay.link and not skipped and not stay.broken:
        if stay.link == Link.DOWN and level <= TOWNSHIP and rule[Chain.DOWN]:
            return 0
        if rule[Chain.UP]:
            return min(max(full - stay.charged, 0), due)
    return due


def settle_stay(model: MirrorModel, bill: int, level: int, stay: Stay) -> tuple[int, int, int, int]:
    """Settle a stay; return payments of fund, critical-illness layer and medical aid, and deductible due."""
    rules, who = model.book.rules, stay.resident
    scheme = who.scheme
    eligible = eligible_cost(rules, bill, level, scheme)
    if stay.path == PARTNER and level == FAR:
        level = CITY  # on local rules
    due = deductible_due(rules, level, stay)
    cost, points, tcm = max(eligible - due, 0), rules.points[scheme][stay.path][level], 0
    if uniform_scalar(stay.key, STAY_TCM) < model.book.catalogue.tcm[stay.condition]:
        tcm = rules.tcm_points[scheme]
    left = max(rules.inpatient_limit[scheme] - who.inpatient_paid, 0)

    def payment(points: int) -> int:
        ratio = [lifted(rules, scheme, each, points + tcm) for each in rules.band_ratio[scheme][level]]
        if who.stays == 0 and stay.place == OWN_CENTRE:
            ratio = [max(each, rules.first_admission[scheme]) for each in ratio]
        return min(banded(0, cost, rules.band_above[scheme][level], ratio), left)

    fund = payment(points)
    if stay.path == SKIPPED:
        model.books.bear(Borne.PENALTY, who, payment(max(points, 0)) - fund)
    own, before = eligible - fund, who.own_eligible
    critical = banded(before, before + own, rules.critical_above[scheme], rules.critical_ratio[scheme])
    who.inpatient_paid += fund
    who.own_eligible += own
    aid = 0
    if has_aid(model, stay):
        before -= who.critical_paid
        over = [rules.aid_threshold[scheme]], [rules.aid_ratio[scheme]]
        aid = banded(before, before + own - critical, *over)
        aid = min(aid, max(rules.aid_limit[scheme] - who.aid_paid, 0))
    who.critical_paid += critical
    who.aid_paid += aid
    who.stays += 1
    return fund, critical, aid, due


def has_aid(model: MirrorModel, stay: Stay) -> bool:
    """Whether medical aid reaches a stay."""
    who, values = stay.resident, model.regimes.values[stay.resident.scheme // 3]
    if values["pay_patient.catastrophic.one_stop"]:
        return bool(who.poor)
    return who.poor and uniform_scalar(stay.key, AID) < values["pay_patient.catastrophic.aid_reach"]


def starts_at_own_team(model: MirrorModel, visit: Visit) -> bool:
    """Whether a visit earns the benefits of a first-contact contract."""
    who = visit.resident
    kind = model.regimes.values[who.scheme // 3]["contract.kind"]
    return who.signed and kind >= 2 and (visit.facility.kind <= 1 or visit.case.slip == UP_SLIP)


def bill_visit(model: MirrorModel, visit: Visit) -> None:
    """Write the bill of a visit and settle it, if it is claimed."""
    book, who, level = model.book, visit.resident, visit.facility.level
    noise = book.bill_noise[int(uniform_scalar(visit.key, VISIT_NOISE) * SIZE)]
    usual = book.visit_bill[visit.facility.regime][visit.row][level] * noise * visit.bag
    visit.bill = floor(usual * book.incentive.visits[visit.facility.index] + 0.5)
    if visit.case.slip == UP_SLIP and who.belongs_to(visit.facility):
        visit.bill -= floor(visit.bill * book.referral.repeat_visit[visit.facility.index] + 0.5)
    if who.way == HOME_CARE and visit.place in TEAM and not visit.emergency:
        visit.bill += int(model.regimes.values[visit.facility.regime]["pay_patient.visit_fees.home_visit"])
    case, drugs = visit.case, book.choice.drugs[visit.case.condition]
    special = who.certified and book.catalogue.kind[case.condition] == CHRONIC
    share = 1.0 if special else book.choice.claim[who.scheme][book.claim_level[visit.facility.index]]
    if uniform_scalar(visit.key, CLAIM) >= share:
        return
    eligible = eligible_cost(book.rules, visit.bill, level, who.scheme)
    pool = pool_of(book.rules, level, who, special, drugs)
    first = starts_at_own_team(model, visit)
    tcm = uniform_scalar(visit.key, VISIT_TCM) < book.tcm[case.condition][visit.facility.index]
    visit.fund, used = pay_outpatient(book.rules, eligible, level, who, pool, first, tcm)
    remember(who, pool, visit.fund, used)


def remember(who: Resident, pool: int, fund: int, used: int) -> None:
    """Let the yearly accumulators of the outpatient pools grow."""
    if pool == SPECIAL:
        who.special_used += used
        who.chronic_paid += fund
        return
    who.deductible_used += used
    if pool == DRUGS:
        who.drugs_paid += fund
    else:
        who.outpatient_paid += fund


def bill_stay(model: MirrorModel, stay: Stay) -> int:
    """Write, settle and count the bill of a stay that ends (here) today; return the deductible due."""
    book, books, who, level, place = model.book, model.books, stay.resident, stay.facility.level, stay.place
    days = model.today - stay.start
    noise = held_to_pathway(stay, book.bill_noise[int(uniform_scalar(stay.key, STAY_NOISE) * SIZE)])
    length = days / book.ward.days[stay.condition][level]
    usual = book.stay_bill[stay.facility.regime][stay.row][level] * length * noise
    at = stay.facility.index
    bill = floor(usual * book.incentive.stays[at] * book.purchase.stay[at] + 0.5)
    if (stay.slip == UP_SLIP or stay.down == MOVED) and who.belongs_to(stay.facility):
        bill -= floor(bill * book.referral.repeat_stay[stay.facility.index] + 0.5)
    shifted = floor(bill * book.incentive.shifted[stay.facility.index] + 0.5)
    exam, at_home = 0, book.rules.exam_at_home[who.scheme] > 0
    examines = stay.facility.kind == CENTRE_KIND
    examines = examines and not book.sites.shut[book.remote.reader[stay.facility.index]]
    if examines and uniform_scalar(stay.key, EXAM) < book.values["care.exam_share"]:
        exam = book.exam_price[who.scheme // 3][0 if at_home else 1]
    if at_home:
        bill += exam
    fund, critical, aid, due = settle_stay(model, bill - shifted, level, stay)
    books.add_person(Person.SHIFTED, shifted)
    books.bear(Borne.SHIFTED, who, shifted)
    books.add_person(Person.UPCODED, int(upcoded(stay)))
    apart, apart_fund = bill_exam(model, stay, 0 if at_home else exam) if exam else (0, 0)
    own = bill - fund - critical - aid
    amounts = {
        ByCondition.STAYS: 1,
        ByCondition.STAY_BILL: bill,
        ByCondition.STAY_OWN: own,
        ByCondition.STAY_DAYS: days,
    }
    for measure, amount in amounts.items():
        books.add_case(measure, place, stay.condition, amount)
    books.add(Flow.BED_DAYS, place, days)
    books.add(Flow.PATHWAY_STAYS, place, int(on_pathway(stay)))
    books.add(Flow.INPATIENT_BILL, place, bill)
    books.add(Flow.INPATIENT_FUND, place, fund)
    books.add(Flow.CRITICAL, place, critical)
    books.add(Flow.AID, place, aid)
    bear_stay(model, stay, bill + apart, bill + apart - fund - critical - aid - apart_fund)
    if who.insurance > 0:
        month = settlement_month(model, stay.key, level, place)
        books.add_settled(Flow.SETTLED_STAYS, month, place)
        books.add_settled(Flow.SETTLED_INPATIENT_FUND, month, place, fund)
        books.add_settled(Flow.SETTLED_CRITICAL, month, place, critical)
    return due


def bill_exam(model: MirrorModel, stay: Stay, bill: int) -> tuple[int, int]:
    """Count the way to the lead hospital, and settle what is an outpatient bill there."""
    book, books, who = model.book, model.books, stay.resident
    lead = model.facility[book.remote.reader[stay.facility.index]]
    place = who.village.options.index(lead)
    minutes = floor(book.minutes[who.mode][who.village.index][place] + 0.5)
    books.add(Flow.TRAVEL, place, minutes)
    books.bear(Borne.TRAVEL, who, minutes)
    eligible = eligible_cost(book.rules, bill, lead.level, who.scheme)
    fund, used = pay_outpatient(book.rules, eligible, lead.level, who, 0, False, False)
    remember(who, 0, fund, used)
    books.add(Flow.OUTPATIENT_BILL, place, bill)
    books.add(Flow.OUTPATIENT_FUND, place, fund)
    if fund > 0:
        books.add_settled(Flow.SETTLED_VISITS, books.month, place)
        books.add_settled(Flow.SETTLED_OUTPATIENT_FUND, books.month, place, fund)
    return bill, fund


def settlement_month(model: MirrorModel, key: int, level: int, place: int) -> int:
    """Month in which a claim is settled: part of those from beyond the city come late."""
    values, lag = model.book.values, 0
    if (level == FAR or place == ELSEWHERE) and uniform_scalar(key, LATE) < values["insurance.late_share"]:
        lag = floor(uniform_scalar(key, LAG) * 2.0 * values["insurance.late_days"])
    return model.month_of(model.today + lag)
