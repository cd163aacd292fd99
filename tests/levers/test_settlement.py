"""Levers of settlement: own cost of given patients under the dials of the catalogue, on against off."""

from __future__ import annotations

import pytest

from sim.declare import defaults
from sim.money.compile import compile_rules
from sim.money.rules import LEVELS, Link, Path, Rules
from sim.policy.catalogue import load_levers
from tests.money.policy import CITY, COUNTY, EMPLOYEE, FAR, TOWNSHIP, VILLAGE, stay, visit


def with_lever(*ids: str) -> Rules:
    """Rules with levers on, at the values of the catalogue."""
    dials = {path: dial.value for id_ in ids for path, dial in load_levers()[id_].dials.items()}
    return compile_rules(defaults() | dials)


OFF = compile_rules(defaults())


@pytest.mark.parametrize("level", [COUNTY, CITY, FAR])
def test_a_cap_outside_the_scope_makes_hospitals_cheaper_for_the_patient(level):
    on = with_lever("pay_patient.eligible")
    assert stay(on, 1_000_000, level).own < stay(OFF, 1_000_000, level).own
    assert visit(on, 20_000, COUNTY).fund > visit(OFF, 20_000, COUNTY).fund


def test_the_cap_matters_most_where_most_lies_outside():
    on = with_lever("pay_patient.eligible")
    saved = [
        1.0 - stay(on, 2_000_000, level, 0).eligible / stay(OFF, 2_000_000, level, 0).eligible
        for level in range(len(LEVELS))
    ]
    assert saved[VILLAGE] == saved[TOWNSHIP] == 0.0
    assert saved[COUNTY] > saved[CITY] > saved[FAR]  # negative: more is eligible


def test_moving_with_a_slip_or_down_costs_less_and_skipping_again_more():
    on = with_lever("pay_patient.deductible_chain")
    up = {"path": int(Path.STEPWISE), "link": int(Link.UP), "stays": 1, "charged": 25_000}
    down = {"link": int(Link.DOWN), "stays": 1, "charged": 40_000}
    tight = up | {"tight": True}
    skips = {"path": int(Path.SKIPPED), "stays": 1}
    assert stay(on, 600_000, COUNTY, **up).own < stay(OFF, 600_000, COUNTY, **up).own
    assert stay(on, 200_000, TOWNSHIP, **down).own < stay(OFF, 200_000, TOWNSHIP, **down).own
    assert stay(on, 600_000, COUNTY, **tight).own < stay(on, 600_000, COUNTY, **up).own
    assert stay(on, 600_000, COUNTY, **skips).own > stay(OFF, 600_000, COUNTY, **skips).own


def test_compliance_pays_for_a_slip_and_costs_without():
    on = with_lever("pay_patient.compliance")
    for level in (COUNTY, CITY, FAR):
        own = [stay(on, 1_500_000, level, path=int(path)).own for path in (Path.STEPWISE, Path.SKIPPED)]
        before = stay(OFF, 1_500_000, level, path=int(Path.SKIPPED)).own
        assert own[0] < own[1]
        assert level == FAR or own[1] > before


@pytest.mark.parametrize(
    "lever", ["pay_patient.compliance", "pay_patient.deductible_chain", "pay_patient.tiers"]
)
def test_rules_of_residents_leave_employees_alone(lever):
    on = with_lever(lever)
    for level in (TOWNSHIP, COUNTY, CITY, FAR):
        for path in Path:
            given = {"path": int(path), "stays": 1, "link": int(Link.UP), "charged": 5_000}
            assert stay(on, 900_000, level, EMPLOYEE, **given) == stay(OFF, 900_000, level, EMPLOYEE, **given)


def test_tiers_part_the_township_from_the_city():
    on = with_lever("pay_patient.tiers")
    assert stay(on, 300_000, TOWNSHIP).own < stay(OFF, 300_000, TOWNSHIP).own
    assert stay(on, 300_000, CITY).own > stay(OFF, 300_000, CITY).own
    assert stay(on, 300_000, COUNTY).own == stay(OFF, 300_000, COUNTY).own


def test_layers_reach_the_poor_alone():
    on = with_lever("pay_patient.catastrophic")
    poor, others = (stay(on, 3_000_000, CITY, aided=aided) for aided in (True, False))
    assert poor.aid > 0
    assert others == stay(OFF, 3_000_000, CITY)
