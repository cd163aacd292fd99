"""Bills of visits worked by hand, in fen, with the numbers of `policy.py`."""

from __future__ import annotations

import numpy as np

from sim.money.outpatient import pay_outpatient, settle_outpatient
from sim.money.rules import Pool
from sim.money.settle import eligible_cost
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
