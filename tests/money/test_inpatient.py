"""Bills of stays worked by hand, in fen, with the numbers of `policy.py`; no rule of tiered care holds."""

from __future__ import annotations

from sim.money.rules import Path
from tests.money.policy import (
    CITY,
    COUNTY,
    EMPLOYEE,
    FAR,
    NONE,
    RESIDENT,
    TOWNSHIP,
    rules,
    stay,
)

RULES = rules()


def inpatient(bill, level, who=RESIDENT, *, slip=False, stays=0, paid=0, own=0, policy=RULES):
    """Settle one stay; return payment of the fund, of the critical-illness layer, and own eligible cost."""
    settled = stay(
        policy, bill, level, who, path=Path.STEPWISE if slip else Path.PLAIN, stays=stays,
        inpatient_paid=paid, own_eligible=own,
    )  # fmt: skip
    return settled.fund, settled.critical, settled.own_eligible


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
