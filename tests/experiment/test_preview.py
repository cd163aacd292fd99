"""How much of a scenario a preview holds: months first, then people, and never less than a late change."""

from __future__ import annotations

from datetime import date

from sim.experiment.preview import Pace, Size, size_of
from sim.scenario import Scenario
from tests import small

DAY, FIRST = date(2024, 12, 31), date(2024, 1, 1)


def year() -> Scenario:
    plan = small.scenario().with_dates(FIRST, DAY)
    assert (plan.until - plan.begin).days + 1 == 366 + plan.warmup_days
    return plan


def pace(day: float, person_day: float) -> Pace:
    return Pace(100_000.0, 0.1, 0.0, day, person_day)


def test_seconds_are_those_of_the_parts() -> None:
    one = Pace(1_000.0, 1.0, 0.001, 0.01, 0.0001)
    assert one.seconds(0.5, 100) == 1.0 + 0.5 + 100 * (0.01 + 0.05)


def test_a_quick_county_is_whole_and_a_slower_one_a_sample_of_the_year() -> None:
    plan = year()
    days = 366 + plan.warmup_days
    assert size_of(year(), plan, pace(0.0, 1e-9)) == Size(1.0, DAY)
    # 0.9 s are left after the start: 0.05 of the people would take them just so, 0.1 would not
    assert size_of(year(), plan, pace(0.0, 0.9 / days / 5_001)) == Size(0.05, DAY)


def test_where_days_alone_take_too_long_there_are_fewer_months() -> None:
    plan = year()
    nine = (date(2024, 9, 30) - plan.begin).days + 1
    found = size_of(year(), plan, pace(0.9 / nine, 0.0))
    assert found == Size(1.0, date(2024, 9, 30))
    assert size_of(year(), plan, pace(1.0, 0.0)) == Size(0.02, date(2024, 1, 31))  # too slow for anything


def test_a_late_change_is_never_cut_off() -> None:
    plan = year().with_overrides({"referral.down_offer": {date(2024, 6, 1): 0.5}})
    assert size_of(year(), plan, pace(1.0, 0.0)).until == date(2024, 9, 30)
    plan = year().with_overrides({"referral.down_offer": {date(2024, 12, 1): 0.5}})
    assert size_of(year(), plan, pace(1.0, 0.0)).until == DAY
