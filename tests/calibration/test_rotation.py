"""Figures held out in turn: which go together, and what is no longer fitted."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from sim.calibration.rotation import in_turn, without
from sim.calibration.targets import Targets, read_targets
from tests.calibration import toy


def place(targets: Targets) -> Any:
    return cast(Any, SimpleNamespace(targets=targets))


def test_figures_of_several_dates_are_left_out_in_turn_and_twins_together():
    shipped = read_targets()
    ids = [{shipped.targets[k].id for k in group} for group in in_turn(place(shipped))]
    assert {"TG001", "TG003"} in ids and {"TG002", "TG004"} in ids and {"TG005"} in ids
    assert {"TG011", "TG012"} in ids and len(ids) == 9
    assert not any("TG044" in group for group in ids)


def test_uncorrelated_figures_are_left_out_alone():
    shipped = replace(read_targets(), correlations=())
    assert all(len(group) == 1 for group in in_turn(place(shipped)))


def test_what_is_left_out_is_predicted_and_not_fitted():
    problem = toy.problem(np.zeros(len(toy.TARGETS)))
    found = without(problem, (1,))
    assert not found.fitted[1] and problem.fitted[1]
    assert found.fitted.sum() == problem.fitted.sum() - 1
