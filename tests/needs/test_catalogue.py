from __future__ import annotations

import numpy as np
import pytest

from sim.declare import load_parameters
from sim.needs.catalogue import QUANTITIES, Catalogue, Department, Group, Sexes, read_catalogue
from sim.population.people import Chronic
from tests.needs.expected import Expected, expected, table
from tests.population.county import LULONG, people_of, values

SHARES = (
    "moderate", "severe", "admit_moderate", "admit_severe", "operate", "operate_high", "self_limiting",
    "cure", "death_severe", "death_untreated", "death_hour", "downable", "tcm",
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(values())


@pytest.fixture(scope="module")
def insured(catalogue: Catalogue) -> Expected:
    return expected(people_of(LULONG), catalogue)


@pytest.fixture(scope="module")
def residents(catalogue: Catalogue) -> Expected:
    people = people_of(LULONG)
    return expected(people.take(~people.away), catalogue)


def test_every_condition_declares_every_quantity_and_nothing_else(catalogue):
    declared = {path for path in load_parameters() if path.startswith("conditions.")}
    assert declared == {f"conditions.{name}.{quantity}" for name in catalogue.ids for quantity in QUANTITIES}
    assert 24 <= len(catalogue) <= 26
    assert len(set(catalogue.ids)) == len(catalogue)


def test_every_number_has_its_reasoning_and_both_labels(catalogue):
    for path, parameter in load_parameters().items():
        if path.startswith(("conditions.", "population.", "contract.")):
            assert parameter.note, path
            assert parameter.label.en, path
            assert parameter.label.zh, path
            assert parameter.low <= parameter.value <= parameter.high


def test_columns_of_the_file(catalogue):
    c = catalogue.index("copd")
    assert catalogue.chronic[c] == catalogue.risk[c] == Chronic.COPD
    assert catalogue.kind[c] == Group.CHRONIC
    assert catalogue.department[c] == Department.INTERNAL
    stroke = catalogue.index("acute_stroke")
    assert catalogue.chronic[stroke] == 0
    assert catalogue.risk[stroke] == Chronic.HYPERTENSION | Chronic.DIABETES | Chronic.STROKE
    assert catalogue.emergency[stroke]
    assert catalogue.sexes[catalogue.index("delivery")] == Sexes.WOMEN
    assert {str(name) for name in np.array(catalogue.ids)[catalogue.emergency]} == {
        "ami",
        "acute_stroke",
        "major_trauma",
    }
    assert sum(catalogue.chronic.tolist()) == sum(Chronic)  # each chronic state has exactly one condition


def test_numbers_are_of_their_kind(catalogue):
    for name in SHARES:
        assert ((getattr(catalogue, name) >= 0) & (getattr(catalogue, name) <= 1)).all(), name
    assert (catalogue.moderate + catalogue.severe <= 1 + 1e-12).all()
    assert (catalogue.skill_mild <= catalogue.skill_moderate).all()
    assert (catalogue.skill_moderate <= catalogue.skill_severe).all()
    assert ((catalogue.skill_mild >= 1) & (catalogue.skill_severe <= 4)).all()
    assert (catalogue.admit_moderate <= catalogue.admit_severe).all()
    assert (catalogue.death_severe <= catalogue.death_untreated).all()
    assert (catalogue.death_hour[~catalogue.emergency] == 0).all()
    assert (catalogue.death_hour[catalogue.emergency] > 0).all()
    assert (np.abs(catalogue.winter) < 1).all()
    assert (catalogue.uncontrolled[catalogue.risk == 0] == 1).all()
    assert (catalogue.uncontrolled >= 1).all()


def test_ranges_cannot_make_severity_exceed_one():
    ranges = load_parameters()
    for path in ranges:
        if path.endswith(".moderate") and path.startswith("conditions."):
            severe = ranges[path.replace(".moderate", ".severe")]
            assert ranges[path].high + severe.value <= 1 + 1e-9, path
            assert ranges[path].value + severe.high <= 1 + 1e-9, path


def test_rates_by_hand(catalogue):
    changed = dict(values()) | {
        "conditions.skin.rate": 0.5,
        "conditions.skin.age_0_14": 2.0,
        "conditions.skin.age_45_64": 3.0,
        "conditions.skin.age_65_plus": 4.0,
        "conditions.skin.female": 0.5,
    }
    again = read_catalogue(changed)
    rates = again.yearly_rates()
    assert rates.shape == (len(catalogue), 4, 2)
    assert rates[again.index("skin")].tolist() == [[1.0, 0.5], [0.5, 0.25], [1.5, 0.75], [2.0, 1.0]]
    delivery = rates[again.index("delivery")]
    assert (delivery[:, 0] == 0).all()
    assert np.flatnonzero(delivery[:, 1]).tolist() == [1]


def test_needs_per_head_rise_with_age(catalogue, residents):
    by_age, shown = residents.needs.sum(axis=0), table(residents, catalogue)
    assert 9.0 < residents.per_head(residents.needs).sum() < 10.0, shown
    assert 5 < by_age[0] < 7.5, shown
    assert 5 < by_age[1] < 7, shown
    assert 9 < by_age[2] < 12, shown
    assert 13 < by_age[3] < 18, shown
    chronic = residents.needs[catalogue.kind == Group.CHRONIC].sum(axis=0)
    assert chronic[3] > 0.5 * by_age[3], shown
    assert chronic[0] < 0.1, shown


def test_stays_indicated_leave_the_published_number_when_most_happen(catalogue, insured):
    stays = insured.per_head(insured.stays)
    # TG143: 21.74 discharges per 100 insured; 85-90 % of what is indicated happens
    assert 0.85 < 0.2174 / stays.sum() < 0.90, table(insured, catalogue)
    by_age = insured.stays.sum(axis=0)
    assert by_age[3] > 2.5 * by_age[1], table(insured, catalogue)
    days = (stays * catalogue.stay_days).sum() / stays.sum()
    assert 8.3 < days < 9.6  # IN232 8.5, IN115 9.5
    operations = stays * catalogue.operate
    assert 0.15 < operations.sum() / stays.sum() < 0.3
    high = (operations * catalogue.operate_high).sum() / operations.sum()
    assert 0.4184 < high < 0.5391  # TG012, TG011


def test_bills_are_relative_to_a_mean_of_one(catalogue, insured):
    needs, stays = insured.per_head(insured.needs), insured.per_head(insured.stays)
    assert (needs * catalogue.visit_cost).sum() / needs.sum() == pytest.approx(1, abs=0.03)
    assert (stays * catalogue.stay_cost).sum() / stays.sum() == pytest.approx(1, abs=0.03)


def test_emergencies_are_as_frequent_as_published(catalogue, residents):
    people = people_of(LULONG)
    needs = 1e5 * residents.per_head(residents.needs)
    assert 80 < needs[catalogue.index("ami")] < 130
    assert 100 < needs[catalogue.index("major_trauma")] < 180
    middle_aged = people.take(~people.away & (people.age >= 40))
    stroke = expected(middle_aged, catalogue)
    incidence = 1e5 * stroke.per_head(stroke.needs)[catalogue.index("acute_stroke")]
    assert incidence == pytest.approx(505, rel=0.1)  # IN031


def test_deaths_of_conditions_and_of_other_causes_add_up(residents):
    people = people_of(LULONG)
    people = people.take(~people.away)
    bands = ("0", "1_14", "15_44", "45_54", "55_64", "65_74", "75_84", "85_plus")
    size = np.bincount(np.digitize(people.age, (1, 15, 45, 55, 65, 75, 85)))
    other = size @ [values()[f"population.mortality.{band}"] for band in bands] / len(people)
    own = residents.per_head(residents.deaths).sum()
    assert 0.002 < own < 0.004
    # crude death rate of an ageing county; Hebei as a whole has 7 to 8 per 1000
    assert 0.007 < own + other < 0.0105
