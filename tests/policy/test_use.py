"""Uses of levers in time: steps of a ramp, its share of full effect, and the values that come of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.declare import load_parameters
from sim.policy.groups import EVERYBODY, Trait, may_meet
from sim.policy.use import LeverUse, completed, moved
from sim.policy.values import with_levers
from tests.policy.levers import CATALOGUE

PARAMETERS = load_parameters()
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def use(lever: str = "referral.slips", **more: object) -> LeverUse:
    return completed(LeverUse(lever, **more), CATALOGUE[lever])  # type: ignore[arg-type]


def test_from_first_to_last_day() -> None:
    one = use(start=date(2024, 3, 5), end=date(2024, 3, 7))
    assert [one.fraction(date(2024, 3, day)) for day in range(4, 9)] == [0, 1, 1, 1, 0]
    assert one.change_dates() == (date(2024, 3, 5), date(2024, 3, 8))


def test_a_ramp_by_hand() -> None:
    """Sixty days from 20 January, with steps after 12, 41 and 60 days."""
    one = use(start=date(2024, 1, 20), ramp_days=60)
    assert one.steps() == (date(2024, 1, 20), date(2024, 2, 1), date(2024, 3, 1), date(2024, 3, 20))
    assert one.fraction(date(2024, 1, 19)) == 0
    assert one.fraction(date(2024, 1, 20)) == one.fraction(date(2024, 1, 31)) == 6 / 60
    assert one.fraction(date(2024, 2, 1)) == one.fraction(date(2024, 2, 29)) == (12 + 41) / 2 / 60
    assert one.fraction(date(2024, 3, 19)) == (41 + 60) / 2 / 60
    assert one.fraction(date(2024, 3, 20)) == 1


def test_a_ramp_over_new_year_within_a_month() -> None:
    assert use(start=date(2023, 12, 31), ramp_days=2).steps() == (
        date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 2)
    )  # fmt: skip
    assert use(start=date(2024, 5, 3), ramp_days=7).steps() == (date(2024, 5, 3), date(2024, 5, 10))


@given(start=DAYS, ramp=st.integers(0, 800), day=st.integers(-10, 900))
def test_a_ramp_rises_and_moves_on_its_steps_only(start: date, ramp: int, day: int) -> None:
    one = use(start=start, ramp_days=ramp)
    on = start + timedelta(days=day)
    before, after = one.fraction(on - timedelta(days=1)), one.fraction(on)
    assert 0 <= before <= after <= 1
    assert (before != after) == (on in one.change_dates())
    assert (after == 1) == (on >= one.full_from)


@given(start=DAYS, ramp=st.integers(1, 800))
def test_a_ramp_does_as_much_as_the_line(start: date, ramp: int) -> None:
    one = use(start=start, ramp_days=ramp)
    done = sum(one.fraction(start + timedelta(days=i)) for i in range(ramp))
    assert done == pytest.approx(ramp / 2)


def test_whole_numbers_stay_whole() -> None:
    days, share = PARAMETERS["care.bed_patience_days"], PARAMETERS["referral.accept"]
    assert [moved(3, 5, x, days) for x in (0, 0.24, 0.25, 0.74, 0.75, 1)] == [3, 3, 4, 4, 5, 5]
    assert moved(0.9, 0.5, 0.25, share) == pytest.approx(0.8)


def test_values_go_from_those_without_the_lever() -> None:
    base = {path: one.value for path, one in PARAMETERS.items()} | {"referral.offer.township": 0.01}
    one = use(start=date(2024, 1, 1), ramp_days=31)
    found = with_levers(base, [one], PARAMETERS, date(2024, 1, 15))
    assert found["referral.offer.township"] == pytest.approx(0.01 + 0.08 / 2)
    assert {path for path in base if found[path] != base[path]} == {path for path, _ in one.settings}
    assert with_levers(base, [one], PARAMETERS, date(2023, 12, 31)) == base
    assert with_levers(base, [one], PARAMETERS, date(2024, 2, 1))["referral.offer.township"] == 0.09


def test_a_switch_with_a_ramp_reaches_nobody_through_the_county_until_it_is_everywhere() -> None:
    base = {path: one.value for path, one in PARAMETERS.items()}
    one = use("referral.switch", start=date(2024, 1, 1), ramp_days=60)
    assert with_levers(base, [one], PARAMETERS, date(2024, 2, 15))["care.unlimited"] == 0
    assert with_levers(base, [one], PARAMETERS, date(2024, 3, 1))["care.unlimited"] == 1


def test_groups_that_may_meet() -> None:
    assert may_meet(EVERYBODY, Trait.ELDERLY)
    assert may_meet(Trait.POOR, Trait.ELDERLY)
    assert may_meet(Trait.CHILD, Trait.PUPIL)
    assert not may_meet(Trait.CHILD, Trait.ELDERLY)
    assert not may_meet(Trait.PREGNANT, Trait.PUPIL | Trait.ELDERLY)
    assert may_meet(Trait.PREGNANT, Trait.PUPIL | Trait.CHRONIC)
