"""Bills worked by hand, in fen, with the numbers of `policy.py` (no rule of tiered care in force)."""

from __future__ import annotations

import numpy as np

from sim.money.rules import Path, Pool
from sim.money.settle import eligible_cost, pay_outpatient, portion, settle_outpatient
from tests.money.policy import (
    CITY,
    COUNTY,
    EMPLOYEE,
    FAR,
    NONE,
    RESIDENT,
    TOWNSHIP,
    VILLAGE,
    pool_year,
    rules,
    stay,
    visit,
)

RULES = rules()


def outpatient(bill, level, who=RESIDENT, *, chronic=False, deductible=0, paid=0, chronic_paid=0):
    """Settle one bill; return what the fund pays and what goes into the deductible."""
    settled = visit(
        RULES, bill, level, who, pool=Pool.CHRONIC if chronic else Pool.ORDINARY,
        deductible_used=deductible, outpatient_paid=paid, chronic_paid=chronic_paid,
    )  # fmt: skip
    return settled.fund, settled.deductible


def inpatient(bill, level, who=RESIDENT, *, slip=False, stays=0, paid=0, own=0, policy=RULES):
    """Settle one stay; return payment of the fund, of the critical-illness layer, and own eligible cost."""
    settled = stay(
        policy, bill, level, who, path=Path.STEPWISE if slip else Path.PLAIN, stays=stays,
        inpatient_paid=paid, own_eligible=own,
    )  # fmt: skip
    return settled.fund, settled.critical, settled.own_eligible


def test_portions_round_half_up():
    assert portion(np.array([1, 3, 5, 7]), 5000).tolist() == [1, 2, 3, 4]
    assert portion(np.array([9999, 10_000, 19_999]), 1).tolist() == [1, 1, 2]
    assert portion(np.array([4_999, 5_000]), 1).tolist() == [0, 1]  # 0.4999 and 0.5 fen


def test_cost_within_policy_scope():
    # 100 yuan: fully covered + partly covered - 10 % of the partly covered that the patient pays first
    bill = np.full(5, 10_000)
    assert eligible_cost(RULES, bill, np.arange(5), np.full(5, RESIDENT)).tolist() == [
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


def test_settling_is_paying_the_cost_in_scope():
    bill, level, who = np.array([12_345]), np.array([COUNTY]), np.array([RESIDENT])
    pool, year = np.array([int(Pool.ORDINARY)]), pool_year(deductible_used=100)
    cost = eligible_cost(RULES, bill, level, who)
    assert pay_outpatient(RULES, cost, level, who, pool, year) == settle_outpatient(
        RULES, bill, level, who, pool, year
    )


def test_whole_tables_broadcast():
    """The choice prices all levels at once: rows of people, columns of levels."""
    cost, level = np.full((2, 5), 20_000), np.broadcast_to(np.arange(5), (2, 5))
    who, zero = np.array([[RESIDENT], [EMPLOYEE]]), np.zeros((2, 1), np.int64)
    paid = pay_outpatient(RULES, cost, level, who, zero, type(pool_year())(*[zero] * 5))
    assert paid.fund.tolist() == [[9_000, 7_500, 6_000, 4_500, 0], [7_000, 7_000, 6_000, 5_500, 5_000]]
