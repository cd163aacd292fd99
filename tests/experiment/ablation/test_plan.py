"""Which scenarios are compared: each pair differs by one lever, prerequisites on both sides."""

from __future__ import annotations

import pytest

from sim.errors import UserError
from sim.experiment.ablation.plan import MODES, NOT_IN_PACKAGE, Pair, needs, off_alone, on_alone, plan
from sim.policy.catalogue import load_levers
from sim.scenario import load_scenario
from tests.experiment.ablation import small
from tests.policy.levers import lever


def ids(pair: Pair) -> tuple[list[str], list[str]]:
    assert pair.without and pair.having
    return [use.lever for use in pair.without.levers], [use.lever for use in pair.having.levers]


def test_a_lever_is_added_to_no_policy_and_its_prerequisite_stands_on_both_sides() -> None:
    levers = load_levers()
    assert ids(on_alone(small.package(), levers["contract.kind"])) == ([], ["contract.kind"])
    assert ids(on_alone(small.package(), levers["contract.benefit"])) == (
        ["contract.kind"], ["contract.benefit", "contract.kind"],
    )  # fmt: skip


def test_a_lever_is_taken_from_the_package_and_those_that_need_it_from_both_sides() -> None:
    levers = load_levers()
    assert ids(off_alone(small.package(), levers["contract.kind"])) == (
        ["referral.sharing"], ["contract.kind", "referral.sharing"],
    )  # fmt: skip
    assert ids(off_alone(small.package(), levers["contract.benefit"])) == (
        ["contract.kind", "referral.sharing"], ["contract.benefit", "contract.kind", "referral.sharing"],
    )  # fmt: skip


def test_a_lever_the_package_has_not_cannot_be_switched_off() -> None:
    pair = off_alone(small.package(), load_levers()["referral.platform"])
    assert (pair.without, pair.having, pair.reason) == (None, None, NOT_IN_PACKAGE)


def test_needs_are_followed_to_the_end() -> None:
    levers = {"a.a": lever("a.a", {}), "a.b": lever("a.b", {}, needs=("a.a",))}
    levers |= {"a.c": lever("a.c", {}, needs=("a.b",)), "a.d": lever("a.d", {}, needs=("a.c", "a.a"))}
    assert needs("a.d", levers) == ["a.a", "a.b", "a.c"]
    assert needs("a.a", levers) == []


def test_the_scenario_s_own_values_are_used() -> None:
    pair = on_alone(small.package(), load_levers()["referral.sharing"])
    assert pair.having and dict(pair.having.levers[0].settings)["referral.sharing"] == 0.0
    other = on_alone(load_scenario("lulong-2024"), load_levers()["referral.sharing"])
    assert other.having and dict(other.having.levers[0].settings)["referral.sharing"] == 0.15
    assert other.having.levers[0].start == other.having.start


def test_every_lever_of_the_catalogue_can_be_compared_alone() -> None:
    pairs = plan(load_scenario("lulong-2024"))
    assert [pair.lever.id for pair in pairs] == [id_ for id_ in load_levers() for _ in MODES]
    assert [(pair.lever.id, pair.reason) for pair in pairs if pair.mode == "on_alone" and pair.reason] == []


def test_an_unknown_lever_is_refused() -> None:
    with pytest.raises(UserError, match=r"contract\.kinds"):
        plan(small.package(), ["contract.kinds"])
