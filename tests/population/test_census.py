from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UserError
from sim.population.census import (
    BAND_STARTS,
    OLDEST,
    ages_in_bands,
    apportion,
    county_facts,
    resident_cells,
)
from tests.population.county import LULONG, UNITS, values


def test_apportion_by_hand():
    assert apportion([1, 1, 1], 10).tolist() == [4, 3, 3]  # equal remainders: the earlier wins
    assert apportion([0.5, 0.3, 0.2], 7).tolist() == [4, 2, 1]  # quotas 3.5, 2.1, 1.4
    assert apportion([0, 2, 0], 5).tolist() == [0, 5, 0]
    assert apportion([3, 4], 0).tolist() == [0, 0]


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=60).filter(lambda weights: sum(weights) > 1e-3),
    st.integers(0, 2_000_000),
)
def test_apportion_is_exact_and_within_one_of_the_quota(weights, total):
    parts = apportion(weights, total)
    assert parts.sum() == total
    quota = np.array(weights) * total / sum(weights)
    assert (np.abs(parts - quota) < 1 + 1e-6).all()
    assert (parts >= 0).all()


def test_facts_of_lulong_are_those_of_the_census():
    facts = county_facts(LULONG)
    assert (facts.population, facts.men_per_100_women, facts.household_size) == (333_942, 103.18, 2.43)
    assert len(facts.band_shares) == len(BAND_STARTS) == 19
    assert facts.band_shares[0] == 0.006
    assert facts.band_shares[-1] == 0.0131


def test_a_county_without_facts_is_a_users_error():
    with pytest.raises(UserError, match="999999"):
        county_facts("999999")


@pytest.mark.parametrize("code", UNITS)
def test_cells_reproduce_bands_sex_ratio_and_population(code):
    facts = county_facts(code)
    cells = resident_cells(facts, values())
    assert cells.sum() == facts.population
    assert (cells > 0).all()
    # the published shares have four digits, so their sum may miss 1 by up to 19 half-units
    assert np.abs(cells.sum(axis=1) / facts.population - facts.band_shares).max() < 1e-4
    men, women = cells.sum(axis=0)
    assert abs(100 * men / women - facts.men_per_100_women) < 1e-3
    share_of_men = cells[:, 0] / cells.sum(axis=1)
    assert share_of_men[0] > share_of_men[10] > share_of_men[-1]


def test_single_years_stay_in_their_band_and_follow_the_slope():
    counts = resident_cells(county_facts(LULONG), values()).sum(axis=1)
    band = np.repeat(np.arange(19), 10_000)
    draws = np.tile((np.arange(10_000) + 0.5) / 10_000, 19)
    age = ages_in_bands(band, draws, counts, values())
    assert (np.digitize(age, BAND_STARTS[1:]) == band).all()
    assert age.max() == OLDEST - 1
    # Lulong has more aged 10-14 than 5-9 and fewer aged 15-19: a rise through 5-9, a fall through 15-19
    years = np.bincount(age, minlength=OLDEST)
    assert (np.diff(years[5:10]) > 0).all()
    assert (np.diff(years[15:20]) < 0).all()
    survival = values()["population.oldest_survival"]
    assert years[86] / years[85] == pytest.approx(survival, rel=0.01)


def test_every_single_year_of_an_even_pyramid_is_equal():
    widths = np.diff(np.append(BAND_STARTS, OLDEST))
    draws = np.tile((np.arange(5_000) + 0.5) / 5_000, 18)
    age = ages_in_bands(np.repeat(np.arange(18), 5_000), draws, widths * 1_000, values())
    assert np.bincount(age)[5:85].tolist() == [1_000] * 80
