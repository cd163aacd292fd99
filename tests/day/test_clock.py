from __future__ import annotations

from datetime import date, timedelta

from sim.day.clock import SETTLEMENT_TAIL, Clock, month_index, months_between


def test_months_are_calendar_months():
    assert months_between(date(2023, 10, 3), date(2023, 10, 31)) == 0
    assert months_between(date(2023, 10, 31), date(2023, 11, 1)) == 1
    assert months_between(date(2023, 10, 3), date(2025, 1, 1)) == 15
    months = month_index(date(2023, 12, 30), 5)
    assert months[:5].tolist() == [0, 0, 1, 1, 1]
    assert len(months) == 5 + SETTLEMENT_TAIL
    assert months[-1] == months_between(date(2023, 12, 30), date(2023, 12, 30) + timedelta(days=404))


def test_a_day_has_a_date_whatever_the_warm_up():
    one = Clock(90, date(2024, 1, 1), 3, True)
    assert one.ordinal == Clock(120, date(2024, 1, 1), 4, True).ordinal
    assert one.day_of_year == 1
    assert Clock(0, date(2024, 12, 31), 0, False).day_of_year == 366
