"""Where sent doctors are needed, by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.care.posting import need_of_places, usual_needs
from sim.geography.map import Kind, Option
from sim.needs.catalogue import Catalogue


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
    one = Catalogue(**{name: np.ones(1) for name in Catalogue.__annotations__} | given)
    assert usual_needs(one) == pytest.approx([1.4, 0.4, 0.2])
