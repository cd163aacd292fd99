from __future__ import annotations

import numpy as np
import pytest

from sim.care.long_term import days_in_place, long_term_tables
from sim.geography.map import Kind
from sim.policy.regimes import one_regime


def long_term(map_, tables, values, sample=1.0, **more):
    values = {**values, **{path.replace("__", "."): value for path, value in more.items()}}
    regimes = one_regime(values, len(map_.villages), len(map_.facilities))
    return long_term_tables(tables.sites, regimes, sample, 1)


def test_places_are_at_township_centres_only(map_, tables, values):
    table = long_term(map_, tables, values, pay_patient__long_term_care__places=8)
    centre = tables.sites.kind == Kind.TOWNSHIP_CENTRE
    assert set(table.places[centre]) == {8}
    assert (table.places[~centre] == 0).all()
    assert not long_term(map_, tables, values).places.any()


def test_families_agree_the_more_the_less_they_pay(map_, tables, values):
    own = {**values, "prices.long_term_day": 10_000, "care.long_term_agree": 0.5}
    half = long_term(map_, tables, own, pay_patient__long_term_care__ratio=0.5, care__long_term_weight=2.0)
    assert half.agree == pytest.approx(1 / (1 + np.exp(1.0)))
    assert half.ratio.tolist() == [5000] * 3
    most = long_term(map_, tables, own, pay_patient__long_term_care__ratio=0.9, care__long_term_weight=2.0)
    assert (most.agree > half.agree).all()


def test_days_are_right_on_average(map_, tables, values):
    table = long_term(map_, tables, values, care__long_term_days=60)
    days = days_in_place(table, (np.arange(2048) + 0.5) / 2048)
    assert days.min() >= 1
    assert days.mean() == pytest.approx(60, rel=0.01)
