from __future__ import annotations

import numpy as np
import pytest

from sim.care.treatment import admission_share, needed_skill
from sim.choice.tables import OPTION_KIND, choice_tables, option_levels
from sim.geography.map import Kind, Option
from sim.money.inpatient import StayBills, StayYear, settle_inpatient
from sim.money.prices import SEVERITIES, exam_prices, price_lists, stay_bills, visit_bills
from sim.money.rules import COUNTY, LEVELS, TOWNSHIP, Pool
from sim.money.settle import eligible_cost, portion
from sim.money.standing import Standing
from sim.needs.catalogue import Department, Group, read_catalogue
from sim.policy.regimes import one_regime


def test_every_facility_option_has_the_kind_it_names(map_):
    kind = map_.facilities["kind"].to_numpy()
    for option, expected in OPTION_KIND.items():
        used = map_.options[:, option]
        found = {Kind(k) for k in kind[used[used >= 0]].tolist()}
        assert found <= {expected}, option


def test_levels_of_options(map_, values):
    names = np.array(LEVELS)[
        option_levels(map_, one_regime(values, len(map_.villages), len(map_.facilities)))[0]
    ]
    assert names[Option.OWN_CLINIC] == names[Option.NEAR_CLINIC] == "village"
    assert names[Option.OWN_CENTRE] == names[Option.NEAR_CENTRE] == "township"
    assert names[Option.GENERAL] == names[Option.NEIGHBOUR] == "county"
    assert names[Option.CITY] == "city"
    assert names[Option.FAR] == "far"


def test_bills_by_hand(catalogue, values):
    own = dict(values) | {
        "conditions.skin.visit_cost": 0.5,
        "conditions.skin.stay_cost": 2.0,
        "prices.visit.county": 10_001,
        "prices.severity.mild": 0.8,
        "prices.severity.severe": 3.0,
        "prices.stay.city": 1_000_000,
        "prices.stay_severity.moderate": 0.25,
    }
    again = read_catalogue(own)
    row = 3 * again.index("skin")
    assert visit_bills(again, own)[row, LEVELS.index("county")] == 4_000  # 4000.4
    assert visit_bills(again, own)[row + 2, LEVELS.index("county")] == 15_002  # 15001.5, half up
    assert stay_bills(again, needed_skill(again), own)[row + 1, LEVELS.index("city")] == 500_000


def choice_under(map_, catalogue, rules, values):
    """Tables of the choice with everybody under these values."""
    lists = price_lists(catalogue, needed_skill(catalogue), [values], np.zeros(1))
    regime = one_regime(values, len(map_.villages), len(map_.facilities))
    return choice_tables(map_, catalogue, rules, regime, lists, np.array([exam_prices(values)]))


def test_own_cost_of_the_stay_that_may_follow(map_, tables, values):
    """Chance of a stay times what remains of a first stay without a slip."""
    catalogue = tables.catalogue
    c = choice_under(map_, catalogue, tables.rules, dict(values) | {"care.exam_share": 0.0})
    bills = stay_bills(catalogue, needed_skill(catalogue), values)
    condition = catalogue.index("fracture")
    for severity, share in enumerate(
        (0.0, catalogue.admit_moderate[condition], catalogue.admit_severe[condition])
    ):
        row = condition * 3 + severity
        for level in range(5):
            for insurance in range(3):
                one = StayBills(*(np.array([x]) for x in (bills[row, level], level, insurance)))
                paid = settle_inpatient(tables.rules, one, StayYear(*np.zeros((5, 1), np.int64)))
                assert c.stay_own[insurance, Standing.EXCUSED, row, level] == pytest.approx(
                    share * paid.own[0]
                )
    assert (c.stay_own[0] >= c.stay_own[1]).all()


