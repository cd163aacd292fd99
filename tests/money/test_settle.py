from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.declare import load_parameters
from sim.money.rules import BASIS_POINTS, Rules, compile_rules
from sim.money.settle import eligible_cost, pay_outpatient, portion, settle_inpatient, settle_outpatient
from tests.money.policy import rules

VILLAGE, TOWNSHIP, COUNTY, CITY, FAR = range(5)
NONE, RESIDENT, EMPLOYEE = range(3)
RULES = rules()


def outpatient(
    bill, level, who=RESIDENT, *, chronic=False, deductible=0, paid=0, chronic_paid=0, policy=RULES
):
    """Settle one bill; return what the fund pays and what goes into the deductible."""
    one = np.array([bill, level, who, deductible, paid, chronic_paid], np.int64)[:, None]
    result = settle_outpatient(policy, one[0], one[1], one[2], np.array([chronic]), one[3], one[4], one[5])
    return int(result.fund[0]), int(result.deductible_used[0])


def inpatient(bill, level, who=RESIDENT, *, slip=False, stays=0, paid=0, own=0, policy=RULES):
    """Settle one stay; return payment of the fund, of the critical-illness layer, and own eligible cost."""
    one = np.array([bill, level, who, stays, paid, own], np.int64)[:, None]
    result = settle_inpatient(policy, one[0], one[1], one[2], np.array([slip]), one[3], one[4], one[5])
    return int(result.fund[0]), int(result.critical[0]), int(result.own_eligible[0])


# Worked by hand, in fen, with the numbers of `policy.py`


def test_portions_round_half_up():
    assert portion(np.array([1, 3, 5, 7]), 5000).tolist() == [1, 2, 3, 4]
    assert portion(np.array([9999, 10_000, 19_999]), 1).tolist() == [1, 1, 2]
    assert portion(np.array([4_999, 5_000]), 1).tolist() == [0, 1]  # 0.4999 and 0.5 fen


def test_cost_within_policy_scope():
    # 100 yuan: fully covered + partly covered - 10 % of the partly covered that the patient pays first
    bill = np.full(5, 10_000)
    assert eligible_cost(RULES, bill, np.arange(5), np.ones(5, int)).tolist() == [
        9_500 + 300 - 30,
        9_000 + 600 - 60,
        8_000 + 1_000 - 100,
        7_000 + 2_000 - 200,
        6_500 + 2_000 - 200,
    ]


def test_outpatient_deductible():
    # 30 yuan at the village: 2850 + 90 - 9 = 2931 in scope, all below the deductible of 50 yuan
    assert outpatient(3_000, VILLAGE) == (0, 2_931)
    # then 100 yuan at the township: 2069 fill the deductible, half of the other 7471 is 3735.5
    assert outpatient(10_000, TOWNSHIP, deductible=2_931) == (3_736, 2_069)
    # deductible exactly filled: nothing left over to pay from
    assert outpatient(3_000, VILLAGE, deductible=2_069) == (0, 2_931)
    # a deductible lowered in mid-year takes nothing back
    assert outpatient(10_000, COUNTY, deductible=9_000) == (3_560, 0)
    # beyond the prefecture the residents' insurance pays nothing, but the cost fills the deductible
    assert outpatient(10_000, FAR) == (0, 5_000)
    assert outpatient(0, COUNTY) == (0, 0)


def test_outpatient_limit():
    # 40 % of 17800 is 7120, but only 20 yuan of the 300 are left
    assert outpatient(20_000, COUNTY, deductible=5_000, paid=28_000) == (2_000, 0)
    assert outpatient(20_000, COUNTY, deductible=5_000, paid=30_000) == (0, 0)
    # a limit lowered in mid-year takes nothing back
    assert outpatient(20_000, COUNTY, deductible=5_000, paid=31_000) == (0, 0)


def test_chronic_outpatient_care():
    # 65 % of 8900, no deductible; its own limit of 1500 yuan
    assert outpatient(10_000, COUNTY, chronic=True) == (5_785, 0)
    assert outpatient(10_000, COUNTY, chronic=True, chronic_paid=149_000) == (1_000, 0)
    # the two limits do not see each other
    assert outpatient(10_000, COUNTY, chronic=True, paid=30_000) == (5_785, 0)
    assert outpatient(10_000, COUNTY, deductible=5_000, chronic_paid=150_000) == (3_560, 0)


def test_outpatient_bills_of_the_uninsured_and_of_employees():
    assert outpatient(10_000, COUNTY, NONE) == (0, 0)
    assert outpatient(10_000, COUNTY, NONE, chronic=True) == (0, 0)
    # city: 24808 + 7088 - 708.8 = 31187; 60 of 100 yuan of the deductible open; 55 % of 25187 = 13852.85
    assert outpatient(35_440, CITY, EMPLOYEE, deductible=4_000) == (13_853, 6_000)
    assert outpatient(10_000, COUNTY, EMPLOYEE, chronic=True) == (7_565, 0)


