"""Periods: which stretches of months a run yields."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.indicators.periods import main_period, periods, sum_over, year_before
from tests.indicators.fakes import month_list


def labels(months: list[tuple[date, date]], start: date) -> list[str]:
    return [p.label for p in periods(months, start)]


def test_a_full_year_has_months_quarters_year_to_date_and_year() -> None:
    months = month_list(date(2023, 10, 1), 15)
    found = labels(months, date(2024, 1, 1))
    assert found == [
        *(f"2024-{m:02d}" for m in range(1, 13)),
        *("2024Q1", "2024Q2", "2024Q3", "2024Q4", "2024Q1-Q2", "2024Q1-Q3", "2024"),
    ]  # fmt: skip


def test_the_first_counted_month_follows_the_warm_up() -> None:
    chosen = periods(month_list(date(2023, 10, 1), 15), date(2024, 1, 1))
    january = chosen[0]
    assert (january.first, january.last, january.start, january.end) == (
        3,
        3,
        date(2024, 1, 1),
        date(2024, 1, 31),
    )
    year = chosen[-1]
    assert (year.kind, year.days, year.year_share) == ("year", 366, 1.0)


def test_an_unfinished_month_makes_no_quarter_and_the_rest_is_called_by_its_months() -> None:
    months = [*month_list(date(2024, 1, 1), 4), (date(2024, 5, 1), date(2024, 5, 20))]
    chosen = periods(months, date(2024, 1, 1))
    assert [p.label for p in chosen] == [
        "2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024Q1", "2024-01..05",
    ]  # fmt: skip
    assert (chosen[-1].kind, chosen[-1].end) == ("year_to_date", date(2024, 5, 20))


def test_a_half_year_is_not_named_twice() -> None:
    assert labels(month_list(date(2024, 1, 1), 6), date(2024, 1, 1))[-3:] == ["2024Q1", "2024Q2", "2024Q1-Q2"]
    assert labels(month_list(date(2024, 1, 1), 1), date(2024, 1, 1)) == ["2024-01"]
    assert labels(month_list(date(2024, 1, 1), 3), date(2024, 1, 1))[-1] == "2024Q1"


def test_a_run_that_begins_in_spring_has_no_year_to_date_from_january() -> None:
    found = labels(month_list(date(2024, 4, 1), 9), date(2024, 4, 1))
    assert found[-4:] == ["2024Q2", "2024Q3", "2024Q4", "2024-04..12"]


def test_a_month_that_began_in_the_warm_up_is_not_counted() -> None:
    assert labels(month_list(date(2024, 1, 1), 2), date(2024, 1, 15)) == ["2024-02"]


def test_the_year_before_and_the_main_period() -> None:
    chosen = periods(month_list(date(2024, 1, 1), 24), date(2024, 1, 1))
    before = year_before(chosen)
    place = {p.label: i for i, p in enumerate(chosen)}
    assert before[place["2025Q1-Q3"]] == place["2024Q1-Q3"]
    assert before[place["2025-07"]] == place["2024-07"]
    assert before[place["2025"]] == place["2024"]
    assert before[place["2024"]] == -1
    assert main_period(chosen).label == "2025"


@given(st.lists(st.integers(0, 1000), min_size=12, max_size=12))
def test_sums_over_periods_are_sums_of_months(amounts: list[int]) -> None:
    chosen = periods(month_list(date(2024, 1, 1), 12), date(2024, 1, 1))
    total = sum_over(np.array([amounts, amounts]), chosen, axis=1)
    for column, period in enumerate(chosen):
        assert (total[:, column] == sum(amounts[period.first : period.last + 1])).all()
