from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from sim.declare import defaults, load_parameters
from sim.money.compile import basis_points, compile_rules
from sim.money.rules import BASIS_POINTS, FAR, INSURANCES, LEVELS, Path, Pool, Rules, stack_rules
from tests.money.policy import VALUES, YANGZHOU, rules, yangzhou


def cells(table: Rules) -> dict[tuple[str, int], int]:
    """Every number of the rules by name and position."""
    return {
        (field.name, at): int(value)
        for field in fields(table)
        for at, value in enumerate(np.ravel(getattr(table, field.name)))
    }


@pytest.mark.parametrize(
    ("share", "points"), [(0, 0), (1, 10_000), (0.1 + 0.2, 3_000), (0.0003, 3), (0.29, 2_900), (-0.05, -500)]
)
def test_basis_points_are_whole(share, points):
    assert basis_points(share) == points


def test_numbers_stand_where_they_belong():
    r = rules()
    assert r.pool_ratio[:, Pool.ORDINARY].tolist() == [
        [0] * 5,
        [6000, 5000, 4000, 3000, 0],
        [7000, 7000, 6000, 5500, 5000],
    ]
    assert r.pool_ratio[1, Pool.CHRONIC].tolist() == [6500] * 5
    assert r.pool_ratio[:, [Pool.DRUGS, Pool.TELEHEALTH]].sum() == 0
    assert r.inpatient_deductible[:, LEVELS.index("city")].tolist() == [0, 90_000, 90_000]
    assert r.inpatient_limit.tolist() == [0, 15_000_000, 40_000_000]
    assert r.full[0].tolist() == r.full[2].tolist() == [9500, 9000, 8000, 7000, 6500]
    assert r.points[1].tolist() == [[0] * 5, [0, 0, 0, 0, 1000], [0] * 5, [0] * 5]
    for field in fields(r):
        assert getattr(r, field.name).dtype == np.int64, field.name
        assert len(getattr(r, field.name)) == len(INSURANCES), field.name


def test_rules_of_tiered_care_reach_residents_alone_unless_said_otherwise():
    r, alike = yangzhou(), yangzhou(pay_patient__employees=1)
    assert r.points[1].tolist() == [
        [0, 0, 0, 0, -500], [0, 0, 500, 500, -500], [0, 0, -1000, -1000, -2000], [0, 0, 0, 500, 0]
    ]  # fmt: skip
    assert r.band_ratio[1, FAR, 0] == 6000  # that of a level-3 hospital in the city
    assert r.pool_ratio[1, Pool.DRUGS].tolist() == [5000, 5000, 0, 0, 0]
    for name in ("chain", "first_admission", "first_limit", "first_deductible"):
        assert (getattr(r, name)[2] == 0).all(), name
        assert np.array_equal(getattr(alike, name)[2], getattr(alike, name)[1]), name
    assert r.points[2, Path.STEPWISE].tolist() == [0, 0, 0, 0, 1000]
    assert r.band_ratio[2, FAR, 0] == 7500
    assert alike.band_ratio[2, FAR, 0] == 8500


def test_the_uninsured_have_no_rules():
    for policy in (rules(), yangzhou(pay_patient__catastrophic__aid_ratio=0.5)):
        for (name, at), value in cells(policy).items():
            size = getattr(policy, name).size
            if name not in (*ALIKE, "band_above", "critical_above") and at < size // len(INSURANCES):
                assert value == 0, name


ALIKE = ("full", "partial", "partial_own", "repeat_deductible", "ratio_cap")
"""Numbers that are the same for everybody."""
READ = VALUES | YANGZHOU | {
    "pay_patient.tcm.points": 0.05,
    "pay_patient.telehealth.ratio": 0.5,
    "pay_patient.tiers.primary": 0.03,
    "pay_patient.tiers.city": -0.05,
    "pay_patient.ratio_cap": 0.95,
    "pay_patient.level_one_exam.settled": 1,
    "pay_patient.catastrophic.aid_threshold": 100_000,
    "pay_patient.catastrophic.aid_ratio": 0.7,
    "pay_patient.catastrophic.aid_limit": 3_000_000,
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(READ))
def test_each_number_moves_its_own_table(path):
    base = defaults() | VALUES | YANGZHOU | {"pay_patient.compliance.far_home": 0}
    before, parameter = cells(compile_rules(base)), load_parameters()[path]
    moved = parameter.high if parameter.high != base[path] else parameter.low
    after = cells(compile_rules(base | {path: moved}))
    changed = {where[0] for where in before if before[where] != after[where]}
    if path == "pay_patient.compliance.far_home":
        assert changed == {"band_ratio", "points"}
        return
    # The partly covered share gives way where it and the fully covered one would exceed the bill.
    if path == "pay_patient.compliance.far_referred":
        assert changed == set()  # without that rule, the local bonus stands
        return
    changed -= {"partial"} if "eligible" in path else set()
    assert len(changed) == 1, changed


def test_a_cap_on_what_lies_outside_the_scope_moves_it_to_covered_items():
    # far: 65 % + 20 %, so 15 % outside; capped at 5 %, the other 10 % go 65 : 20
    r = rules(pay_patient__eligible__uncovered_cap=0.05)
    assert (r.full[1, FAR], r.partial[1, FAR]) == (6500 + 764, 2000 + 236)
    # village: 2 % outside, less than the cap
    assert (r.full[1, 0], r.partial[1, 0]) == (9500, 300)
    everything = rules(pay_patient__eligible__uncovered_cap=0.0)
    assert (everything.full + everything.partial == BASIS_POINTS).all()


def test_regimes_lie_below_each_other():
    both = stack_rules([rules(), yangzhou()])
    for field in fields(both):
        table = getattr(both, field.name)
        assert np.array_equal(table[:3], getattr(rules(), field.name))
        assert np.array_equal(table[3:], getattr(yangzhou(), field.name))
    assert stack_rules([both]) is both


def test_no_draw_of_the_ranges_covers_more_than_the_bill():
    highest = {path: one.high for path, one in load_parameters().items()}
    policy = compile_rules(highest)
    assert (policy.full + policy.partial <= BASIS_POINTS).all()
    assert (policy.band_ratio <= BASIS_POINTS).all()