def test_halves_are_rounded_up():
    # 9541 in scope, half is 4770.5; 9774 in scope, 60 % is 5864.4
    assert outpatient(10_001, TOWNSHIP, deductible=5_000) == (4_771, 0)
    assert outpatient(10_004, VILLAGE, deductible=5_000) == (5_864, 0)


def test_a_stay_and_the_next_of_the_year():
    # 6762.30 yuan: 540984 + 67623 - 6762.3 = 601845 in scope; 75 % above 400 yuan = 421383.75
    assert inpatient(676_230, COUNTY) == (421_384, 0, 180_461)
    # second stay of the year: half the deductible, 75 % of 581845 = 436383.75; and no less later
    assert inpatient(676_230, COUNTY, stays=1) == (436_384, 0, 165_461)
    assert inpatient(676_230, COUNTY, stays=7) == (436_384, 0, 165_461)
    # below the deductible: 8100 + 540 - 54
    assert inpatient(9_000, TOWNSHIP) == (0, 0, 8_586)


def test_a_stay_beyond_the_prefecture():
    # 50 % of 1344000, with a slip 60 %
    assert inpatient(1_800_000, FAR) == (672_000, 0, 822_000)
    assert inpatient(1_800_000, FAR, slip=True) == (806_400, 0, 687_600)
    # a slip changes nothing nearer, nor without insurance: 60 % of (1584000 - 90000)
    assert inpatient(1_800_000, CITY, slip=True) == (896_400, 0, 687_600)
    assert inpatient(1_800_000, FAR, NONE, slip=True) == (0, 0, 1_494_000)


def test_inpatient_limit():
    # 1000 yuan are left
    assert inpatient(676_230, COUNTY, paid=14_900_000) == (100_000, 0, 501_845)
    # the rest counts towards the critical-illness layer: 101845 above its threshold, 60 % of it
    assert inpatient(676_230, COUNTY, paid=14_900_000, own=1_000_000) == (100_000, 61_107, 501_845)


def test_critical_illness_layer():
    # threshold of 14000 yuan crossed: 80461 above it, 60 % = 48276.6
    assert inpatient(676_230, COUNTY, own=1_300_000) == (421_384, 48_277, 180_461)
    # crossed before: 60 % of all 180461 = 108276.6; reached exactly: nothing
    assert inpatient(676_230, COUNTY, own=1_500_000) == (421_384, 108_277, 180_461)
    assert inpatient(676_230, COUNTY, own=1_400_000 - 180_461) == (421_384, 0, 180_461)


def test_stays_of_employees_and_of_the_uninsured():
    # city: 975142 + 278612 - 27861.2 = 1225893; 85 % of 1135893 = 965509.05
    assert inpatient(1_393_060, CITY, EMPLOYEE) == (965_509, 0, 260_384)
    # 160384 above the threshold of 20000 yuan, 70 % = 112268.8
    assert inpatient(1_393_060, CITY, EMPLOYEE, own=1_900_000) == (965_509, 112_269, 260_384)
    assert inpatient(676_230, COUNTY, NONE) == (0, 0, 601_845)


def test_a_bonus_never_pays_more_than_everything():
    generous = rules(insurance__residents__inpatient_ratio__far=0.95)
    # 1494000 in scope, less the deductible of 1500 yuan
    assert inpatient(1_800_000, FAR, slip=True, policy=generous)[0] == 1_344_000


# Properties

MONEY = st.integers(0, 3_000_000)
POINTS = st.integers(0, 9_900)


@st.composite
def policies(draw):
    """Rules of any numbers that leave part of every bill to the patient."""

    def table(values, *shape):
        size = int(np.prod(shape))
        return np.array(draw(st.lists(values, min_size=size, max_size=size)), np.int64).reshape(shape)

    full = table(POINTS, 3, 5)
    return Rules(
        outpatient_ratio=table(POINTS, 3, 5),
        inpatient_ratio=table(POINTS, 3, 5),
        inpatient_deductible=table(st.integers(0, 300_000), 3, 5),
        outpatient_deductible=table(st.integers(0, 20_000), 3),
        outpatient_limit=table(st.integers(0, 60_000), 3),
        chronic_ratio=table(POINTS, 3),
        chronic_limit=table(st.integers(0, 400_000), 3),
        inpatient_limit=table(st.integers(0, 5_000_000), 3),
        critical_threshold=table(st.integers(0, 2_000_000), 3),
        critical_ratio=table(POINTS, 3),
        repeat_deductible=table(POINTS, 3),
        far_referred_bonus=table(st.integers(0, 2_000), 3),
        full=full,
        partial=10_000 - full - draw(st.integers(0, 100)),
        partial_own=table(POINTS, 3),
    )


PLACES = st.tuples(st.integers(0, 4), st.integers(0, 2), st.booleans())


