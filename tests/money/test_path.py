from __future__ import annotations

import numpy as np

from sim.money.path import compliance_path
from sim.money.rules import LEVELS, Path


def path(level: str, slip: int, excused: bool) -> Path:
    found = compliance_path(np.array([LEVELS.index(level)]), np.array([slip]), np.array([excused]))
    assert found.dtype == np.int8
    return Path(found[0])


def test_primary_care_asks_for_no_slip():
    assert path("township", 0, False) == path("village", 1, False) == Path.PLAIN


def test_a_slip_makes_the_path_compliant_whatever_else():
    for level in ("county", "city", "far"):
        assert path(level, 1, False) == path(level, 2, True) == Path.STEPWISE


def test_a_partner_hospital_is_settled_on_local_rules():
    assert path("city", 3, False) == path("far", 3, True) == Path.PARTNER


def test_without_a_slip_only_the_excused_are_not_held_to_have_skipped():
    for level in ("county", "city", "far"):
        assert path(level, 0, False) == Path.SKIPPED
        assert path(level, 0, True) == Path.PLAIN
