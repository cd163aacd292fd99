from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sim.population.health import BANDS, chronic_states, controlled_states, prevalence
from sim.population.people import Chronic
from tests.population.county import LULONG, people_of, residents, values

EDGES = (18, 40, 50, 60, 70, 90)
# percent of the population of China by five-year age group 0-4 … 85+, 2020 census
CHINA_2020 = (
    5.52, 6.39, 6.04, 5.15, 5.31, 6.51, 8.79, 7.02, 6.59, 8.10, 8.59, 7.18,
    5.20, 5.25, 3.52, 2.21, 1.44, 1.20,
)  # fmt: skip
SINGLE_YEARS = np.repeat(CHINA_2020, 5) / 5


def bit(mask: np.ndarray, state: Chronic) -> np.ndarray:
    return (mask & state) != 0


def national(state: Chronic, first: int) -> float:
    """Prevalence from an age on with the national age structure, by the declared table."""
    column = list(Chronic).index(state)
    curve = prevalence(values()).mean(axis=1)[: len(SINGLE_YEARS), column]
    weight = SINGLE_YEARS * (np.arange(len(SINGLE_YEARS)) >= first)
    return float((curve * weight).sum() / weight.sum())


@pytest.mark.parametrize(
    ("state", "first", "published", "margin"),
    [
        (Chronic.HYPERTENSION, 18, 0.278, 0.012),  # IN035, IN277
        (Chronic.HYPERTENSION, 60, 0.580, 0.02),  # IN278
        (Chronic.DIABETES, 18, 0.124, 0.006),  # IN279
        (Chronic.COPD, 40, 0.149, 0.02),  # IN030, rural
        (Chronic.STROKE, 40, 0.026, 0.002),  # IN031
    ],
)
def test_national_prevalences_are_the_published_ones(state, first, published, margin):
    assert national(state, first) == pytest.approx(published, abs=margin)


def test_coronary_disease_of_a_rural_county_is_that_of_the_rural_cohort():
    people = residents()
    aged = (people.age >= 18) & (people.age < 80)
    assert bit(people.chronic[aged], Chronic.CHD).mean() == pytest.approx(0.0442, abs=0.006)  # IN034


def test_the_curve_has_the_published_mean_in_every_band():
    table = prevalence(values()).mean(axis=1)
    for column, state in enumerate(Chronic):
        for band, first, last in zip(BANDS, EDGES[:-1], EDGES[1:], strict=True):
            published = values()[f"population.prevalence.{str(state.name).lower()}_{band}"]
            # where it rises from nothing the straight line cannot bend enough, and is cut at zero
            assert table[first:last, column].mean() == pytest.approx(published, rel=0.02, abs=6e-4), (
                state,
                band,
            )
    assert not table[:18].any()
    assert (np.diff(table, axis=0) > -2e-4).all()


@pytest.mark.parametrize("state", list(Chronic))
def test_people_have_the_prevalence_of_their_age(state):
    people = residents()
    column = list(Chronic).index(state)
    expected = prevalence(values())[people.age, people.sex, column]
    for first, last in pairwise(EDGES):
        aged = (people.age >= first) & (people.age < last)
        found, wanted = bit(people.chronic[aged], state).mean(), expected[aged].mean()
        assert abs(found - wanted) < 4 * np.sqrt(wanted / aged.sum())


def test_women_to_men_in_the_declared_ratio():
    table = prevalence(values())[65, :, list(Chronic).index(Chronic.COPD)]
    assert table[1] / table[0] == pytest.approx(values()["population.prevalence_women.copd"])


def test_states_cluster_but_the_margins_do_not_move():
    people = residents().take(np.arange(60_000))
    alone = chronic_states(people.id, people.age, people.sex, values() | {"population.comorbidity": 0.0}, 3)
    shared = chronic_states(people.id, people.age, people.sex, values() | {"population.comorbidity": 0.5}, 3)
    old = (people.age >= 60) & (people.age < 70)
    for state in (Chronic.HYPERTENSION, Chronic.DIABETES):
        assert bit(alone, state)[old].mean() == pytest.approx(bit(shared, state)[old].mean(), abs=0.015)
    both = Chronic.HYPERTENSION | Chronic.DIABETES
    assert ((alone[old] & both) == both).mean() == pytest.approx(0.54 * 0.235, abs=0.015)  # independent
    assert ((shared[old] & both) == both).mean() > 0.16


def test_an_extra_person_changes_nobodys_states():
    people = residents().take(np.arange(1_000))
    before = chronic_states(people.id, people.age, people.sex, values(), 3)
    ids = np.append(people.id, np.uint64(4_200_000_000_000_000))
    after = chronic_states(ids, np.append(people.age, 70), np.append(people.sex, 1), values(), 3)
    assert (after[:-1] == before).all()
    backwards = chronic_states(people.id[::-1], people.age[::-1], people.sex[::-1], values(), 3)
    assert (backwards[::-1] == before).all()


def test_control_is_a_subset_at_the_published_rate():
    people = people_of(LULONG)
    assert not (people.controlled & ~people.chronic).any()
    for state in (Chronic.HYPERTENSION, Chronic.DIABETES):
        who = bit(people.chronic, state)
        declared = values()[f"population.control.{str(state.name).lower()}"]
        assert bit(people.controlled[who], state).mean() == pytest.approx(declared, abs=0.005)
    nobody = controlled_states(people.id[:9], np.zeros(9, np.uint8), values(), 3)
    assert not nobody.any()
