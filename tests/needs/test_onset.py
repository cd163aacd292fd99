from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy import stats

from sim.declare import load_parameters
from sim.needs.catalogue import AGE_STARTS, read_catalogue
from sim.needs.onset import (
    BLOCK_DAYS,
    CANDIDATES,
    MASKS,
    draw_candidates,
    hazards,
    needs_today,
    profile,
    season,
)
from sim.population.people import Chronic
from tests.needs.expected import expected
from tests.small import county, scenario, small_people, walk

BLOCK = date(2024, 3, 1).toordinal() // BLOCK_DAYS
FIRST = BLOCK * BLOCK_DAYS


@pytest.fixture(scope="module")
def people():
    return small_people(share=0.2)


@pytest.fixture(scope="module")
def rates(catalogue, values):
    return hazards(catalogue, values)


@pytest.fixture(scope="module")
def block(people, rates):
    return draw_candidates(people, rates, 1, 0, BLOCK)


def day_of_year(ordinal: int) -> int:
    return date.fromordinal(ordinal).timetuple().tm_yday


def needs_of(candidates, rates, people, on=None):
    """Needs of a block's days in one array, with the season of each day, or of day of the year `on`."""
    first = candidates.block * BLOCK_DAYS
    days = [
        needs_today(candidates, rates, people, first + k, on or day_of_year(first + k))
        for k in range(BLOCK_DAYS)
    ]
    return np.concatenate(days)


