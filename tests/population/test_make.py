from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from sim.population.census import BAND_STARTS, apportion, county_facts, resident_cells
from sim.population.make import away_count, head_count, make_people
from sim.population.people import DTYPES, People
from tests.population.county import LULONG, SEED, UNITS, people_of, residents, small_map, values


def same(one: People, other: People) -> bool:
    theirs = other.columns()
    return all(np.array_equal(column, theirs[name]) for name, column in one.columns().items())


def test_ages_and_sexes_are_those_of_the_census_exactly():
    people = residents()
    cells = np.zeros((19, 2), np.int64)
    np.add.at(cells, (np.digitize(people.age, BAND_STARTS[1:]), people.sex), 1)
    assert (cells == resident_cells(county_facts(LULONG), values())).all()


def test_everybody_is_counted_without_being_made():
    assert head_count(small_map(LULONG).census, values()) == len(people_of(LULONG))


@pytest.mark.slow
def test_six_units_have_the_population_of_the_census():
    people = make_people(small_map(*UNITS), values(), SEED)
    counts = np.bincount(people.county[~people.away])
    assert counts.tolist() == [county_facts(code).population for code in UNITS]
    assert len(np.unique(people.id)) == len(people)


def test_villages_have_exactly_their_size():
    people, map_ = people_of(LULONG), small_map(LULONG)
    weight = map_.villages["weight"].to_numpy()
    for away in (False, True):
        counts = np.bincount(people.village[people.away == away], minlength=len(weight))
        assert (counts == apportion(weight, int((people.away == away).sum()))).all()


def test_a_household_lives_in_one_village_and_its_members_share_income_and_travel():
    people = people_of(LULONG)
    for column in (people.village, people.income, people.mode):
        order = np.argsort(people.household, kind="stable")
        together = np.diff(people.household[order]) == 0
        assert (np.diff(column[order].astype(int))[together] == 0).all()


@pytest.mark.parametrize("code", UNITS)
def test_households_are_those_of_the_census(code):
    people, facts = people_of(code), county_facts(code)
    people = people.take(~people.away)
    _, household, sizes = np.unique(people.household, return_inverse=True, return_counts=True)
    assert sizes.mean() == pytest.approx(facts.household_size, rel=0.005)
    elderly = np.bincount(household, people.age >= 65) > 0
    # the census counts family households; in Beidaihe a fifth are students in dormitories, here in households
    assert elderly.mean() == pytest.approx(facts.elderly_households, abs=0.06 if code == "130304" else 0.04)


def test_households_are_plausible():
    people = residents()
    _, household, sizes = np.unique(people.household, return_inverse=True, return_counts=True)
    children = household[people.age < 15]
    grown = np.bincount(household, people.age >= 22) > 0
    assert grown[children].mean() > 0.99  # cutting at a village's edge may leave one alone
    parents = np.bincount(household, (people.age >= 22) & (people.age <= 50)) > 0
    assert 0.65 < parents[children].mean() < 0.9  # the others live with grandparents
    # most households of two are couples: a man and a woman a few years apart
    two = np.flatnonzero(sizes[household] == 2)
    pair = two[np.argsort(household[two], kind="stable")].reshape(-1, 2)
    mixed = people.sex[pair[:, 0]] != people.sex[pair[:, 1]]
    assert mixed.mean() > 0.75
    gap = np.abs(np.diff(people.age[pair[mixed]].astype(int), axis=1))
    assert np.median(gap) <= 3


def test_town_is_younger_than_country_and_has_the_census_share():
    people = residents()
    urban = small_map(LULONG).villages["urban"].to_numpy()[people.village]
    assert urban.mean() == pytest.approx(county_facts(LULONG).urban_share, abs=1e-4)
    old = people.age >= 65
    assert 0.02 < old[~urban].mean() - old[urban].mean() < 0.12


def test_the_away_are_the_registered_who_do_not_live_here():
    people = people_of(LULONG)
    away = people.take(people.away)
    share = values()[f"population.away_share.c{LULONG}"]
    assert len(away) == away_count(county_facts(LULONG), values())
    assert len(away) / len(people) == pytest.approx(share, abs=1e-4)
    assert ((away.age >= 15) & (away.age < 60)).mean() == pytest.approx(0.87, abs=0.005)
    assert (away.sex == 0).mean() == pytest.approx(values()["population.away_men"], abs=0.01)
    assert np.isin(away.household, people.household[~people.away]).all()
    assert (away.insurance == 1).all()


def test_an_unknown_county_takes_the_share_of_the_others():
    facts = county_facts("321081")  # Yizheng, which no scenario is about
    assert "population.away_share.c321081" not in values()
    share = values()["population.away_share.other"]
    assert away_count(facts, values()) == round(facts.population * share / (1 - share))


def test_a_sample_holds_the_people_of_the_whole_run():
    whole = people_of(LULONG)
    tenth = make_people(small_map(LULONG), values(), SEED, sample=0.1)
    fifth = make_people(small_map(LULONG), values(), SEED, sample=0.2)
    assert len(tenth) == pytest.approx(0.1 * len(whole), rel=0.02)
    assert np.isin(tenth.id, fifth.id).all()
    assert same(whole.take(np.isin(whole.id, tenth.id)), tenth)


def test_same_seed_same_people_another_seed_others():
    map_ = small_map("130304")
    first = make_people(map_, values(), 1)
    assert same(first, make_people(map_, values(), 1))
    other = make_people(map_, values(), 2)
    assert not np.array_equal(first.age, other.age)
    assert len(first) == len(other)


def test_another_county_changes_nobody_here():
    alone = make_people(small_map("130304"), values(), SEED)
    both = make_people(small_map("130303", "130304"), values(), SEED)
    here = both.take(both.county == 1)
    for name, column in alone.columns().items():
        if name in ("village", "household", "county"):  # numbers that count on from the county before
            continue
        assert np.array_equal(column, here.columns()[name]), name
    assert (here.village - 40 == alone.village).all()
    assert np.array_equal(np.diff(here.household), np.diff(alone.household))


def test_people_are_narrow_and_begin_with_a_clean_state():
    people = people_of(LULONG)
    assert [field.name for field in fields(People)] == list(DTYPES)
    assert all(column.dtype == DTYPES[name] for name, column in people.columns().items())
    assert people.nbytes / len(people) <= 66
    assert people.alive.all()
    for name in ("deductible_used", "outpatient_paid", "inpatient_paid", "own_eligible", "stays", "habit"):
        assert not people.columns()[name].any()


def test_take_and_append():
    people = people_of(LULONG)
    some = people.take(np.array([5, 3]))
    assert some.id.tolist() == people.id[[5, 3]].tolist()
    some.age[:] = 200
    assert people.age.max() < 200
    joined = some.append(people.take(people.age == 50))
    assert joined.id[:2].tolist() == some.id.tolist()
    assert len(joined) == 2 + int((people.age == 50).sum())
    assert all(column.dtype == DTYPES[name] for name, column in joined.columns().items())
