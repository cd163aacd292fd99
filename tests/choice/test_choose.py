from __future__ import annotations

from dataclasses import replace
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.choice.choose import (
    Parts,
    choose,
    felt_utility,
    own_price,
    probabilities,
    total_utility,
    utility_parts,
)
from sim.geography.map import Option
from sim.money.outpatient import PoolYear, settle_outpatient
from sim.money.rules import Pool
from sim.money.standing import Standing
from sim.needs.catalogue import Group
from tests.choice.people import choosers, crowd, felt

INF = np.inf
UTILITIES = st.lists(
    st.lists(st.one_of(st.floats(-8, 8), st.just(-INF)), min_size=13, max_size=13).filter(
        lambda row: max(row) > -INF
    ),
    min_size=1,
    max_size=6,
)


# The draw


def test_logit_by_hand():
    """Three options of utility 0, ln 2 and ln 5 have weights 1, 2, 5."""
    utility = np.array([[0.0, log(2), log(5)]])
    assert probabilities(utility)[0] == pytest.approx([1 / 8, 2 / 8, 5 / 8])
    for u, option in [(0, 0), (0.1249, 0), (0.1251, 1), (0.3749, 1), (0.3751, 2), (1 - 2.0**-53, 2)]:
        assert choose(utility, np.array([u]))[0] == option
    assert choose(utility + 700, np.array([0.3]))[0] == 1  # large utilities do not overflow
    assert choose(utility - 900, np.array([0.3]))[0] == 1


def test_edges_fall_to_the_next_option():
    """Shares [0, 1/2), [1/2, 3/4), [3/4, 1): the edge belongs to the right."""
    utility = np.array([[-INF, 0.0, -INF, log(0.5), log(0.5), -INF]])
    for u, option in [(0, 1), (0.49, 1), (0.5, 3), (0.74, 3), (0.75, 4), (1 - 2.0**-53, 4)]:
        assert choose(utility, np.array([u]))[0] == option


def test_shares_come_out():
    utility = np.tile([[0.3, -1.0, -INF, 1.2, 0.0]], (200_000, 1))
    option = choose(utility, np.random.default_rng(1).random(len(utility)))
    expected = probabilities(utility[:1])[0] * len(utility)
    seen = np.bincount(option, minlength=5)
    assert seen[2] == expected[2] == 0
    assert stats.chisquare(seen[[0, 1, 3, 4]], expected[[0, 1, 3, 4]]).pvalue > 1e-3


@given(UTILITIES, st.floats(0, 1, exclude_max=True))
def test_a_closed_option_is_never_chosen(rows, u):
    utility = np.array(rows)
    option = choose(utility, np.full(len(utility), u))
    assert np.isfinite(utility[np.arange(len(utility)), option]).all()
    assert probabilities(utility)[~np.isfinite(utility)].sum() == 0


@given(UTILITIES, st.integers(0, 12), st.floats(0, 5))
def test_a_better_option_gains_and_no_other_does(rows, which, more):
    before = np.array(rows)
    after = before.copy()
    after[:, which] += more
    p, q = probabilities(before), probabilities(after)
    assert (q[:, which] >= p[:, which] - 1e-15).all()
    others = np.arange(13) != which
    assert (q[:, others] <= p[:, others] + 1e-15).all()


@given(UTILITIES, st.integers(0, 12), st.floats(0, 5))
def test_with_the_same_draws_only_people_at_the_edges_move(rows, which, more):
    """Raising one option moves people up to it from below or down to it from above, never past it."""
    before = np.repeat(np.array(rows), 50, axis=0)
    after = before.copy()
    after[:, which] += more
    u = np.resize((np.arange(50) + 0.5) / 50, len(before))
    old, new = choose(before, u), choose(after, u)
    assert (new[old == which] == which).all()
    assert (new[old < which] >= old[old < which]).all()
    assert (new[old < which] <= which).all()
    assert (new[old > which] <= old[old > which]).all()
    assert (new[old > which] >= which).all()


# The utilities


def total(tables, who, minutes=None, wishes=None, **changes):
    """Utilities of people, with some of the tables of the choice changed."""
    choice = replace(tables.choice, **changes)
    shape = (3, *tables.minutes.shape[1:])
    felt_now = np.zeros(shape) if wishes is None else wishes
    minutes = tables.minutes if minutes is None else minutes
    return total_utility(utility_parts(choice, tables.rules, minutes, felt_now, who))