def test_an_examination_at_the_lead_adds_to_a_township_stay(map_, tables, values):
    """An outpatient bill at the county's price, less what the pool pays there, by its chance."""
    catalogue, rules = tables.catalogue, tables.rules
    without, always = (
        choice_under(map_, catalogue, rules, dict(values) | {"care.exam_share": share}).stay_own[:, 1]
        for share in (0.0, 1.0)
    )
    price = exam_prices(values)[1]
    bill = np.full(3, price)
    covered = eligible_cost(rules, bill, np.full(3, COUNTY), np.arange(3))
    own = price - portion(covered, rules.pool_ratio[:, Pool.ORDINARY, COUNTY])
    more = own[:, None] * admission_share(catalogue)
    assert always[:, :, TOWNSHIP] - without[:, :, TOWNSHIP] == pytest.approx(more)
    others = [level for level in range(5) if level != TOWNSHIP]
    assert np.array_equal(always[:, :, others], without[:, :, others])


def test_lack_of_skill_is_felt_only_where_it_lacks(map_, catalogue, tables, values):
    steeper = choice_under(map_, catalogue, tables.rules, dict(values) | {"choice.skill_gap": -4.0})
    less = steeper.fixed[:, :6] - tables.choice.fixed[:, :6]
    needed = np.stack(
        [catalogue.skill_mild, catalogue.skill_moderate, catalogue.skill_severe], axis=1
    ).ravel()
    lack = needed > values["care.capability.township"]
    gap = values["choice.skill_gap"]
    assert (less[~lack, Option.OWN_CENTRE] == 0).all()
    expected = (-4.0 - gap) * (needed - values["care.capability.township"])[lack]
    assert less[lack, Option.OWN_CENTRE] == pytest.approx(expected)
    assert (less[:, [Option.NONE, Option.PHARMACY]] == 0).all()


def test_doing_without_care_is_worse_the_iller_one_is(tables):
    fixed = tables.choice.fixed.reshape(-1, 3, 13)
    for option in (Option.NONE, Option.PHARMACY):
        assert (np.diff(fixed[:, :, option], axis=1) < 0).all()


@pytest.mark.parametrize(
    ("path", "option", "rows"),
    [
        ("choice.tcm_match", Option.TCM, lambda c: c.department == Department.TCM_REHAB),
        ("choice.mch_match", Option.MCH, lambda c: c.department == Department.WOMEN_CHILDREN),
        ("choice.major_city", Option.CITY, lambda c: c.kind == Group.MAJOR),
        ("choice.major_far", Option.FAR, lambda c: c.kind == Group.MAJOR),
        ("choice.constant.other", Option.OTHER, lambda c: c.kind >= 0),
        ("choice.none_severe", Option.NONE, None),
    ],
)
def test_each_constant_moves_its_own_option(map_, tables, values, path, option, rows):
    changed = choice_under(map_, tables.catalogue, tables.rules, dict(values) | {path: values[path] + 0.25})
    with np.errstate(invalid="ignore"):
        moved = np.nan_to_num(changed.fixed - tables.choice.fixed)
    expected = np.zeros_like(moved)
    if rows is None:
        severe = np.arange(len(moved)) % 3 == SEVERITIES.index("severe")
        expected[np.ix_(severe, [Option.NONE, Option.PHARMACY])] = 0.25
    else:
        expected[np.repeat(rows(tables.catalogue), 3), option] = 0.25
    assert moved == pytest.approx(expected)


def test_travel_and_price_by_group_and_income(tables, values):
    c = tables.choice
    assert c.travel[Group.MAJOR, 2] == pytest.approx(
        values["choice.travel_minute.major"] * values["choice.travel_severity.severe"]
    )
    assert (c.travel < 0).all()
    assert c.price[0] == values["choice.price_poorest"]
    assert c.price[4] == values["choice.price_richest"]
    assert (np.diff(c.price) > 0).all()  # the poor mind money more
    assert c.claim[0].tolist() == [0.0] * 5
    assert c.claim[2, LEVELS.index("city")] == values["insurance.employees.claimed.city"]
