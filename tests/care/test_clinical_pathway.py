"""Standardised treatment: who follows a standard, and what it does to lengths and bills."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.care.clinical_pathway import held, listed
from sim.care.noise import lognormal
from sim.geography.map import Kind
from tests.levers.switch import switched, tables_of

PARTS = {"above": 0.4, "below": 0.8}


def drawn_in(multiple, follows=True):
    n = len(multiple)
    return held(multiple, np.full(n, follows), np.full(n, PARTS["above"]), np.full(n, PARTS["below"]))


def test_above_comes_down_and_below_comes_up():
    assert drawn_in(np.array([2.0, 1.0, 0.5])) == pytest.approx([1.4, 1.0, 0.6])
    assert drawn_in(np.array([2.0, 0.5]), follows=False).tolist() == [2.0, 0.5]


@given(st.floats(0.01, 20), st.floats(0.01, 20))
def test_the_order_of_patients_stays(one, other):
    low, high = sorted((one, other))
    after = drawn_in(np.array([low, high]))
    assert after[0] <= after[1]
    assert after[1] - after[0] <= high - low + 1e-12


def test_spread_and_mean_fall():
    noise = lognormal(0.45)
    after = drawn_in(noise)
    assert after.std() < 0.7 * noise.std()
    assert after.mean() < noise.mean()


def test_only_listed_conditions_in_the_county_and_fewer_of_the_severe(map_, values):
    tables = tables_of(map_, switched(values, "capability.clinical_pathway"))
    table, sites, catalogue = tables.pathway, tables.sites, tables.catalogue
    inside = sites.county >= 0
    assert not table.ward[:, ~inside].any() and not table.clinic[:, ~inside].any()
    assert not table.clinic[:, sites.kind > Kind.TOWNSHIP_CENTRE].any()
    tumour, delivery = (catalogue.index(name) * 3 for name in ("tumour", "delivery"))
    assert not table.ward[tumour : tumour + 3].any()
    share = values["capability.clinical_pathway.severe"]
    here = np.flatnonzero(inside)[0]
    assert table.ward[delivery : delivery + 3, here] == pytest.approx([0.6, 0.6, 0.6 * share])
    assert 0 < listed(catalogue).sum() < len(catalogue)
    assert not tables_of(map_, values).pathway.in_wards
