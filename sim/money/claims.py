"""The bills of one person, settled one after another: what a worked case is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from sim.money.inpatient import Inpatient, StayBills, StayYear, after_stay, settle_inpatient
from sim.money.outpatient import Outpatient, PoolYear, after_visit, pay_outpatient, pool_of
from sim.money.path import compliance_path
from sim.money.rules import COUNTY, PRIMARY, Link, Path, Pool, Rules
from sim.money.settle import eligible_cost, in_scope
from sim.needs.cases import OUT_SLIP, PARTNER_SLIP

STAY, VISIT, SPECIAL, DRUGS, TELEHEALTH = KINDS = ("stay", "visit", "special", "drugs", "telehealth")
SLIP, PARTNER, DIRECT, EMERGENCY, REFUSED = PATHS = (
    "slip", "partner_slip", "direct", "emergency", "emergency_refused"
)  # fmt: skip
_SLIPS = {SLIP: OUT_SLIP, PARTNER: PARTNER_SLIP}


@dataclass(frozen=True)
class Holder:
    """The person: insurance (0 none, 1 residents, 2 employees) and what the rules ask about.

    `first_contact`: signed for first contact (首诊式签约); `exempt`: a child or pupil; `aided`: poor, and
    medical aid reaches the person.
    """

    insurance: int = 1
    first_contact: bool = False
    exempt: bool = False
    aided: bool = False


@dataclass(frozen=True)
class Bill:
    """One bill, fen. `after`: number (from 0) of the earlier stay of the same illness; -1 none.

    `path` is one of `PATHS`; `own_institution`: the person's first-contact institution; `full` and `partial`
    are given together or not at all (None); `exam` is part of `amount`.
    """

    day: date
    kind: str
    level: int
    amount: int
    path: str = DIRECT
    after: int = -1
    tight: bool = False
    own_institution: bool = False
    tcm: bool = False
    exam: int = 0
    full: int | None = None
    partial: int | None = None


class Payment(NamedTuple):
    """Who pays how much of a bill, fen."""

    fund: int
    critical: int
    aid: int
    own: int


@dataclass(frozen=True)
class Settled:
    """A settled bill with every intermediate amount.

    `stay` or `visit` is the settlement; `exam` that of an examination settled apart; `path`, `link`,
    `broken`, `charged` and `earlier` (stays of the year before this one) are what decided a stay; `pool` and
    `first` what decided a visit; the years are the accumulators before the bill.
    """

    bill: Bill
    payment: Payment
    stay: Inpatient | None = None
    visit: Outpatient | None = None
    exam: Outpatient | None = None
    path: Path = Path.PLAIN
    link: Link = Link.NONE
    broken: bool = False
    charged: int = 0
    pool: Pool = Pool.ORDINARY
    first: bool = False
    stay_year: StayYear | None = None
    pool_year: PoolYear | None = None


def settle_bills(rules: Sequence[Rules], holder: Holder, bills: Sequence[Bill]) -> list[Settled]:
    """Settle the bills of a person in order.

    Accumulators begin at zero every calendar year; a stay belongs to the year of its discharge, and a chain
    of stays ends with the year.

    Parameters
    ----------
    rules : sequence of Rules
        In force on the day of each bill (one regime).
    bills : sequence of Bill
        In order of day.
    """
    settled: list[Settled] = []
    year, pools, stays = 0, _no_visits(), _no_stays()
    for policy, bill in zip(rules, bills, strict=True):
        if bill.day.year != year:
            year, pools, stays = bill.day.year, _no_visits(), _no_stays()
        if bill.kind != STAY:
            one = _settle_visit(policy, holder, bill, pools)
            assert one.visit is not None
            pools = after_visit(pools, _row(one.pool), one.visit)
        else:
            one = _settle_stay(policy, holder, bill, stays, pools, settled)
            assert one.stay is not None
            stays = after_stay(stays, one.stay)
            if one.exam is not None:
                pools = after_visit(pools, _row(Pool.ORDINARY), one.exam)
        settled.append(one)
    return settled


def path_of(holder: Holder, bill: Bill) -> Path:
    """How the person came to a stay, as the rules on referral order see it."""
    excused = _flag(holder.exempt or bill.path == EMERGENCY)
    return Path(int(compliance_path(_row(bill.level), _row(_SLIPS.get(bill.path, 0)), excused)[0]))


def chain(bill: Bill, earlier: Sequence[Settled]) -> tuple[Link, bool, int]:
    """How a stay is linked: the link, whether a stay of its chain skipped, and what the chain was charged."""
    links: list[Settled] = []
    after = bill.after
    while after >= 0:
        links.append(earlier[after])
        after = earlier[after].bill.after
    links = [one for one in links if one.bill.day.year == bill.day.year]
    if not links or links[0].bill is not earlier[bill.after].bill:
        return Link.NONE, False, 0
    link = Link.UP if _rank(bill.level) > _rank(links[0].bill.level) else Link.DOWN
    charged = sum(int(one.stay.due[0]) for one in links if one.stay is not None)
    return link, any(one.path == Path.SKIPPED for one in links), charged


def _rank(level: int) -> int:
    return max(level, max(PRIMARY))


def _settle_stay(
    rules: Rules, holder: Holder, bill: Bill, stays: StayYear, pools: PoolYear, earlier: Sequence[Settled]
) -> Settled:
    path = path_of(holder, bill)
    link, broken, charged = chain(bill, earlier)
    parts = bill.full is not None and bill.partial is not None
    stay = settle_inpatient(
        rules,
        StayBills(
            _row(bill.amount), _row(bill.level), _row(holder.insurance), _row(path), _row(link),
            _flag(bill.tight), _flag(broken), _row(charged), _flag(bill.own_institution), _flag(bill.tcm),
            _flag(holder.aided), _row(bill.exam),
            _row(bill.full or 0) if parts else None, _row(bill.partial or 0) if parts else None,
        ),
        stays,
    )  # fmt: skip
    exam, fund, own = None, int(stay.fund[0]), int(stay.own[0])
    if apart := int(stay.apart[0]):
        scheme, level = _row(holder.insurance), _row(COUNTY)
        cost = eligible_cost(rules, _row(apart), level, scheme)
        exam = pay_outpatient(rules, cost, level, scheme, _row(Pool.ORDINARY), pools)
        fund, own = fund + int(exam.fund[0]), own + apart - int(exam.fund[0])
    payment = Payment(fund, int(stay.critical[0]), int(stay.aid[0]), own)
    return Settled(
        bill, payment, stay=stay, exam=exam, path=path, link=link, broken=broken, charged=charged,
        stay_year=stays, pool_year=pools,
    )  # fmt: skip


def _settle_visit(rules: Rules, holder: Holder, bill: Bill, pools: PoolYear) -> Settled:
    level, scheme, amount = _row(bill.level), _row(holder.insurance), _row(bill.amount)
    if bill.full is None or bill.partial is None:
        cost = eligible_cost(rules, amount, level, scheme)
    else:
        cost = in_scope(rules, _row(bill.full), _row(bill.partial), scheme)
    pool = pool_of(
        rules, level, scheme, _flag(bill.kind == SPECIAL), _flag(bill.kind == DRUGS), pools.drugs_paid
    )
    if bill.kind == TELEHEALTH:
        pool = _row(Pool.TELEHEALTH)
    first = holder.first_contact and (bill.level in PRIMARY or bill.path == SLIP)
    visit = pay_outpatient(rules, cost, level, scheme, pool, pools, _flag(first), _flag(bill.tcm))
    fund = int(visit.fund[0])
    return Settled(
        bill, Payment(fund, 0, 0, bill.amount - fund), visit=visit, pool=Pool(int(pool[0])), first=first,
        pool_year=pools,
    )  # fmt: skip


def _row(number: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([int(number)], np.int64)


def _flag(value: bool) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([value])


def _no_visits() -> PoolYear:
    return PoolYear(*(_row(0) for _ in PoolYear._fields))


def _no_stays() -> StayYear:
    return StayYear(*(_row(0) for _ in StayYear._fields))
