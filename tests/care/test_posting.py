"""Where sent doctors are needed, by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.care.posting import PostMoney, chosen_parts, need_of_places, usual_needs, worth_of_day
from sim.declare import defaults
from sim.geography.map import Kind, Option
from sim.needs.catalogue import Catalogue
from sim.population.health import prevalence
from sim.population.people import Chronic


def three_places():
    """Two centres with 3,000 and 1,000 people and a clinic with 1,000; a hospital sends to all of them."""
    options = np.full((2, len(Option)), -1, np.int64)
    options[:, Option.OWN_CENTRE] = [0, 1]
    options[1, Option.OWN_CLINIC] = 2
    map_ = SimpleNamespace(
        counties=pd.DataFrame({"population_2020": [4000]}),
        villages=pd.DataFrame({"weight": [0.75, 0.25], "county": [0, 0]}),
        facilities=pd.DataFrame(index=range(4)),
        options=options,
    )
    kind = [Kind.TOWNSHIP_CENTRE, Kind.TOWNSHIP_CENTRE, Kind.VILLAGE_CLINIC, Kind.COUNTY_GENERAL]
    return map_, SimpleNamespace(kind=np.array(kind), county=np.zeros(4, np.int64))


def test_need_is_people_times_what_only_the_sent_doctor_can_treat():
    """The large centre lacks a quarter of what the small one lacks: 3 x 0.1 against 1 x 0.4."""
    map_, sites = three_places()
    own = np.array([[0.5, 0.5, 0.0, 1.0], [0.8, 0.2, 0.0, 1.0]])
    helped = np.array([[0.5, 0.5, 0.3, 1.0], [0.9, 0.6, 0.3, 1.0]])
    needs, sender = np.array([5.0, 1.0]), np.array([3, 3, 3, -1])
    need = need_of_places(map_, sites, needs, helped, own, sender)
    assert need == pytest.approx([0.3 / 0.35, 0.4 / 0.35, 1.0, 0.0])


def test_usual_needs_are_rates_by_severity():
    given = {
        "ids": ("x",), "sexes": np.array([3], np.uint8), "rate": np.array([2.0]),
        "moderate": np.array([0.2]), "severe": np.array([0.1]),
    }  # fmt: skip
    given["chronic"] = np.zeros(1, np.uint8)
    one = Catalogue(**{name: np.ones(1) for name in Catalogue.__annotations__} | given)
    assert usual_needs(one, defaults()) == pytest.approx([1.4, 0.4, 0.2])
    ill = replace(one, chronic=np.array([Chronic.HYPERTENSION], np.uint8))
    among = prevalence(defaults())[18:81, :, 0].mean()
    assert 0.1 < among < 0.6
    assert usual_needs(ill, defaults()) == pytest.approx(among * np.array([1.4, 0.4, 0.2]))


ONE_ROW = np.ones(1)


def day(follow: list[float], **money: float) -> list[float]:
    """Worth of a day at two places: ten patients, eight beyond the place, half of them not beyond help."""
    rows = {name: np.full((1, 2), money.get(name, 0.0)) for name in PostMoney._fields}
    own, helped = np.full((1, 2), 0.2), np.full((1, 2), 0.6)
    return worth_of_day(ONE_ROW, own, helped, np.array(follow), PostMoney(**rows), np.full(2, 10.0)).tolist()


def test_a_separate_purse_gains_where_patients_follow():
    """Half, or all, of those in need of a bed come, whether the place could treat them or not."""
    assert day([0.5, 1.0], stay=300.0) == pytest.approx([10 * 0.5 * 300, 10 * 300])
    shared = day([0.5, 1.0], stay=300.0, here_stay=200.0)  # two of ten only change the bed
    assert shared == pytest.approx([10 * 0.5 * (300 - 40), 10 * (300 - 40)])


def test_a_common_purse_gains_where_patients_would_be_lost():
    """Four of ten are treated there: what is earned there, not earned at home, and not paid elsewhere."""
    near_far = day([1.0, 0.25], here=40.0, visit=60.0, outside=100.0)
    assert near_far == pytest.approx([10 * 0.4 * (40 - 60), 10 * 0.4 * (40 - 15 + 75)])


def test_days_follow_money_between_the_places_of_one_hospital():
    even, sender = np.array([0.25, 0.25, 0.5, 0.0]), np.array([3, 3, 4, -1])
    worth, weight = np.array([10_000.0, -10_000.0, 90_000.0, 0.0]), np.full(4, np.log(3.0) / 2.0)
    parts = [
        chosen_parts(even, worth, sender, np.full(4, choice), weight).tolist() for choice in (0.0, 0.5, 1.0)
    ]
    assert parts[0] == even.tolist()
    assert parts[2] == pytest.approx([0.375, 0.125, 0.5, 0.0])
    assert parts[1] == pytest.approx([0.3125, 0.1875, 0.5, 0.0])
