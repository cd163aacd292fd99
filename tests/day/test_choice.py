from __future__ import annotations

import numpy as np
import pytest

from sim.choice.choose import choose, total_utility
from sim.day.choice import felt_places, go
from sim.day.visits import case_draws, draw
from sim.geography.map import Kind, Option
from sim.indicators.tally import ELSEWHERE
from sim.needs.cases import Origin, join
from tests.day.made import cases, morning

pytestmark = pytest.mark.usefixtures("each_kernel")


def test_the_expected_go_where_they_are_expected():
    model = morning()
    booked = cases(model, np.arange(40), place=Option.OWN_CENTRE, origin=Origin.BOOKED)
    going = go(model.state, model.tables, booked.copy())
    assert going.clinic.tobytes() == booked.tobytes()
    assert len(going.home) == len(going.emergency) == len(going.elsewhere) == 0


def test_everybody_else_chooses_by_their_own_draw():
    model = morning()
    met = []

    def watch(choosers, parts, option):
        met.append((choosers, parts, option))
        return option

    many = np.arange(len(model.state.people))
    going = go(model.state, model.tables, cases(model, many), watch)
    ((choosers, parts, option),) = met
    assert np.array_equal(option, choose(total_utility(parts), draw(case_draws(choosers), "choice")))
    assert len(going.clinic) + len(going.home) == len(many)
    assert (going.home["place"] <= Option.PHARMACY).all()
    place = np.zeros(len(many), np.int8)
    for group in (going.clinic, going.home):
        place[group["person"]] = group["place"]
    assert np.array_equal(place, option)
    village = model.state.people.village[going.clinic["person"]]
    assert np.array_equal(going.clinic["target"], model.map.options[village, going.clinic["place"]])
    assert len(np.unique(place)) > 6


def test_one_persons_choice_does_not_hang_on_the_others():
    model = morning()
    many = cases(model, np.arange(600))
    together = go(model.state, model.tables, many.copy())
    apart = [go(model.state, model.tables, many[at : at + 1]) for at in range(0, 600, 37)]
    for one in apart:
        for all_of, mine in zip(together, one, strict=True):
            if len(mine):
                assert mine.tobytes() == all_of[all_of["person"] == mine["person"]].tobytes()


def test_emergencies_call_the_ambulance_the_first_time():
    model = morning()
    first = cases(model, np.arange(30), "ami", severity=2)
    later = cases(model, np.arange(30, 60), "ami", severity=2, step=1)
    going = go(model.state, model.tables, join([first, later]))
    assert going.emergency["person"].tolist() == list(range(30))
    row, village = 3 * model.tables.catalogue.index("ami") + 2, model.state.people.village[:30]
    assert np.array_equal(going.emergency["place"], model.tables.emergency.destination[row, village])
    assert np.array_equal(going.emergency["target"], model.map.options[village, going.emergency["place"]])
    assert set(going.clinic["person"]) | set(going.home["person"]) == set(range(30, 60))


def test_the_away_are_cared_for_where_they_live():
    model = morning()
    model.state.present[:] = False
    many = join([
        cases(model, np.arange(200), "other_internal", severity=1),
        cases(model, np.arange(200, 230), "ami", severity=2),
        cases(model, np.arange(230, 240), place=Option.OWN_CENTRE, origin=Origin.BOOKED),
    ])  # fmt: skip
    going = go(model.state, model.tables, many)
    assert len(going.clinic) == len(going.emergency) == 0
    assert len(going.elsewhere) > 50
    assert (going.elsewhere["place"] == ELSEWHERE).all()
    assert (model.tables.sites.kind[going.elsewhere["target"]] == Kind.FAR).all()
    assert set(range(230, 240)) <= set(going.elsewhere["person"])  # an appointment at home does not hold


def test_villages_feel_trust_and_waits():
    model = morning()
    state, choice = model.state, model.tables.choice
    state.wait[:] = np.arange(len(state.wait))
    state.belief[:] = np.random.default_rng(1).random(state.belief.shape)
    felt = felt_places(state, model.tables)
    for village, option in ((0, 2), (7, 4), (20, 6), (3, 0)):
        facility = model.map.options[village, option]
        wait = float(state.wait[facility]) if facility >= 0 else 0.0
        expected = choice.trust * state.belief[:, village, option] + choice.wait * wait
        assert np.allclose(felt[:, village, option], expected, rtol=1e-14)
