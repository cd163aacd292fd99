"""What holds for every lever of the catalogue: alone, in one place, for a time, with all others.

Each lever lives alone with the compiled kernel. That both kernels agree is shown family by family, narrowed,
and with all levers at once rather than lever by lever: runs of each alone would prove little more and cost
half a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product

import pytest

from sim.experiment.ablation.plan import needs
from sim.model import CountyModel
from sim.policy.catalogue import load_levers
from sim.policy.lever import Lever
from sim.policy.use import Where
from sim.scenario import Scenario
from tests import small

pytestmark = pytest.mark.slow
LEVERS = load_levers()
WARM_UP = 7
START = WARM_UP + 14  # day of the run on which the lever starts
DAYS = START + 21
LOOKS = (DAYS, 4 * DAYS, 8 * DAYS)
"""Days after which a lever is looked for: what concerns few people takes longer to show."""


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


@dataclass
class Life:
    """Days of the county as they were lived, which can be lived on."""

    model: CountyModel
    diary: small.Diary
    ends: dict[int, dict[str, str]] = field(default_factory=dict)

    @property
    def days(self) -> list[str]:
        """Fingerprint of each day."""
        return self.diary.days

    def after(self, days: int) -> dict[str, str]:
        """Outcome after so many days; conservation is checked on each that is lived for it."""
        if days not in self.ends:
            small.walk(self.model, days - len(self.days))
            self.ends[days] = small.outcome(self.model)
        return self.ends[days]


def lived(plan: Scenario, kernel: str = "numba") -> Life:
    """The first days of the county under a plan."""
    model = CountyModel(
        plan, seed=3, sample=small.SHARE, map_=small.small_map(), people=small.small_people(3), kernel=kernel
    )
    life = Life(model, small.Diary())
    model.observers.append(life.diary)
    life.after(DAYS)
    return life


def first_day(plan: Scenario) -> date:
    """Day on which the lever starts."""
    return plan.begin + timedelta(days=START)


def assert_kernels_agree(plan: Scenario) -> Life:
    """The readable kernel lives the same days to the same end as the compiled one, which is returned."""
    fast, readable = lived(plan), lived(plan, "numpy")
    assert fast.days == readable.days
    assert fast.after(DAYS) == readable.after(DAYS)
    return fast


def clash(one: str, other: str) -> bool:
    """Whether two levers cannot be tried in one run: one excludes or needs the other."""
    first, second = ({id_, *needs(id_, LEVERS)} for id_ in (one, other))
    excluded = any(a in LEVERS[b].excludes or b in LEVERS[a].excludes for a, b in product(first, second))
    return excluded or one in second or other in first


def groups(ids: Iterable[str]) -> list[list[str]]:
    """Levers in few groups without a clash."""
    made: list[list[str]] = []
    for id_ in ids:
        group = next((one for one in made if not any(clash(id_, other) for other in one)), None)
        if group is None:
            made.append([id_])
        else:
            group.append(id_)
    return made


def by_family() -> Iterator[list[str]]:
    """Groups of levers of one family."""
    for family in dict.fromkeys(lever.family for lever in LEVERS.values()):
        yield from groups(id_ for id_, lever in LEVERS.items() if lever.family == family)


def narrowed(lever: Lever) -> Where:
    """One township or one hospital, where the lever can be so narrowed."""
    map_ = small.small_map()
    if "places" in lever.reaches:
        return Where(townships=(str(map_.townships["code"].iloc[0]),))
    if "facilities" in lever.reaches:
        inside = map_.facilities[map_.facilities["county"] == 0]
        return Where(facilities=(str(inside["id"].iloc[-1]),))
    return Where()


def passing(plan: Scenario, lever: Lever) -> Scenario:
    """The lever narrowed, over a ramp, until a last day."""
    start = first_day(plan)
    end = start + timedelta(days=14)
    return with_needs(plan, lever, start, where=narrowed(lever), ramp_days=3, end=end)


@pytest.fixture(scope="module")
def bare():
    """Lives without a lever, but with what it needs: each is lived once and lived on as far as is asked."""
    lives: dict[str, Life] = {}

    def life(plan: Scenario) -> Life:
        if plan.hash not in lives:
            lives[plan.hash] = lived(plan)
        return lives[plan.hash]

    return life


@pytest.mark.parametrize("lever", LEVERS.values(), ids=LEVERS.keys())
def test_alone_it_changes_nothing_before_it_starts_and_something_after(lever, bare, interpreted):
    plan = with_needs(plain(), lever, first_day(plain()))
    life, without = lived(plan), bare(plan.without_lever(lever.id))
    assert life.days[:START] == bare(plain()).days[:START]
    # It is not what it needs that acts.
    assert (lever.id not in NOBODY) == any(life.after(days) != without.after(days) for days in LOOKS)


@pytest.mark.parametrize("ids", list(by_family()), ids=lambda ids: ids[0])
def test_both_kernels_agree_on_a_family(ids, interpreted):
    plan = plain()
    for id_ in ids:
        plan = with_needs(plan, LEVERS[id_], first_day(plan))
    assert_kernels_agree(plan)


@pytest.mark.parametrize("lever", LEVERS.values(), ids=LEVERS.keys())
def test_it_can_be_narrowed(lever):
    plan = passing(plain(), lever)
    there = plan.regimes(first_day(plan) + timedelta(days=12), small.small_map())
    assert (len(there) > 1) == bool(narrowed(lever))


@pytest.mark.parametrize("ids", groups(LEVERS), ids=lambda ids: ids[0])
def test_narrowed_and_ramped_they_leave_nothing_when_ended(ids, bare, interpreted):
    """Many levers in one run, each in its place: what one breaks, the run breaks."""
    plan = plain()
    for id_ in ids:
        plan = passing(plan, LEVERS[id_])
    life = assert_kernels_agree(plan)
    assert life.days[:START] == bare(plain()).days[:START]
    assert len(life.model.tables.regimes) == 1  # ended everywhere


def test_all_together(interpreted):
    """Every lever that excludes no other, at once; later ones give way to earlier."""
    plan = plain()
    start = first_day(plan)
    on: set[str] = set()
    for lever in LEVERS.values():
        refused = set(lever.excludes) & on or {one for one in on if lever.id in LEVERS[one].excludes}
        if not refused and lever.id not in on:
            plan = with_needs(plan, lever, start)
            on = {use.lever for use in plan.levers}
    assert len(on) > len(LEVERS) * 0.8
    assert_kernels_agree(plan)
