from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from sim.declare import defaults, load_parameters
from sim.money.rules import INSURANCES, LEVELS, Rules, basis_points, compile_rules
from tests.money.policy import VALUES, rules


def cells(table: Rules) -> dict[tuple[str, int], int]:
    """Every number of the rules by name and position."""
    return {
        (field.name, at): int(value)
        for field in fields(table)
        for at, value in enumerate(np.ravel(getattr(table, field.name)))
    }


@pytest.mark.parametrize(
    ("share", "points"), [(0, 0), (1, 10_000), (0.1 + 0.2, 3_000), (0.0003, 3), (0.29, 2_900)]
)
def test_basis_points_are_whole(share, points):
    assert basis_points(share) == points


def test_numbers_stand_where_they_belong():
    r = rules()
    assert r.outpatient_ratio.tolist() == [
        [0] * 5,
        [6000, 5000, 4000, 3000, 0],
        [7000, 7000, 6000, 5500, 5000],
    ]
    assert r.inpatient_deductible[:, LEVELS.index("city")].tolist() == [0, 90_000, 90_000]
    assert r.inpatient_limit.tolist() == [0, 15_000_000, 40_000_000]
    assert r.chronic_ratio.tolist() == [0, 6500, 8500]
    assert r.full.tolist() == [[9500, 9000, 8000, 7000, 6500]] * 3
    for table, value in ((r.repeat_deductible, 5000), (r.far_referred_bonus, 1000), (r.partial_own, 1000)):
        assert table.tolist() == [value] * 3
    for field in fields(r):
        table = getattr(r, field.name)
        if isinstance(table, np.ndarray):
            assert table.dtype == np.int64, field.name


ALIKE = ("full", "partial", "partial_own", "repeat_deductible", "far_referred_bonus")  # for everybody


def test_the_uninsured_have_no_rules():
    for (name, at), value in cells(rules()).items():
        size = np.size(getattr(rules(), name))
        if name not in ALIKE and size > 1 and at < size // len(INSURANCES):
            assert value == 0, name


@pytest.mark.parametrize("path", sorted(VALUES))
def test_each_number_moves_exactly_one_cell(path):
    before, parameter = cells(compile_rules(defaults())), load_parameters()[path]
    moved = parameter.high if parameter.high != parameter.value else parameter.low
    after = cells(compile_rules(defaults() | {path: moved}))
    changed = {where for where in before if before[where] != after[where]}
    # The partly covered share gives way where it and the fully covered one would exceed the bill.
    changed -= {where for where in changed if "eligible" in path and where[0] == "partial"}
    assert len(changed) == (len(INSURANCES) if {name for name, _ in changed} <= set(ALIKE) else 1)
    last = path.split(".")[-1]
    name = changed.pop()[0]
    assert name in path or {"eligible": "full", "partial": "partial"}[path.split(".")[1]] == name
    assert last in LEVELS or last == name