def test_utility_by_hand(tables):
    """An uninsured poor woman by e-bike, moderately ill with a common illness: every part written out."""
    c, condition = tables.choice, tables.catalogue.index("gastro")
    who = choosers(
        tables, condition=condition, severity=1, village=3, scheme=0, income=0, signed=True,
        habit=Option.GENERAL,
    )  # fmt: skip
    wishes = felt(tables, 5)
    utility = total(tables, who, wishes=wishes)[0]
    row, group = condition * 3 + 1, Group.COMMON
    for option in Option:
        if option in (Option.NONE, Option.PHARMACY):
            continue
        level = c.level[0, option]
        cost = c.visit_bill[0, row, level] + c.stay_own[0, Standing.EXCUSED, row, level]
        expected = c.fixed[row, option] + c.travel[group, 1] * tables.minutes[1, 3, option]
        expected += wishes[group, 3, option] + c.price[0] * log(1 + cost / c.price_scale)
        expected += c.tie[0] * (option in (Option.OWN_CLINIC, Option.OWN_CENTRE)) + c.habit * (option == 6)
        assert utility[option] == pytest.approx(expected) or expected == utility[option] == -INF, option
    assert utility[Option.NONE] == pytest.approx(c.fixed[row, 0] + wishes[group, 3, 0])
    way = c.travel[group, 1] * tables.minutes[1, 3, Option.PHARMACY]
    assert utility[Option.PHARMACY] == pytest.approx(
        c.fixed[row, 1] + way + wishes[group, 3, 1] + c.pharmacy[0]
    )


def test_probability_by_hand(tables):
    """Only three options are near enough: the shares follow from their utilities."""
    minutes = np.full_like(tables.minutes, INF)
    minutes[..., Option.NONE] = 0
    minutes[..., Option.OWN_CLINIC], minutes[..., Option.OWN_CENTRE] = 10, 40
    fixed = np.full_like(tables.choice.fixed, 0.0)
    utility = total(
        tables, choosers(tables), minutes, fixed=fixed, travel=np.full((3, 3), -0.02), price=np.zeros(5)
    )
    share = 1 + exp(-0.2) + exp(-0.8)
    p = probabilities(utility)[0]
    assert p[[0, 2, 4]] == pytest.approx([1 / share, exp(-0.2) / share, exp(-0.8) / share])
    assert p[[0, 2, 4]].sum() == pytest.approx(1)


def test_parts_sum_to_what_is_shown(tables):
    who, wishes = crowd(tables, 500, 3), felt(tables, 3)
    parts = utility_parts(tables.choice, tables.rules, tables.minutes, wishes, who)
    assert all(part.shape == (500, 13) for part in parts)
    assert isinstance(parts, Parts)
    assert np.array_equal(sum(parts[1:], parts[0]), total_utility(parts))
    assert not np.isnan(total_utility(parts)).any()


def test_what_was_felt():
    class Two:
        trust, wait = 2.0, -0.01

    belief, wait = np.full((3, 2, 13), 0.5), np.zeros((2, 13))
    wait[1, 4] = 60.0
    assert felt_utility(Two, belief, wait)[:, 0, 4].tolist() == [1.0] * 3
    assert felt_utility(Two, belief, wait)[:, 1, 4] == pytest.approx([0.4] * 3)


@pytest.mark.parametrize("option", [Option.OWN_CLINIC, Option.NEAR_CENTRE, Option.GENERAL, Option.FAR])
def test_a_farther_identical_place_never_gains(tables, option):
    who, wishes = crowd(tables, 400, 4), felt(tables, 4)
    minutes = tables.minutes.copy()
    minutes[..., option] += 15
    p = probabilities(total(tables, who, wishes=wishes))
    q = probabilities(total(tables, who, minutes, wishes=wishes))
    assert (q[:, option] <= p[:, option]).all()
    others = np.arange(13) != option
    assert (q[:, others] >= p[:, others] - 1e-15).all()
    near = ~who.absent & (p[:, option] > 1e-9)
    assert (q[near, option] < p[near, option]).all()


@pytest.mark.parametrize("level", range(5))
def test_a_cheaper_level_never_loses(tables, level):
    """Cheaper visits at one level: none of its options falls, none of the others rises."""
    who, wishes = crowd(tables, 400, 5), felt(tables, 5)
    bill = tables.choice.visit_bill.copy()
    bill[..., level] //= 2
    eligible = np.minimum(tables.choice.visit_eligible, bill)
    before = total(tables, who, wishes=wishes, visit_eligible=eligible)
    after = total(tables, who, wishes=wishes, visit_eligible=eligible, visit_bill=bill)
    here = (tables.choice.level[who.village] == level) & (np.arange(13) > Option.PHARMACY)
    assert (after[here] >= before[here]).all()
    assert np.array_equal(after[~here], before[~here])


