"""Players, coalitions and the runs they need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.errors import UserError
from sim.experiment.attribution.players import NUMBERS, make_game
from sim.experiment.attribution.shapley import Coalition
from sim.experiment.attribution.table import TOTAL, Plan, attribute, largest
from sim.experiment.batch.outcome import Key, Outcome
from sim.scenario import load_scenario
from sim.scenario.shocks import Kind, Shock

KIND, BENEFIT, PRICE = "contract.kind", "contract.benefit", "choice.travel_minute.common"
RATE = Key("in_county_visit_rate", "happened")


def package() -> Plan:
    a = load_scenario("lulong-2024-baseline")
    b = a.with_lever(KIND, start=a.start).with_lever(BENEFIT, start=a.start).with_overrides({PRICE: -0.03})
    return Plan(make_game(a, b), 0.1, 2)


def test_players_are_what_differs() -> None:
    plan = package()
    assert plan.names == [KIND, BENEFIT, NUMBERS]
    by_family = make_game(plan.game.a, plan.game.b, by_family=True)
    assert [one.id for one in by_family.players] == ["contract", NUMBERS]
    for pair in ((plan.game.a, plan.game.a), (plan.game.a, load_scenario("changli-2024"))):
        with pytest.raises(UserError):
            make_game(*pair)


def test_coalitions_are_scenarios_between_the_two() -> None:
    game = package().game
    assert game.scenario(frozenset()).hash == game.a.hash
    assert game.scenario(frozenset(game_names(game))).hash == game.b.hash
    assert {use.lever for use in game.scenario({KIND}).levers} == {KIND}
    # the benefit waits for the contract it needs
    assert game.scenario({BENEFIT}).hash == game.a.hash
    assert game.scenario({NUMBERS}).values(game.a.start)[PRICE] == -0.03
    backwards = make_game(game.b, game.a)
    assert backwards.scenario({KIND}).levers == ()


def test_what_differs_beside_the_levers_is_one_player(tmp_path: Path) -> None:
    a = load_scenario("lulong-2024-baseline")
    flood = a.with_shocks(Shock("flu", Kind.WAVE, date(2024, 11, 15), amount=0.2))
    game = make_game(a, flood)
    assert [one.id for one in game.players] == [NUMBERS]
    assert game.scenario({NUMBERS}).hash == flood.hash and game.scenario(()).hash == a.hash
    table = tmp_path / "communities.csv"
    table.write_text("made up", encoding="utf-8")
    both = replace(flood.with_lever(KIND, start=a.start), communities=table)
    middle = make_game(a, both).scenario({NUMBERS})
    assert (middle.communities, middle.shocks, middle.levers) == (table, flood.shocks, ())


def game_names(game: object) -> list[str]:
    return [one.id for one in game.players]  # type: ignore[attr-defined]


def test_few_players_run_every_coalition_and_nothing_twice() -> None:
    plan = package()
    jobs = plan.jobs()
    assert len(jobs) == 2 * 8
    # the benefit alone, and with numbers alone, is the scenario without it
    assert len({job.key for job in jobs.values()}) == 2 * 6
    assert {(job.seed, job.draw) for job in jobs.values()} == {(1, 0), (2, 1)}


def test_the_table_adds_up() -> None:
    plan = package()
    worth = {KIND: 0.02, BENEFIT: 0.01, NUMBERS: -0.005}

    def outcome(joined: Coalition, replicate: int) -> Outcome:
        both = 0.004 if {KIND, BENEFIT} <= joined else 0.0
        return Outcome({RATE: 0.8 + 0.01 * replicate + sum(worth[one] for one in joined) + both}, {})

    table = attribute(plan, {(joined, k): outcome(joined, k) for joined, k in plan.jobs()})
    found = {row["player"]: row["value"] for row in largest(table, RATE.indicator)}
    assert list(found) == [KIND, BENEFIT, NUMBERS, TOTAL]
    assert found[KIND] == pytest.approx(0.022) and found[BENEFIT] == pytest.approx(0.012)
    assert found[NUMBERS] == pytest.approx(-0.005) and found[TOTAL] == pytest.approx(0.029)


def test_many_players_take_orders_and_their_reverses() -> None:
    a = load_scenario("lulong-2024-baseline")
    b = a
    for lever in ("contract.coverage", "contract.green_channel", "referral.catalogue", "referral.platform",
                  "referral.down", "pay_patient.tiers"):  # fmt: skip
        b = b.with_lever(lever, start=a.start)
    plan = Plan(make_game(a, b), 0.1, 3)
    assert not plan.is_exact
    assert all(len(plan.needed(k)) == 2 * 5 + 2 for k in range(3))