def test_a_year_has_the_needs_that_the_rates_promise(people, catalogue, values, rates):
    """By condition and age class, within the sampling error of a Poisson number."""
    promised = expected(people, catalogue)
    first = date(2024, 1, 1).toordinal()
    last = first + 366
    seen = []
    for number in range(first // BLOCK_DAYS, last // BLOCK_DAYS + 1):
        candidates = draw_candidates(people, rates, 1, 0, number)
        for ordinal in range(max(first, number * BLOCK_DAYS), min(last, (number + 1) * BLOCK_DAYS)):
            seen.append(needs_today(candidates, rates, people, ordinal, day_of_year(ordinal)))
    needs = np.concatenate(seen)
    year = np.mean([season(rates.winter, d) for d in range(1, 367)], axis=0) * 366 / 365.25
    mean = promised.needs * promised.people * values["needs.scale"] * year[:, None]
    group = np.digitize(people.age[needs["person"]], AGE_STARTS)
    count = np.bincount(needs["condition"] * 4 + group, minlength=mean.size).reshape(mean.shape)
    assert (count[mean == 0] == 0).all()
    score = (count - mean)[mean > 0] / np.sqrt(mean[mean > 0])
    assert np.abs(score).max() < 4.2
    assert stats.chi2.sf((score**2).sum(), len(score)) > 1e-3  # neither too far off nor ...
    assert stats.chi2.cdf((score**2).sum(), len(score)) > 1e-3  # ... too close to be Poisson
    assert count.sum() == pytest.approx(mean.sum(), rel=4 / np.sqrt(mean.sum()))


def test_severity_has_its_shares(people, rates, block, catalogue):
    needs = needs_of(block, rates, people)
    for name in ("acute_respiratory", "musculoskeletal", "copd"):
        c = catalogue.index(name)
        severity = np.bincount(needs["severity"][needs["condition"] == c], minlength=3)
        share = np.array(
            [1 - catalogue.moderate[c] - catalogue.severe[c], catalogue.moderate[c], catalogue.severe[c]]
        )
        assert stats.chisquare(severity, share * severity.sum()).pvalue > 1e-3, name


def test_candidates_spread_evenly_over_the_block(block):
    per_day = np.diff(block.first)
    assert per_day.sum() == len(block.person) == block.first[-1]
    assert stats.chisquare(per_day).pvalue > 1e-3
    assert len(np.unique(block.key)) == len(block.key)
    for k in range(BLOCK_DAYS):  # in order of resident on every day
        assert (np.diff(block.person[block.first[k] : block.first[k + 1]]) >= 0).all()


def test_needs_are_those_who_can_have_them(people, rates, block, catalogue):
    needs = needs_of(block, rates, people)
    state, sexes = catalogue.chronic[needs["condition"]], catalogue.sexes[needs["condition"]]
    assert ((people.chronic[needs["person"]] & state) == state).all()
    assert ((1 << people.sex[needs["person"]]) & sexes).all()
    born = needs["condition"] == catalogue.index("delivery")
    assert ((people.age[needs["person"][born]] >= 15) & (people.age[needs["person"][born]] < 45)).all()


def test_control_only_takes_needs_away(people, rates, block, catalogue):
    """Controlling everybody removes needs, of the conditions it bears on, and adds none."""
    before = needs_of(block, rates, replace(people, controlled=np.zeros_like(people.controlled)))
    after = needs_of(block, rates, replace(people, controlled=people.chronic))
    gone = ~np.isin(before["key"], after["key"])
    assert np.isin(after["key"], before["key"]).all()
    assert gone.sum() > 50
    assert (catalogue.uncontrolled[before["condition"][gone]] > 1).all()
    risk = catalogue.risk[before["condition"]] & people.chronic[before["person"]]
    assert (risk[gone] > 0).all()
    assert before[~gone].tobytes() == after.tobytes()
    for name in ("copd", "hypertension"):
        c = catalogue.index(name)
        n, m = (before["condition"] == c).sum(), (after["condition"] == c).sum()
        assert stats.binomtest(int(m), int(n), 1 / catalogue.uncontrolled[c]).pvalue > 1e-3, name


def test_one_uncontrolled_state_is_enough_to_be_at_risk(people, rates, catalogue):
    """Stroke threatens whoever has any of its states uncontrolled."""
    c = catalogue.index("acute_stroke")
    both = Chronic.HYPERTENSION | Chronic.DIABETES
    ill = replace(people, chronic=np.full_like(people.chronic, both))
    many = replace(rates, winter=np.zeros_like(rates.winter))
    candidates = draw_candidates(ill, many, 1, 0, BLOCK)
    number = []
    for controlled in (0, Chronic.HYPERTENSION, both):
        needs = needs_of(candidates, many, replace(ill, controlled=np.full_like(ill.controlled, controlled)))
        number.append(int((needs["condition"] == c).sum()))
    assert number[0] == number[1] > number[2] > 0


def test_season_by_hand():
    winter = np.array([0.5, -0.2, 0.0])
    assert season(winter, 15) == pytest.approx([1.5, 0.8, 1.0])
    assert season(winter, 198) == pytest.approx([0.5, 1.2, 1.0], abs=1e-4)
    assert np.mean([season(winter, d) for d in range(1, 366)], axis=0) == pytest.approx([1, 1, 1], abs=2e-3)


def test_winter_brings_coughs_and_summer_stomach_complaints(people, rates, block, catalogue):
    january = needs_of(block, rates, people, on=15)
    july = needs_of(block, rates, people, on=198)
    for name in ("acute_respiratory", "copd", "gastro"):
        c = catalogue.index(name)
        cold, hot = (january["condition"] == c).sum(), (july["condition"] == c).sum()
        share = (1 + catalogue.winter[c]) / 2
        assert stats.binomtest(int(cold), int(cold + hot), share).pvalue > 1e-3, name
    c = catalogue.index("delivery")
    assert (january["condition"] == c).sum() == (july["condition"] == c).sum()
    # who falls ill in the worse season falls ill in the better one too, or not at all
    cough = january[january["condition"] == catalogue.index("acute_respiratory")]
    hot = july[july["condition"] == catalogue.index("acute_respiratory")]
    assert np.isin(hot["key"], cough["key"]).all()


def test_higher_rates_only_add(people, catalogue, values, rates, block):
    more = hazards(catalogue, dict(values) | {"needs.scale": values["needs.scale"] * 1.5})
    again = draw_candidates(people, more, 1, 0, BLOCK)
    assert np.isin(block.key, again.key).all()
    assert len(again.key) == pytest.approx(1.5 * len(block.key), rel=0.02)
    order = np.argsort(again.key)
    same = order[np.searchsorted(again.key[order], block.key)]
    assert (again.person[same] == block.person).all()
    assert (again.condition[same] == block.condition).all()


def test_one_more_resident_changes_nobodys_needs(people, rates, block):
    stranger = people.take(np.array([17]))
    stranger.id[:] = 42
    again = draw_candidates(people.append(stranger), rates, 1, 0, BLOCK)
    others = again.person < len(people)
    for name in ("person", "condition", "key"):
        assert np.array_equal(getattr(again, name)[others], getattr(block, name)), name
    without = draw_candidates(people.take(np.arange(100, len(people))), rates, 1, 0, BLOCK)
    stayed = block.person >= 100
    assert np.array_equal(without.key, block.key[stayed])
    assert np.array_equal(without.person + 100, block.person[stayed])


def test_the_dead_need_nothing(people, rates, block):
    alive = np.arange(len(people)) % 2 == 0
    half = replace(people, alive=alive)
    assert alive[draw_candidates(half, rates, 1, 0, BLOCK).person].all()
    assert alive[needs_of(block, rates, half)["person"]].all()  # died within the block


def test_both_kernels_draw_alike(people, rates, block):
    pytest.importorskip("numba")
    fast = draw_candidates(people, rates, 1, 0, BLOCK, "numba")
    for name in ("person", "condition", "key", "first"):
        assert getattr(fast, name).tobytes() == getattr(block, name).tobytes(), name


def test_blocks_seeds_and_replicates_are_different_histories(people, rates, block):
    for other in ((2, 0, BLOCK), (1, 1, BLOCK), (1, 0, BLOCK + 1)):
        assert not np.isin(draw_candidates(people, rates, *other).key, block.key).any()
    again = draw_candidates(people, rates, 1, 0, BLOCK)
    assert again.key.tobytes() == block.key.tobytes()


def test_draws_do_not_depend_on_the_length_of_the_warm_up():
    """Two runs that begin a month apart have the same candidates on the same date, the dead aside."""
    early = county(start=date(2024, 7, 1))
    late = county(start=date(2024, 8, 1))
    walk(early, 31 + 20)
    walk(late, 20)
    assert early.clock.date == late.clock.date == date(2024, 4, 2) + timedelta(days=50)
    alive = early.state.people.alive & late.state.people.alive
    one, two = early.state.candidates, late.state.candidates
    assert one.block == two.block
    mine, theirs = alive[one.person], alive[two.person]
    assert mine.sum() > 800
    assert one.key[mine].tobytes() == two.key[theirs].tobytes()
    assert one.condition[mine].tobytes() == two.condition[theirs].tobytes()


def test_profiles_tell_ages_sexes_and_states_apart(people):
    kind = profile(people)
    again, mask = np.divmod(kind, MASKS)
    group, sex = np.divmod(again, 2)
    assert np.array_equal(mask, people.chronic)
    assert np.array_equal(sex, people.sex)
    assert np.array_equal(group, np.digitize(people.age, AGE_STARTS))
    assert [int(np.digitize(age, AGE_STARTS)) for age in (0, 14, 15, 44, 45, 64, 65, 120)] == [
        0,
        0,
        1,
        1,
        2,
        2,
        3,
        3,
    ]


def test_tables_are_distribution_functions(rates):
    mean = rates.total * BLOCK_DAYS
    assert (np.diff(rates.count, axis=1) >= 0).all()
    assert rates.count[:, 3] == pytest.approx(stats.poisson.cdf(3, mean))
    ill = rates.total > 0
    assert rates.share[ill, -1] == pytest.approx(1)


def too_many(values) -> float:
    """Chance of more candidates than there is room for, in the resident who has most."""
    worst = hazards(read_catalogue(values), values).total[profile(small_people(share=1.0))].max()
    return float(stats.poisson.sf(CANDIDATES - 1, worst * BLOCK_DAYS))


def test_there_is_room_for_everybodys_candidates(values):
    assert too_many(values) < 1e-12
    assert too_many(dict(values) | {"needs.scale": load_parameters()["needs.scale"].high}) < 1e-12


def test_there_is_room_for_everybodys_candidates_in_draws_of_the_parameters():
    plan = scenario()
    for number in range(1, 6):
        assert too_many(plan.draw(number, 1).values(plan.begin)) < 1e-12, number