@given(policies(), st.lists(st.tuples(st.integers(1_000, 3_000_000), PLACES), min_size=1, max_size=12))
def test_a_year_of_outpatient_bills(policy, bills):
    """Everybody pays the remainder, and no yearly limit is passed, whatever the order of bills."""
    who = bills[0][1][1]
    deductible = paid = chronic_paid = 0
    for bill, (level, _, chronic) in bills:
        fund, used = outpatient(
            bill, level, who, chronic=chronic, deductible=deductible, paid=paid, chronic_paid=chronic_paid,
            policy=policy,
        )  # fmt: skip
        assert 0 <= fund <= bill
        assert 0 <= used <= bill
        assert fund + used <= bill + 1
        deductible += used
        paid, chronic_paid = paid + fund * (not chronic), chronic_paid + fund * chronic
    assert deductible <= policy.outpatient_deductible[who]
    assert paid <= policy.outpatient_limit[who]
    assert chronic_paid <= policy.chronic_limit[who]


@given(policies(), st.lists(st.tuples(st.integers(1_000, 3_000_000), PLACES), min_size=1, max_size=8))
def test_a_year_of_stays(policy, bills):
    who = bills[0][1][1]
    paid = own = critical_paid = 0
    for stays, (bill, (level, _, slip)) in enumerate(bills):
        fund, critical, mine = inpatient(
            bill, level, who, slip=slip, stays=stays, paid=paid, own=own, policy=policy
        )
        assert min(fund, critical, mine) >= 0
        assert bill - fund - critical >= 0
        assert critical <= mine
        paid, own, critical_paid = paid + fund, own + mine, critical_paid + critical
    assert paid <= policy.inpatient_limit[who]
    # in all, the layer pays its share of what lies above the threshold; each bill rounds to half a fen
    over = max(own - int(policy.critical_threshold[who]), 0) * int(policy.critical_ratio[who]) / 10_000
    assert abs(critical_paid - over) <= 0.5 * len(bills)


@given(policies(), MONEY, st.integers(0, 1_000_000), PLACES, MONEY, MONEY)
def test_a_higher_bill_never_brings_a_lower_payment(policy, bill, more, place, before, own):
    level, who, flag = place
    low, high = (
        outpatient(b, level, who, chronic=flag, deductible=before % 20_000, policy=policy)
        for b in (bill, bill + more)
    )
    assert low[0] <= high[0]
    assert low[1] <= high[1]
    low, high = (
        inpatient(b, level, who, slip=flag, paid=before, own=own, policy=policy) for b in (bill, bill + more)
    )
    assert all(a <= b for a, b in zip(low, high, strict=True))


@given(
    policies(), st.lists(st.tuples(MONEY, PLACES, MONEY, MONEY, st.integers(0, 5)), min_size=1, max_size=20)
)
def test_people_settle_alone(policy, rows):
    """Each row of arrays is settled as if it stood alone."""
    bill, place, paid, own, stays = (np.array(column) for column in zip(*rows, strict=True))
    level, who, flag = place[:, 0].astype(int), place[:, 1].astype(int), place[:, 2].astype(bool)
    many = settle_inpatient(policy, bill, level, who, flag, stays, paid, own)
    apart = [
        inpatient(b, lv, w, slip=f, stays=s, paid=p, own=o, policy=policy)
        for b, lv, w, f, s, p, o in zip(bill, level, who, flag, stays, paid, own, strict=True)
    ]
    assert list(zip(*(column.tolist() for column in many), strict=True)) == apart
    out = settle_outpatient(policy, bill, level, who, flag, own, paid, paid)
    assert list(zip(*(column.tolist() for column in out), strict=True)) == [
        outpatient(b, lv, w, chronic=f, deductible=o, paid=p, chronic_paid=p, policy=policy)
        for b, lv, w, f, p, o in zip(bill, level, who, flag, paid, own, strict=True)
    ]


@given(policies(), MONEY, PLACES, MONEY)
def test_settling_is_paying_the_cost_in_scope(policy, bill, place, before):
    level, who, flag = place
    columns = [np.array([x]) for x in (level, who, flag, before % 20_000, before, before)]
    cost = eligible_cost(policy, np.array([bill]), *columns[:2])
    assert pay_outpatient(policy, cost, *columns) == settle_outpatient(policy, np.array([bill]), *columns)


def test_whole_tables_broadcast():
    """The choice prices all levels at once: rows of people, columns of levels."""
    cost, level = np.full((2, 5), 20_000), np.broadcast_to(np.arange(5), (2, 5))
    who = np.array([[RESIDENT], [EMPLOYEE]])
    zero = np.zeros((2, 1), np.int64)
    paid = pay_outpatient(RULES, cost, level, who, zero > 0, zero, zero, zero)
    assert paid.fund.tolist() == [[9_000, 7_500, 6_000, 4_500, 0], [7_000, 7_000, 6_000, 5_500, 5_000]]


def test_no_draw_of_the_ranges_covers_more_than_the_bill():
    declared = load_parameters()
    highest = {path: one.high for path, one in declared.items()}
    rules = compile_rules(highest)
    assert (rules.full + rules.partial <= BASIS_POINTS).all()
