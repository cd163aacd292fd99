"""Levers in a running county: for whom they run, nothing before their start, nothing without effect."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sim.model import CountyModel
from sim.policy.catalogue import load_levers
from sim.policy.groups import EVERYBODY, Trait
from sim.policy.use import Where
from sim.scenario import Scenario
from tests.policy.levers import catalogue
from tests.small import Diary, outcome, scenario, small_map, small_people, walk


def model(plan: Scenario) -> CountyModel:
    return CountyModel(plan, sample=0.025, map_=small_map(), people=small_people())


def scopes() -> list[tuple[str, str]]:
    return [(one.id, scope) for one in load_levers().values() for scope in (*one.reaches, "everybody")]


@pytest.mark.parametrize(("lever", "scope"), scopes())
def test_a_lever_runs_for_whom_it_says_it_can_be_narrowed_to(lever: str, scope: str) -> None:
    """What a narrowed lever sets must be read by regime or facility: no step may ask for one county value."""
    plan = scenario({"run.warmup_days": 100}, date(2024, 4, 1))  # the first days turn month and year
    levers = load_levers()
    for need in needed(lever):
        dial, least = next(iter(levers[need].dials)), levers[lever].least.get(need)
        plan = plan.with_lever(need, settings={dial: least} if least else None)
    township = str(small_map().townships["code"].iloc[0])
    where = {"places": Where(townships=(township,)), "facilities": Where(facilities=(f"TC-{township}",))}
    who = Trait.ELDERLY if scope == "people" else EVERYBODY
    plan = plan.with_lever(lever, where=where.get(scope), who=who)
    county = walk(model(plan), 12)
    assert len(county.tables.regimes) == (1 if scope == "everybody" else 2)


def needed(lever: str) -> list[str]:
    """Prerequisites of a lever, those of the prerequisites first."""
    found: list[str] = []
    for need in load_levers()[lever].needs:
        found += [one for one in (*needed(need), need) if one not in found]
    return found


def test_nothing_differs_before_the_start() -> None:
    plan = scenario()
    start = plan.begin + timedelta(days=6)
    days = []
    for one in (plan, plan.with_lever("referral.catalogue", start=start, settings={"catalogue": 0.5})):
        county, diary = model(one), Diary(wants_choices=True)
        county.observers.append(diary)
        walk(county, 12)
        days.append((diary.days, diary.drawn))
    assert days[0][0][:6] == days[1][0][:6] and days[0][1][:6] == days[1][1][:6]
    assert days[0][0] != days[1][0]


def test_a_lever_without_effect_changes_nothing_even_where_it_is_narrowed() -> None:
    plan = scenario()
    paths = ("referral.offer.village", "referral.offer.township")
    off = {path: plan.parameters[path].value for path in paths}
    with catalogue():
        same = plan.with_lever("referral.slips", who=Trait.POOR, settings=off)
    assert same.hash != plan.hash
    assert len(same.regimes(same.begin, small_map())) == 1
    assert outcome(walk(model(plan), 8)) == outcome(walk(model(same), 8))


def test_values_return_when_a_lever_ends() -> None:
    plan = scenario().with_lever("referral.catalogue", start=date(2024, 2, 1), end=date(2024, 3, 31))
    assert {date(2024, 2, 1), date(2024, 4, 1)} <= set(plan.change_dates)
    days = (date(2024, 1, 31), date(2024, 2, 1), date(2024, 3, 31), date(2024, 4, 1))
    found = [plan.values(day)["referral.catalogue"] for day in days]
    assert found[0] == found[3] == 0 and found[1] == found[2] > 0
