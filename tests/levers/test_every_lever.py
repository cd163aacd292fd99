"""What holds for every lever of the catalogue: alone, in one place, for a time, with all others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sim.model import CountyModel
from sim.policy.catalogue import load_levers
from sim.policy.lever import Lever
from sim.policy.use import Where
from sim.scenario import Scenario
from tests import small

LEVERS = load_levers()
WARM_UP = 7
START = WARM_UP + 14  # day of the run on which the lever starts
DAYS = START + 21


MORE = {
    "contract.kind": {"contract.kind": 3.0},
    "pay_patient.long_term_care": {"pay_patient.long_term_care.places": 60.0},
    "pay_provider.drg_dip": {"pay_provider.form.county.stay": 1.0},
}
"""What a lever must offer to be noticed among two thousand people, and what others need of it; DIP is what
habits know already."""
NOBODY = {"pay_provider.tcm_tilt"}
"""Levers that concern nobody here: no TCM hospital leads the community of the small county."""


AMID = {"capability.epidemic": {"epidemic.size": 0.3, "epidemic.start_day": 5}}
"""What must happen for a lever to have anything to respond to."""


def plain() -> Scenario:
    """The small county in a busy year with a short warm-up and no lever."""
    plan = small.scenario(small.BUSY | {"run.warmup_days": WARM_UP})
    for lever in {use.lever for use in plan.levers}:
        plan = plan.without_lever(lever)
    return plan


def with_needs(plan: Scenario, lever: Lever, start: date, **use: object) -> Scenario:
    """Switch on what a lever needs, over the whole county, and then the lever itself."""
    for need in lever.needs:
        if need not in {each.lever for each in plan.levers}:
            plan = with_needs(plan, LEVERS[need], start)
    if lever.id in AMID:
        plan = plan.with_overrides({path: {start: value} for path, value in AMID[lever.id].items()})
    return plan.with_lever(lever.id, start=start, settings=MORE.get(lever.id), **use)


def lived(plan: Scenario, kernel: str = "numpy", days: int = DAYS) -> tuple[list[str], CountyModel]:
    """Fingerprint of each day, and the model in its last state; conservation is checked every day."""
    model = CountyModel(
        plan, seed=3, sample=small.SHARE, map_=small.small_map(), people=small.small_people(3), kernel=kernel
    )
    diary = small.Diary()
    model.observers.append(diary)
    return diary.days, small.walk(model, days)


def first_day(plan: Scenario) -> date:
    """Day on which the lever starts."""
    return plan.begin + timedelta(days=START)


@pytest.fixture(scope="module")
def without() -> tuple[list[str], dict[str, str]]:
    """Days and outcome of the county without any lever."""
    days, model = lived(plain())
    return days, small.outcome(model)


@pytest.mark.parametrize("lever", LEVERS.values(), ids=LEVERS.keys())
def test_alone_it_changes_nothing_before_it_starts_and_both_kernels_agree(lever, without, interpreted):
    plan = plain()
    plan = with_needs(plan, lever, first_day(plan))
    days, model = lived(plan)
    assert days[:START] == without[0][:START]
    fast_days, fast = lived(plan, "numba")
    assert fast_days == days
    assert small.outcome(fast) == small.outcome(model)
    # It is not what it needs that acts; what concerns few people takes longer to show.
    bare = plan.without_lever(lever.id)
    assert (lever.id not in NOBODY) == any(
        small.outcome(lived(plan, "numba", days)[1]) != small.outcome(lived(bare, "numba", days)[1])
        for days in (DAYS, 4 * DAYS, 8 * DAYS)
    )


@pytest.mark.parametrize("lever", LEVERS.values(), ids=LEVERS.keys())
def test_it_can_be_narrowed_ramped_and_ended(lever, without):
    """In one township or at one hospital, over a ramp, until a last day: the run keeps its laws."""
    plan, map_ = plain(), small.small_map()
    start = first_day(plan)
    if "places" in lever.reaches:
        where = Where(townships=(str(map_.townships["code"].iloc[0]),))
    elif "facilities" in lever.reaches:
        inside = map_.facilities[map_.facilities["county"] == 0]
        where = Where(facilities=(str(inside["id"].iloc[-1]),))
    else:
        where = Where()
    plan = with_needs(plan, lever, start, where=where, ramp_days=10, end=start + timedelta(days=14))
    days, model = lived(plan)
    assert days[:START] == without[0][:START]
    if where:
        assert len(plan.regimes(start + timedelta(days=12), map_)) > 1
    assert len(model.tables.regimes) == 1  # ended everywhere


def test_all_together(interpreted):
    """Every lever that excludes no other, at once; later ones give way to earlier."""
    plan = plain()
    start = first_day(plan)
    on: set[str] = set()
    for lever in LEVERS.values():
        clash = set(lever.excludes) & on or {one for one in on if lever.id in LEVERS[one].excludes}
        if not clash and lever.id not in on:
            plan = with_needs(plan, lever, start)
            on = {use.lever for use in plan.levers}
    assert len(on) > len(LEVERS) * 0.8
    days, model = lived(plan)
    fast_days, fast = lived(plan, "numba")
    assert fast_days == days
    assert small.outcome(fast) == small.outcome(model)
