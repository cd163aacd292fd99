"""Points of cases: a year's total divided by all points, caps, and the pool of the city; worked by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.money.case_points import PointAccount, PointTerms, point_terms

BEGIN, MIDYEAR, LAST = date(2025, 1, 1), date(2025, 7, 2), date(2025, 12, 31)


def terms(**changed: object) -> PointTerms:
    """Two hospitals of one county under points, and a third place that is not."""
    one = PointTerms(
        on=np.array([True, True, False]), county=np.array([0, 0, -1]), growth=np.zeros(3),
        coefficient=np.ones(3), part=np.ones(3), cap=np.zeros(3),
    )  # fmt: skip
    return one._replace(**{name: np.asarray(value) for name, value in changed.items()})


def opened(with_terms: PointTerms, earned: int = 5) -> PointAccount:
    """They earned 730 and 365 a year before, and 5 since the run began."""
    account = PointAccount.empty(3)
    account.turn(with_terms, BEGIN, np.full(3, earned), np.array([730.0, 365.0, 99.0]), True)
    return account


def test_a_form_of_payment_makes_points_only_where_it_is_in_force_as_a_rule():
    values = {
        "form.county.stay": 2, "form.township.stay": -1, "dip.coefficient.county": 0.9, "dip.cap": 1.1,
        "dip.coefficient.township": 1.2, "pool_level.city": 1, "dip.county_part": 0.2,
    }  # fmt: skip
    tiers = [("county", np.array([True, False, True])), ("township", np.array([False, True, False]))]

    def by_facility(path: str) -> np.ndarray:
        return np.full(3, float(values.get(path.removeprefix("pay_provider."), 0)))

    found = point_terms(by_facility, tiers, np.array([0, 0, -1]))
    assert found.on.tolist() == [True, False, False]
    assert found.coefficient.tolist() == [0.9, 1.2, 0.9]
    assert found.part.tolist() == [0.2] * 3


def test_nothing_floats_before_there_is_a_base():
    account = PointAccount.empty(3)
    account.turn(terms(), BEGIN, np.zeros(3, int), np.ones(3), False)
    assert not account.open.any()
    assert account.value(terms(), BEGIN, np.zeros(3, int)).tolist() == [1, 1, 1]


def test_more_cases_make_each_point_worth_less_for_all():
    account = opened(terms())
    usual = account.value(terms(), BEGIN, np.full(3, 5))
    assert usual.tolist() == [1, 1, 1]
    # Half the year over: the first earned 20 % more than its 364 of half a year, the second as before.
    earned = np.array([5 + 437, 5 + 182, 5])
    busy = account.value(terms(), MIDYEAR, earned)
    assert busy[0] == busy[1] < 1
    assert busy[2] == 1
    assert account.value(terms(), LAST, np.array([5 + 1_460, 5 + 730, 5]))[0] == pytest.approx(0.5, abs=0.01)


def test_the_total_grows_every_year():
    growing = terms(growth=np.full(3, 0.1))
    account = opened(growing)
    assert account.value(growing, BEGIN, np.full(3, 5))[:2] == pytest.approx([1.1, 1.1])
    account.turn(growing, date(2026, 1, 1), np.array([735, 370, 5]), np.zeros(3), True)
    assert account.value(growing, date(2026, 1, 1), np.array([735, 370, 5]))[0] == pytest.approx(1.21)


def test_the_pool_of_the_city_hardly_feels_one_county():
    """A county with a tenth of the pool earns twice its points: 10 of 11 are left."""
    city = terms(part=np.full(3, 0.1))
    account = opened(city)
    twice = np.array([5 + 1_460, 5 + 730, 5])
    assert account.value(city, LAST, twice)[0] == pytest.approx(10 / 11, abs=0.01)


def test_a_coefficient_moves_points_between_hospitals():
    tilted = terms(coefficient=np.array([1.0, 1.3, 1.0]))
    account = opened(tilted)
    value = account.value(tilted, BEGIN, np.full(3, 5))
    pool = 730 + 365
    assert value[0] < 1 < value[1]
    assert value[0] * 730 + value[1] * 365 == pytest.approx(pool)


def test_a_hospital_is_near_its_cap_when_what_is_to_come_is_not_paid():
    capped = terms(cap=np.array([1.0, 1.0, 1.0]))
    account = opened(capped)
    as_before = account.near_cap(capped, MIDYEAR, np.array([5 + 365, 5 + 182, 5]))
    assert as_before == pytest.approx([0, 0, 0], abs=0.01)
    fast = account.near_cap(capped, MIDYEAR, np.array([5 + 600, 5 + 182, 5]))
    assert 0.5 < fast[0] < 1
    over = account.near_cap(capped, MIDYEAR, np.array([5 + 800, 5 + 182, 5]))
    assert over[0] == 1
    assert account.near_cap(terms(), MIDYEAR, np.array([5 + 800, 5, 5])).tolist() == [0, 0, 0]


def test_a_rule_that_ends_leaves_the_base_value():
    account = opened(terms())
    off = terms(on=np.zeros(3, bool))
    account.turn(off, MIDYEAR, np.full(3, 900), np.zeros(3), True)
    assert account.value(off, MIDYEAR, np.full(3, 900)).tolist() == [1, 1, 1]
