"""Signing: willingness, places on a team's panel, and who comes first."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.geography.map import Option
from sim.policy.groups import Trait
from sim.policy.regimes import one_regime
from sim.population.contracts import (
    PRIORITY,
    Teams,
    coverage_by_code,
    coverage_by_village,
    make_teams,
    place_on_panels,
    sign,
)
from sim.population.groups import people_codes
from sim.population.people import People
from sim.randomness import draw, stream
from tests.population.county import LULONG, people_of, small_map, values

SEED = 7
EVERYBODY = 1e9


def signing(people: People, places: float = EVERYBODY, renew: bool = True, **coverage: float):
    """Sign the people of Lulong under teams that each hold so many."""
    own = values() | {f"contract.coverage.{name}": share for name, share in coverage.items()}
    villages = len(small_map(LULONG).villages)
    teams = Teams(np.arange(villages), np.full(villages, places))
    codes = people_codes(people, own, SEED)
    wanted = coverage_by_village(one_regime(own, villages, 0))
    return sign(people, codes, wanted, teams, 1.0, SEED, renew)


def test_groups_have_a_coverage_each_and_the_highest_counts():
    own = {
        "contract.coverage.general": 0.4,
        "contract.coverage.elderly": 0.7,
        "contract.coverage.chronic": 0.8,
    }
    own |= {f"contract.coverage.{name}": 0.5 for name in ("pregnant", "children", "poor")}
    share = coverage_by_code(own)
    assert share[0] == share[Trait.PUPIL] == share[Trait.SIGNED] == 0.4
    assert share[Trait.ELDERLY] == 0.7
    assert share[Trait.ELDERLY | Trait.CHRONIC] == 0.8
    assert share[Trait.CHILD | Trait.PUPIL] == share[Trait.POOR] == share[Trait.PREGNANT] == 0.5


def test_the_signed_are_the_declared_share_of_each_group():
    people = people_of(LULONG)
    signed = signing(people, elderly=0.9, general=0.3).signed
    home = ~people.away
    elderly = home & (people.age >= 65)
    general = home & (
        people_codes(people, values(), SEED) & np.uint8(~(Trait.PUPIL | Trait.SIGNED) & 255) == 0
    )
    assert signed[elderly].mean() == pytest.approx(0.9, abs=0.005)
    assert signed[general].mean() == pytest.approx(0.3, abs=0.005)
    assert not signed[people.away].any()


def test_the_dead_do_not_sign():
    people = people_of(LULONG).take(np.arange(2_000))
    people.alive[::2] = False
    assert not signing(people, general=1.0).signed[::2].any()


def test_more_coverage_only_adds_people():
    people = people_of(LULONG)
    before, after = signing(people).signed, signing(people, general=0.6, poor=0.9).signed
    assert (after | ~before).all()
    assert after.sum() > before.sum()


def test_contracts_last_until_new_year():
    people = people_of(LULONG).take(np.arange(5_000))
    people.signed[:] = signing(people).signed
    fewer = signing(people, general=0.1, renew=False).signed
    assert (fewer == people.signed).all()
    lapsed = signing(people, general=0.1).signed
    assert (lapsed <= people.signed).all()
    assert lapsed.sum() < people.signed.sum()


def test_a_full_team_takes_priority_groups_first_and_the_rest_find_no_place():
    people = people_of(LULONG).take(np.arange(6_000))
    free, tight = signing(people, general=0.8), signing(people, places=40, general=0.8)
    assert not free.unplaced.any()
    assert np.bincount(people.village[tight.signed]).max() == 40
    np.testing.assert_array_equal(tight.signed | tight.unplaced, free.signed)
    priority = (people_codes(people, values(), SEED) & np.uint8(PRIORITY)) != 0
    for village in np.unique(people.village[tight.unplaced]):
        here = people.village == village
        if (here & priority & tight.unplaced).any():
            assert not (here & ~priority & tight.signed).any()


def test_those_who_hold_a_contract_keep_it_when_others_come():
    people = people_of(LULONG).take(np.arange(6_000))
    people.signed[:] = signing(people, places=40, elderly=0.0, chronic=0.0, poor=0.0).signed
    more = signing(people, places=45, renew=False).signed
    assert (more | ~people.signed).all()
    assert np.bincount(people.village[more]).max() == 45


def plain_panels(want, rank, order, team, places):
    """One team after another, one person after another."""
    holds = [False] * len(want)
    for number, most in enumerate(places):
        line = sorted((rank[i], order[i], i) for i in range(len(want)) if want[i] and team[i] == number)
        for place, (_, _, i) in enumerate(line):
            holds[i] = place + 1 <= most
    return holds


@given(st.integers(0, 2**32 - 1))
def test_panels_as_a_plain_loop_fills_them(seed):
    rng = np.random.default_rng(seed)
    n, teams = int(rng.integers(1, 60)), int(rng.integers(1, 6))
    want, rank = rng.random(n) < 0.7, rng.integers(0, 3, n).astype(np.int8)
    order, team, places = rng.random(n), rng.integers(0, teams, n), rng.uniform(0, 15, teams)
    holds = place_on_panels(want, rank, order, team, places)
    assert holds.tolist() == plain_panels(want, rank, order, team, places)


def test_a_team_is_a_clinic_with_its_part_of_the_centre():
    """Two villages of 300 and 100 people share a centre of four doctors; the third has no clinic."""
    options = np.full((3, len(Option)), -1)
    options[:, Option.OWN_CENTRE] = 2
    options[:2, Option.OWN_CLINIC] = [0, 1]
    villages = pd.DataFrame({"county": [0, 0, 0], "weight": [0.6, 0.2, 0.2]})
    counties = pd.DataFrame({"population_2020": [500]})
    own = SimpleNamespace(villages=villages, counties=counties, options=options)
    teams = make_teams(own, np.array([2.0, 1.0, 4.0]), np.array([100.0, 100.0, 200.0]))
    places = teams.places[teams.of_village]
    # 300 of 500 people have 2.4 of the centre's doctors beside the clinic's 2, at 100 residents each …
    assert places == pytest.approx([440, 180, 160])


def test_willingness_is_the_lasting_draw_of_the_person():
    people = people_of(LULONG).take(np.arange(1_000))
    same = dict.fromkeys(("general", "elderly", "chronic", "pregnant", "children", "poor"), 0.5)
    u = draw(stream("contracts.sign", SEED), people.id)
    np.testing.assert_array_equal(signing(people, **same).signed, (u < 0.5) & ~people.away)