def test_better_cover_never_raises_the_price(tables):
    who = crowd(tables, 400, 6)
    rules = tables.rules
    better = replace(
        rules,
        pool_ratio=np.minimum(rules.pool_ratio + 1000 * (rules.pool_ratio > 0), 10_000),
        pool_deductible=rules.pool_deductible // 2,
    )
    before, after = own_price(tables.choice, rules, who), own_price(tables.choice, better, who)
    assert (after <= before).all()
    assert (after < before).any()


def test_price_is_what_the_patient_would_pay(tables):
    """Of a visit that is claimed for certain, where nobody is admitted, it is the settled remainder."""
    who = crowd(tables, 300, 7)
    sure = replace(tables.choice, claim=np.ones((3, 5)), stay_own=np.zeros_like(tables.choice.stay_own))
    price = own_price(sure, tables.rules, who)
    chronic = (tables.choice.group[who.condition] == Group.CHRONIC) & who.certified
    for level in range(5):
        bill = tables.choice.visit_bill[who.scheme, who.row, level]
        pool = np.where(chronic, Pool.CHRONIC, Pool.ORDINARY)
        year = PoolYear(*(getattr(who, name) for name in PoolYear._fields))
        paid = settle_outpatient(tables.rules, bill, np.full(300, level), who.scheme, pool, year)
        assert np.array_equal(price[:, level], bill - paid.fund)


def test_ties_and_habit(tables):
    plain, tied = choosers(tables), choosers(tables, signed=True, habit=Option.GENERAL)
    reached = np.isfinite(total(tables, plain)[0])
    more = total(tables, tied)[0, reached] - total(tables, plain)[0, reached]
    expected = np.zeros(13)
    expected[[Option.OWN_CLINIC, Option.OWN_CENTRE]] = tables.choice.tie[0]
    expected[Option.GENERAL] = tables.choice.habit
    assert more == pytest.approx(expected[reached])


def test_who_was_turned_away_does_not_go_back(tables):
    before = total(tables, choosers(tables))[0]
    for option in range(2, 13):
        after = total(tables, choosers(tables, avoid=option))[0]
        assert after[option] == -INF
        assert np.array_equal(np.delete(after, option), np.delete(before, option))


def test_who_was_sent_on_goes_higher_or_home(tables):
    before = total(tables, choosers(tables))[0]
    for option in range(2, 13):
        after = total(tables, choosers(tables, avoid=-option))[0]
        assert after[0] == before[0]
        assert (after[1 : option + 1] == -INF).all()
        assert np.array_equal(after[option + 1 :], before[option + 1 :])


def test_the_away_have_no_care_a_pharmacy_or_care_where_they_live(tables):
    who = crowd(tables, 2000, 8)
    who = who._replace(absent=np.ones(2000, bool), avoid=np.zeros(2000, np.int8))
    reached = np.isfinite(total(tables, who, wishes=felt(tables, 8)))
    assert np.flatnonzero(reached.any(axis=0)).tolist() == [Option.NONE, Option.PHARMACY, Option.FAR]
    assert reached[:, [Option.NONE, Option.PHARMACY, Option.FAR]].all()
    # how far home is, and what one hears of it there, plays no part
    far = total(tables, who, tables.minutes + 100)
    assert np.array_equal(far, total(tables, who, wishes=felt(tables, 9)))


def test_what_cannot_be_reached_cannot_be_chosen(tables, map_):
    who = choosers(tables, village=np.arange(len(map_.villages)))
    utility = total(tables, who)
    assert not np.isfinite(utility[:, 2:][map_.options[:, 2:] < 0]).any()
    assert np.isfinite(utility[:, :3]).all()  # no care, a pharmacy, the own clinic


def test_the_maternal_hospital_is_for_women_and_children(tables):
    every = np.arange(len(tables.catalogue))
    fixed = tables.choice.fixed.reshape(len(every), 3, 13)[:, :, Option.MCH]
    own = np.isfinite(fixed).all(axis=1)
    assert own.tolist() == (tables.catalogue.department == 2).tolist()
