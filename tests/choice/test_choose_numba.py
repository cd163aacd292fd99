from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.care.lines import ServiceLines
from sim.choice.choose import choose, total_utility, utility_parts
from sim.geography.map import Option
from tests.choice.people import as_cases, choosers, crowd, felt
from tests.levers.switch import tables_of

pytest.importorskip("numba")

from sim.choice.choose_numba import choose_fused


def both(tables, who, wishes, u):
    lines = tables.lines
    told = np.concatenate([wishes, wishes[lines.group] + lines.better])
    parts = utility_parts(tables.choice, tables.rules, tables.minutes, told, who)
    slow = choose(total_utility(parts), u)
    fast = choose_fused(tables.choice, tables.rules, tables.minutes, wishes, lines, *as_cases(who), u)
    assert slow.dtype == fast.dtype
    return slow, fast


ON = {
    "pay_patient.tcm.points": 0.05, "pay_patient.chronic_drugs.ratio": 0.6,
    "pay_patient.chronic_drugs.limit": 30_000, "pay_patient.benefit.outpatient_limit": 10_000,
    "pay_patient.benefit.outpatient_deductible": 5_000, "pay_patient.benefit.special_deductible": 10_000,
    "pay_patient.compliance.skipped": -0.1, "pay_patient.catastrophic.aid_ratio": 0.7,
    "pay_patient.tiers.first_admission": 0.95, "insurance.residents.chronic_deductible": 20_000,
}  # fmt: skip


def test_both_kernels_choose_alike_along_service_lines(map_, values):
    """Every third row of the tables belongs to one of two lines."""
    tables, n = tables_of(map_, values), 5_000
    wishes, rng = felt(tables, 6), np.random.default_rng(6)
    row = tables.choice.felt_row.copy()
    row[::3] = len(wishes) + np.arange(len(row[::3])) % 2
    better = rng.normal(0.0, 2.0, (2, *wishes.shape[1:]))
    told = replace(
        tables,
        lines=ServiceLines(np.array([0, 2]), better, row),
        choice=replace(tables.choice, felt_row=row),
    )
    u = rng.random(n)
    slow, fast = both(told, crowd(told, n, 6), wishes, u)
    assert slow.tobytes() == fast.tobytes()
    assert (both(tables, crowd(tables, n, 6), wishes, u)[0] != slow).any()


@pytest.mark.parametrize("seed", range(3))
def test_both_kernels_choose_alike_under_the_rules_of_tiered_care(map_, values, seed):
    tiered, n = tables_of(map_, {**values, **ON}), 20_000
    slow, fast = both(
        tiered, crowd(tiered, n, seed), felt(tiered, seed), np.random.default_rng(seed).random(n)
    )
    assert slow.tobytes() == fast.tobytes()


@pytest.mark.parametrize("seed", range(6))
def test_both_kernels_choose_alike_to_the_bit(tables, seed):
    n = 20_000
    slow, fast = both(
        tables, crowd(tables, n, seed), felt(tables, seed), np.random.default_rng(seed).random(n)
    )
    assert slow.tobytes() == fast.tobytes()
    assert len(np.unique(slow)) > 9  # the crowd is varied enough to say something


def test_at_the_edges_of_the_distribution(tables):
    """Draws that fall exactly on the border between options, to the last bit."""
    who, wishes = crowd(tables, 3_000, 9), felt(tables, 9)
    utility = total_utility(utility_parts(tables.choice, tables.rules, tables.minutes, wishes, who))
    weight = np.exp(utility - utility.max(axis=1, keepdims=True))
    edges = np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True)
    for option in range(12):
        for u in (edges[:, option], np.nextafter(edges[:, option], 0), np.nextafter(edges[:, option], 1)):
            slow, fast = both(tables, who, wishes, np.minimum(u, 1 - 2.0**-53))
            assert slow.tobytes() == fast.tobytes()
    for u in (0.0, 1 - 2.0**-53):
        slow, fast = both(tables, who, wishes, np.full(3_000, u))
        assert slow.tobytes() == fast.tobytes()


def test_nobody_chooses_nothing(tables):
    nobody = crowd(tables, 0, 0)
    assert both(tables, nobody, felt(tables, 0), np.empty(0))[1].size == 0


@pytest.mark.parametrize("option", list(Option))
def test_option_numbers_stand_for_the_same_places(tables, option):
    """The numbers that the compiled code writes out (pharmacy, tied clinic and centre) are the enum's."""
    huge = np.full((3, *tables.minutes.shape[1:]), -50.0)
    huge[:, :, option] = 0.0
    village = np.arange(tables.minutes.shape[1])
    delivery = tables.catalogue.index("delivery")
    who = choosers(tables, village=village, condition=delivery, severity=2, signed=village % 2 == 0)
    u = np.random.default_rng(1).random(len(who.row))
    slow, fast = both(tables, who, huge, u)
    assert slow.tobytes() == fast.tobytes()
