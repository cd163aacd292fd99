"""Accounts: budgets opened, advanced, forecast and closed, with hand-worked amounts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.money.account import Accounts, days_of_year
from sim.money.budget import Rule
from tests.money.test_budget import terms

ALL = np.array([True])
YEAR_COST, HEADS, NOTHING = np.array([366_000.0]), np.array([100]), np.array([0])


def opened(day: date, before: int = 0, **changed: object) -> Accounts:
    """One community with a budget from a day of 2024 on: what it cost before, 1,000 fen a day."""
    accounts = Accounts.empty(1)
    accounts.start(ALL, terms(**changed), day, YEAR_COST, HEADS, np.array([before]))
    return accounts


def test_a_budget_opened_within_the_year_is_the_rest_of_it():
    assert opened(date(2024, 1, 1)).budget.tolist() == [366_000]
    late = opened(date(2024, 12, 1), before=777)
    assert late.budget.tolist() == [31_000]
    assert late.usual.tolist() == [31_000]
    assert late.elapsed(date(2024, 12, 1)).tolist() == [0]
    assert late.elapsed(date(2024, 12, 17)) == pytest.approx(16 / 31)
    assert late.expected(np.array([777]), date(2024, 12, 1)).tolist() == [31_000]


def test_advances_of_the_quarters_are_the_share_of_the_budget():
    accounts = opened(date(2024, 1, 1), advance=0.8)
    for month, so_far in ((1, 91), (4, 182), (7, 274), (10, 366)):
        accounts.advance(ALL, date(2024, month, 1))
        assert accounts.advanced.tolist() == [so_far * 800]
    within = opened(date(2024, 12, 1), advance=0.8)
    within.advance(ALL, date(2024, 12, 1))
    assert within.advanced.tolist() == [24_800]


def test_a_late_advance_comes_months_later_and_leaves_members_short():
    accounts = opened(date(2024, 1, 1), advance=0.8, delay=np.array([3]))
    accounts.advance(ALL, date(2024, 1, 1))
    assert accounts.advanced.tolist() == [0]
    assert [accounts.short(date(2024, month, 1))[0] for month in (1, 2, 3)] == [False, True, True]
    none = np.array([False])
    accounts.advance(none, date(2024, 3, 1))
    assert accounts.advanced.tolist() == [0]
    accounts.terms = terms(advance=0.8)  # the second quarter's is paid on its day again
    accounts.advance(ALL, date(2024, 4, 1))
    assert accounts.advanced.tolist() == [182 * 800]
    assert not accounts.short(date(2024, 4, 1)).any()


def test_a_late_advance_of_a_closed_budget_is_part_of_its_settlement():
    accounts = opened(date(2024, 10, 1), advance=0.8, delay=np.array([6]))
    accounts.advance(ALL, date(2024, 10, 1))
    accounts.close(ALL, date(2024, 12, 31), np.array([90_000]))
    assert (accounts.closed[0].advanced, accounts.closed[0].due) == (0, 92_000)
    accounts.start(ALL, terms(), date(2025, 1, 1), YEAR_COST, HEADS, NOTHING)
    accounts.advance(np.array([False]), date(2025, 4, 1))
    assert accounts.advanced.tolist() == [0] and not accounts.late


def test_a_year_is_settled():
    accounts = opened(date(2024, 1, 1), before=500, keep=0.5)
    accounts.advance(ALL, date(2024, 1, 1))
    accounts.close(ALL, date(2024, 12, 31), np.array([346_500]), (np.array([7.4]), np.array([-2.0])))
    (end,) = accounts.closed
    assert (end.begin, end.end, end.whole) == (date(2024, 1, 1), date(2024, 12, 31), True)
    assert (end.budget, end.spending, end.surplus, end.kept, end.returned) == (
        366_000, 346_000, 20_000, 10_000, 10_000,
    )  # fmt: skip
    assert (end.lead, end.township, end.village) == (6_000, 3_000, 1_000)
    assert end.advanced + end.due == 346_000 + 10_000
    assert (end.signed_surplus, end.signed_adjusted) == (7, -2)
    assert not accounts.open.any()
    assert accounts.left.tolist() == [20_000]


def test_the_last_day_of_a_run_settles_what_has_passed():
    accounts = opened(date(2024, 7, 1))
    accounts.close(ALL, date(2024, 9, 30), np.array([100_000]))
    (end,) = accounts.closed
    assert not end.whole
    assert (end.budget, end.overspend, end.borne) == (92_000, 8_000, 8_000)
    assert (end.lead, end.township, end.village) == (-4_800, -2_400, -800)
    assert end.signed_surplus is None
    assert accounts.left == pytest.approx(-8_000 * 366 / 92)


def test_years_go_on_from_budget_to_budget():
    accounts, kept = opened(date(2024, 1, 1)), terms()
    accounts.keep_time(kept, date(2024, 1, 1))
    accounts.close(ALL, date(2024, 12, 31), NOTHING)
    accounts.start(ALL, kept, date(2025, 1, 1), YEAR_COST, HEADS, NOTHING)
    accounts.keep_time(kept, date(2025, 1, 1))
    assert accounts.years(date(2025, 1, 1)) == pytest.approx(366 / 365)
    accounts.keep_time(terms(rule=Rule.NONE), date(2025, 2, 1))
    assert accounts.years(date(2025, 2, 1)).tolist() == [0]
    assert [days_of_year(year) for year in (2024, 2025)] == [366, 365]


def test_a_form_of_payment_other_than_usual_counts_its_years_too():
    accounts, drg = Accounts.empty(1), terms(rule=Rule.NONE, reformed=True)
    accounts.keep_time(terms(rule=Rule.NONE), date(2024, 1, 1))
    assert accounts.years(date(2024, 6, 1)).tolist() == [0]
    accounts.keep_time(drg, date(2024, 7, 1))
    accounts.keep_time(drg, date(2024, 8, 1))
    assert accounts.years(date(2025, 7, 1)) == pytest.approx(1)


def test_a_saving_of_last_year_counts_in_the_next_budget_without_a_ratchet():
    for ratchet, budget in ((1.0, 366_000), (0.0, 386_000)):
        accounts = opened(date(2024, 1, 1), ratchet=ratchet)
        accounts.close(ALL, date(2024, 12, 31), np.array([346_000]))
        accounts.start(ALL, terms(ratchet=ratchet), date(2028, 1, 1), YEAR_COST, HEADS, NOTHING)
        assert accounts.budget.tolist() == [budget]
