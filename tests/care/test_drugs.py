"""Drug supply: stocks are used, run out, are ordered and delivered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.care.drugs import (
    CHRONIC,
    NOTHING,
    OTHER,
    DrugTables,
    deliver,
    full_stock,
    others,
    take,
)
from sim.geography.map import Kind

MONTH = 30


def one_facility(**more):
    """Tables of one facility with a delivery on ordinals that 30 divides."""
    given = {"interval": MONTH, "phase": 0, "level": 1.2, "least": 5, "register": 0.0, "lead": 2} | more
    array = {name: np.array([value]) for name, value in given.items()}
    return DrugTables(
        kept=np.array([True]), unlisted=np.zeros(1), forwarded=np.zeros(1), group=np.zeros(1, int), **array
    )


def lived(table, demand, days, stock=None, first=0):
    """Prescriptions asked for and filled by day, with as many asked for as `demand` says, group `OTHER`."""
    stock = stock or full_stock(1)
    told = []
    for ordinal in range(first, first + days):
        deliver(table, stock, ordinal)
        asked = np.array([[0.0, demand(ordinal)]])
        filled = np.minimum(asked, stock.left)
        take(table, stock, asked, filled, ordinal)
        told.append((asked[0, OTHER], filled[0, OTHER]))
    return np.array(told), stock


def test_the_first_delivery_comes_after_a_whole_interval_and_brings_what_was_used():
    told, stock = lived(one_facility(phase=10), lambda day: 3.0, 50)
    assert (told[:, 0] == told[:, 1]).all()  # enough until then
    # Delivery days are 20 and 50: on day 20 only 20 days were seen.
    assert np.isinf(stock.left).all()
    deliver(one_facility(phase=10), stock, 50)
    assert stock.rate[0, OTHER] == pytest.approx(3.0 * 50 / 51)
    assert stock.left[0].tolist() == [5.0, float(int(1.2 * MONTH * 3.0 * 50 / 51)) + 5.0]


def test_a_stock_runs_out_when_more_come_than_was_expected():
    _, stock = lived(one_facility(), lambda day: 3.0, 61)
    assert stock.left[0, OTHER] == pytest.approx(1.2 * MONTH * 3.0 + 5 - 3, abs=4)
    told, stock = lived(one_facility(), lambda day: 6.0, 29, stock, first=61)
    lost = told[:, 0] - told[:, 1]
    assert lost.sum() == pytest.approx(29 * 6 - (told[:, 1].sum()))
    assert lost.sum() > 0 and lost[:15].sum() == 0
    assert stock.left[0, OTHER] == 0.0
    assert stock.used[0, OTHER] == told[:, 1].sum() + 3  # shortages are not seen where nobody registers them
    assert stock.ordered[0] == NOTHING


def test_a_registered_shortage_brings_a_delivery_and_counts_in_the_next_order():
    table = one_facility(register=1.0)
    _, stock = lived(table, lambda day: 3.0, 61)
    told, stock = lived(table, lambda day: 6.0, 29, stock, first=61)
    _, other = lived(one_facility(), lambda day: 3.0, 61)
    plain, other = lived(one_facility(), lambda day: 6.0, 29, other, first=61)
    assert (told[:, 0] - told[:, 1]).sum() < (plain[:, 0] - plain[:, 1]).sum()
    assert stock.used[0, OTHER] > other.used[0, OTHER]
    first = int(np.flatnonzero(told[:, 1] < told[:, 0])[0])
    # Delivered two days after the day of the first shortage.
    assert (told[first + 2 : first + 10, 1] == 6.0).all()


def test_more_frequent_deliveries_lose_fewer():
    def busy(day):
        return 3.0 + 4.0 * (day % 90 > 60)

    monthly, _ = lived(one_facility(), busy, 360)
    weekly, _ = lived(one_facility(interval=7), busy, 360)
    assert (weekly[:, 0] - weekly[:, 1]).sum() < 0.5 * (monthly[:, 0] - monthly[:, 1]).sum()


def test_a_delivery_never_takes_drugs_away_and_groups_are_apart():
    stock = full_stock(1)
    stock.left[:] = [[200.0, 0.0]]
    stock.used[:] = [[10.0, 60.0]]
    stock.days[:] = MONTH - 1
    deliver(one_facility(), stock, MONTH)
    assert stock.left[0, CHRONIC] == 200.0
    assert stock.left[0, OTHER] == float(int(1.2 * MONTH * 1.0)) + 5.0
    assert not stock.used.any() and stock.days[0] == 0


def test_who_keeps_no_stock_never_runs_out():
    table = replace(one_facility(), kept=np.array([False]))
    told, stock = lived(table, lambda day: 50.0, 100)
    assert (told[:, 0] == told[:, 1]).all() and np.isinf(stock.left).all()


@pytest.mark.parametrize("sample", [1.0, 0.1])
def test_a_sample_runs_out_as_often_as_all_people(sample):
    """400 clinics with four prescriptions a day, for two years; part of the people is simulated."""
    n, rng = 400, np.random.default_rng(3)
    one, stock = one_facility(level=1.1, least=0), full_stock(n)
    repeated = {
        name: np.repeat(getattr(one, name), n)
        for name in ("kept", "interval", "phase", "level", "least", "register", "lead")
    }
    table, asked_, filled_ = replace(one, **repeated), 0.0, 0.0
    for ordinal in range(720):
        deliver(table, stock, ordinal, sample)
        own = rng.poisson(4.0 * sample, (n, 2)).astype(float)
        asked = own + (others(stock, sample, rng.standard_normal((n, 2))) if sample < 1 else 0.0)
        filled = np.minimum(asked, np.floor(stock.left))
        take(table, stock, asked, filled, ordinal)
        if ordinal >= 90:
            asked_, filled_ = asked_ + asked.sum(), filled_ + filled.sum()
    assert asked_ / 630 / n / 2 == pytest.approx(4.0, rel=0.05)
    assert 1.0 - filled_ / asked_ == pytest.approx(0.0125, abs=0.004)


def test_which_facilities_keep_a_stock(tables):
    sites = tables.sites
    inside = (sites.county >= 0) & (sites.kind <= Kind.TOWNSHIP_CENTRE)
    assert np.array_equal(tables.drugs.kept, inside)
    assert (tables.drugs.phase < tables.drugs.interval).all() and len(set(tables.drugs.phase[inside])) > 3
