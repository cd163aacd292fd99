"""What must hold for bills of any kind under rules of any numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.money.inpatient import StayBills, StayYear, after_stay, settle_inpatient
from sim.money.outpatient import PoolYear, after_visit, settle_outpatient
from sim.money.rules import BANDS, NEVER, Chain, Link, Path, Pool, Rules
from tests.money.policy import (
    COUNTY,
    RESIDENT,
    TOWNSHIP,
    one,
    pool_year,
    rules,
    stay,
    stay_year,
    visit,
    yangzhou,
)

MONEY = st.integers(0, 3_000_000)
POINTS = st.integers(0, 9_900)
LEVEL = st.integers(0, 4)
WHO = st.integers(0, 2)


@st.composite
def policies(draw):
    """Rules of any numbers that leave part of every bill to the patient."""

    def table(values, *shape):
        size = int(np.prod(shape))
        return np.array(draw(st.lists(values, min_size=size, max_size=size)), np.int64).reshape(shape)

    def bands(most, *shape):
        above = np.sort(table(st.integers(0, most), *shape, BANDS), axis=-1) + np.arange(BANDS)
        above[..., 0] = 0
        return np.where(np.arange(BANDS) < draw(st.integers(1, BANDS)), above, NEVER)

    full = table(POINTS, 3, 5)
    insured = np.array([0, 1, 1])
    points = table(st.integers(-2_000, 1_000), 3, 3, 5) * insured[:, None, None]
    critical = bands(2_000_000, 3)
    critical[:, 0] = table(st.integers(0, 500_000), 3)
    critical = np.maximum.accumulate(critical, axis=1)
    return Rules(
        pool_ratio=table(POINTS, 3, 4, 5) * insured[:, None, None],
        pool_deductible=table(st.integers(0, 20_000), 3, 4),
        pool_limit=table(st.integers(0, 60_000), 3, 4),
        first_deductible=table(st.integers(0, 30_000), 3, 4),
        first_limit=table(st.integers(0, 20_000), 3, 4),
        tcm_points=table(st.integers(0, 1_000), 3),
        inpatient_deductible=table(st.integers(0, 300_000), 3, 5),
        repeat_deductible=table(POINTS, 3),
        chain=table(st.integers(0, 1), 3, 4),
        band_above=bands(500_000, 3, 5),
        band_ratio=table(POINTS, 3, 5, BANDS) * insured[:, None, None],
        points=points,
        first_admission=table(POINTS, 3) * insured,
        ratio_cap=table(st.integers(9_000, 10_000), 3),
        inpatient_limit=table(st.integers(0, 5_000_000), 3),
        critical_above=critical,
        critical_ratio=table(POINTS, 3, BANDS) * insured[:, None],
        aid_threshold=table(st.integers(0, 500_000), 3),
        aid_ratio=table(POINTS, 3) * insured,
        aid_limit=table(st.integers(0, 1_000_000), 3),
        exam_at_home=table(st.integers(0, 1), 3),
        full=full,
        partial=10_000 - full - draw(st.integers(0, 100)),
        partial_own=table(POINTS, 3),
    )


VISITS = st.lists(
    st.tuples(MONEY, LEVEL, st.sampled_from([0, 1, 2, 3]), st.booleans(), st.booleans()),
    min_size=1, max_size=10,
)  # fmt: skip
STAYS = st.lists(
    st.tuples(
        MONEY, LEVEL, st.integers(0, 2), st.integers(0, 2), st.integers(0, 200_000), st.integers(0, 31), MONEY
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def bills_of(rows, who) -> StayBills:
    """Stays of the strategy as columns; the bits of `flags` are the yes-or-no questions."""
    bill, level, path, link, charged, flags, exam = (np.array(column) for column in zip(*rows, strict=True))
    flag = [(flags >> k & 1) > 0 for k in range(5)]
    scheme = np.full(len(rows), who)
    return StayBills(
        bill, level, scheme, path, link, flag[0], flag[1], charged, flag[2], flag[3], flag[4],
        np.minimum(exam, bill),
    )  # fmt: skip


@given(policies(), VISITS, WHO)
def test_a_year_of_visits(policy, rows, who):
    """No payment is negative or above the bill, and no limit is passed, whatever the order."""
    year = PoolYear(*np.zeros((5, 1), np.int64))
    for bill, level, pool, first, tcm in rows:
        at = [np.array([x]) for x in (bill, level, who, pool)]
        settled = settle_outpatient(policy, *at, year, np.array([first]), np.array([tcm]))
        assert 0 <= settled.fund[0] <= settled.eligible[0] <= bill + 1
        assert 0 <= settled.deductible[0] <= settled.eligible[0]
        assert settled.fund[0] + settled.deductible[0] <= settled.eligible[0] + 1
        year = after_visit(year, at[3], settled)
    most = policy.pool_limit[who] + policy.first_limit[who]
    assert year.outpatient_paid[0] <= max(most[Pool.ORDINARY], most[Pool.TELEHEALTH])
    assert year.chronic_paid[0] <= most[Pool.CHRONIC]
    assert year.drugs_paid[0] <= most[Pool.DRUGS]


@given(policies(), STAYS, WHO)
def test_a_year_of_stays(policy, rows, who):
    """Each bill is what fund, critical-illness layer, aid and patient pay, and what is settled apart."""
    year = stay_year()
    for row in rows:
        bill = bills_of([row], who)
        settled = settle_inpatient(policy, bill, year)
        paid = (settled.fund, settled.critical, settled.aid, settled.own, settled.apart)
        assert all(part[0] >= 0 for part in paid)
        assert sum(int(part[0]) for part in paid) == bill.bill[0]
        assert settled.critical[0] + settled.aid[0] <= settled.own_eligible[0] + 1
        assert 0 <= settled.deductible[0] <= settled.due[0]
        assert ((settled.ratio >= 0) & (settled.ratio <= 10_000)).all()
        year = after_stay(year, settled)
    assert year.inpatient_paid[0] <= policy.inpatient_limit[who]
    assert year.aid_paid[0] <= policy.aid_limit[who]
    # In all, the layer pays its share of the yearly sum; each bill rounds to half a fen.
    above, ratio = policy.critical_above[who].tolist(), policy.critical_ratio[who].tolist()
    ends = [*above[1:], NEVER * 10]
    sum_ = int(year.own_eligible[0])
    whole = sum(max(min(sum_, e) - a, 0) * r for a, e, r in zip(above, ends, ratio, strict=True)) / 10_000
    assert abs(int(year.critical_paid[0]) - whole) <= 0.5 * len(rows)


@given(policies(), STAYS, WHO, st.integers(0, 1_000_000))
def test_a_higher_bill_never_brings_a_lower_payment(policy, rows, who, more):
    """For one person with one history; nor a lower own cost."""
    bill = bills_of(rows, who)._replace(exam=0)
    n = len(rows)
    year = StayYear(*(np.full(n, x) for x in (1, 900_000, 1_200_000, 100_000, 50_000)))
    low, high = (settle_inpatient(policy, bill._replace(bill=bill.bill + extra), year) for extra in (0, more))
    for name in ("eligible", "fund", "own_eligible", "critical", "deductible"):
        assert (getattr(low, name) <= getattr(high, name) + 1).all(), name
    assert (low.fund <= high.fund).all()
    assert (low.own <= high.own + 2).all()  # what four layers round


@given(policies(), VISITS, WHO, st.integers(0, 1_000_000))
def test_a_higher_visit_never_brings_a_lower_payment(policy, rows, who, more):
    for bill, level, pool, first, tcm in rows:
        given_ = {"pool": Pool(pool), "first": first, "tcm": tcm, "deductible_used": 2_000}
        low, high = (visit(policy, b, level, who, **given_) for b in (bill, bill + more))
        assert low.fund <= high.fund
        assert bill - low.fund <= bill + more - high.fund + 1


@given(policies(), STAYS, VISITS, WHO)
def test_people_settle_alone(policy, stays, visits, who):
    """Each row of arrays is settled as if it stood alone."""
    many, n = bills_of(stays, who), len(stays)
    year = StayYear(*(np.arange(n) * step for step in (1, 100_000, 90_000, 1_000, 500)))
    together = settle_inpatient(policy, many, year)
    for at, row in enumerate(stays):
        alone = settle_inpatient(policy, bills_of([row], who), StayYear(*(x[[at]] for x in year)))
        assert one(alone) == type(alone)(*(np.asarray(x)[at].tolist() for x in together))
    bill, level, pool, first, tcm = (np.array(column) for column in zip(*visits, strict=True))
    used = PoolYear(*(np.arange(len(bill)) * step for step in (900, 700, 3_000, 2_000, 1_000)))
    scheme = np.full(len(bill), who)
    together = settle_outpatient(policy, bill, level, scheme, pool, used, first, tcm)
    for at in range(len(bill)):
        mine = {name: int(getattr(used, name)[at]) for name in PoolYear._fields}
        alone = visit(
            policy, bill[at], level[at], who, pool=Pool(int(pool[at])), first=first[at], tcm=tcm[at], **mine
        )
        assert alone == type(alone)(*(x[at].tolist() for x in together))


@given(policies(), st.permutations(range(5)), st.lists(st.integers(0, 40), min_size=5, max_size=5), LEVEL)
def test_order_does_not_matter_in_one_pool_at_one_level(policy, order, bills, level):
    """Below the limit: the deductible takes the first cost of the year, whichever it is.

    Bills of whole hundreds of yuan at a ratio of whole percents leave nothing to round. Order does matter
    where levels differ (the deductible may fall on the cheaper or the dearer ratio), where a limit is
    reached by bills of different levels, and for stays (the first of the year, chains, bands).
    """
    policy.pool_limit[:] = 10**9
    policy.pool_ratio[:] = policy.pool_ratio // 100 * 100
    policy.full[:], policy.partial[:] = 10_000, 0
    policy.pool_deductible[:] = policy.pool_deductible // 100 * 100
    total = []
    for way in (range(5), order):
        year, fund = pool_year(), 0
        for at in way:
            row = [np.array([x]) for x in (bills[at] * 10_000, level, RESIDENT, 0)]
            settled = settle_outpatient(policy, *row, year)
            year, fund = after_visit(year, row[3], settled), fund + int(settled.fund[0])
        total.append(fund)
    assert total[0] == total[1]


@given(
    st.integers(0, 5_000_000), st.integers(2, 4), st.integers(0, 3), st.integers(0, 200_000),
    st.sampled_from(list(Link)), st.booleans(),
)  # fmt: skip
def test_skipping_never_pays_better(bill, level, earlier, charged, link, tight):
    """Under the rules of Yangzhou, whatever went before: the same stay with the slip costs no more."""
    policy = yangzhou()
    given_ = {
        "stays": earlier,
        "charged": charged,
        "link": int(link),
        "tight": tight,
        "own_eligible": 900_000,
    }
    complies = stay(policy, bill, level, path=int(Path.STEPWISE), **given_)
    skips = stay(policy, bill, level, path=int(Path.SKIPPED), **given_)
    assert complies.own <= skips.own
    assert complies.due <= skips.due
    broken = stay(policy, bill, level, path=int(Path.STEPWISE), broken=True, **given_)
    assert complies.due <= broken.due


def test_paths_and_links_by_hand():
    """The deductible of a second stay at a county hospital after 100 yuan at the township."""
    policy = yangzhou()
    due = {
        "unlinked": stay(policy, 500_000, COUNTY, path=1, stays=1).due,
        "up": stay(policy, 500_000, COUNTY, path=1, stays=1, link=1, charged=25_000).due,
        "tight": stay(policy, 500_000, COUNTY, path=1, stays=1, link=1, charged=25_000, tight=True).due,
        "skipped": stay(policy, 500_000, COUNTY, path=2, stays=1, link=1, charged=25_000).due,
        "broken": stay(policy, 500_000, COUNTY, path=1, stays=1, link=1, broken=True, charged=40_000).due,
        "down": stay(policy, 500_000, TOWNSHIP, stays=1, link=2, charged=40_000).due,
        "down, broken": stay(policy, 500_000, TOWNSHIP, stays=1, link=2, broken=True, charged=40_000).due,
    }
    assert due == {
        "unlinked": 20_000, "up": 15_000, "tight": 0, "skipped": 40_000, "broken": 40_000, "down": 0,
        "down, broken": 5_000,
    }  # fmt: skip


def test_chain_rules_are_apart_from_each_other():
    """Each switch moves its own deductible alone."""
    asked = {
        Chain.UP: {"level": COUNTY, "path": 1, "link": 1, "charged": 35_000},
        Chain.DOWN: {"level": TOWNSHIP, "link": 2, "charged": 4_000},
        Chain.TIGHT: {"level": COUNTY, "path": 1, "link": 1, "tight": True},
        Chain.PER_STAY: {"level": COUNTY, "path": 2},
    }
    for rule in Chain:
        on = rules(**{f"pay_patient__deductible_chain__{rule.name.lower()}": 1})
        for other, given_ in asked.items():
            level = given_["level"]
            more = {name: value for name, value in given_.items() if name != "level"}
            moved = (
                stay(on, 500_000, level, stays=1, **more).due
                != stay(rules(), 500_000, level, stays=1, **more).due
            )
            assert moved == (rule == other), (rule, other)
