"""The rules: what a team may buy, what it costs, and which scenario its orders make."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sim.errors import UserError
from sim.experiment.batch.job import Job, replicates
from sim.experiment.game.game import Future, Game
from sim.experiment.stress.plan import largest
from sim.geography.kinds import Kind as Place
from sim.policy.catalogue import load_levers
from sim.policy.use import LeverUse, completed
from sim.problems import ScenarioErrors, nearest
from sim.scenario import Scenario
from sim.scenario.shocks import Kind, Shock

Orders = Sequence[Collection[str]]
"""Levers in force in each round, the first first."""


@dataclass(frozen=True)
class Account:
    """The purse of a team in a round, in yuan."""

    brought: int
    given: int
    spent: int

    @property
    def left(self) -> int:
        """What is kept for the next year."""
        return self.brought + self.given - self.spent


def price(game: Game, orders: Orders, round_: int) -> dict[str, int]:
    """Yuan that each lever costs in a round: what is bought anew costs its first year on top."""
    before = set(orders[round_ - 2]) if round_ > 1 else set()
    found = {}
    for id_ in sorted(orders[round_ - 1]):
        offer = game.offer(id_)
        if offer is None:
            guess = nearest(id_, [one.id for one in game.offers])
            raise UserError(
                f"{id_!r} is not for sale in this game" + (f"; did you mean {guess!r}?" if guess else ""),
                f"本局不提供“{id_}”" + (f"；是否想写“{guess}”？" if guess else ""),
            )
        found[id_] = offer.yearly + (0 if id_ in before else offer.once)
    return found


def accounts(game: Game, orders: Orders) -> list[Account]:
    """Purse of each round that has orders."""
    found: list[Account] = []
    for round_ in range(1, len(orders) + 1):
        brought = found[-1].left if found else 0
        found.append(Account(brought, game.purse.yuan, sum(price(game, orders, round_).values())))
    return found


def check(game: Game, orders: Orders) -> None:
    """Refuse orders that cannot be carried out.

    Raises
    ------
    UserError
        When a lever is not for sale, costs more than there is, lacks what it needs or contradicts another.
    """
    last = accounts(game, orders)[-1]
    if last.left < 0:
        raise UserError(
            f"this costs {last.spent:,} yuan; there are {last.brought + last.given:,}",
            f"共需 {last.spent:,} 元，可用 {last.brought + last.given:,} 元",
        )
    try:
        scenario(game, orders, (None,) * game.rounds)
    except ScenarioErrors as errors:
        first = errors.problems[0]
        raise UserError(
            _named(f"{first.wrong.en}; {first.right.en}", "en"),
            _named(f"{first.wrong.zh}；{first.right.zh}", "zh"),
        ) from errors


def _named(sentence: str, language: str) -> str:
    """Return a sentence with the names of levers in place of their ids, as the teams see them."""
    for id_, lever in sorted(load_levers().items(), key=lambda one: -len(one[0])):
        label = lever.label.say(language)
        sentence = sentence.replace(id_, f"“{label}”" if language == "zh" else f"'{label}'")
    return sentence


def scenario(game: Game, orders: Orders, fate: Sequence[Future | None]) -> Scenario:
    """Return the county of a team to the end of its last round, with what came in these years.

    Raises
    ------
    ScenarioErrors
        When levers lack what they need or contradict each other.
    """
    rounds = len(orders)
    made = game.base.with_dates(until=date(game.year(rounds), 12, 31))
    made = made.with_uses([*made.levers, *_uses(game, orders)])
    for round_, future in enumerate(fate[:rounds], 1):
        if future is not None:
            made = _with_future(made, future, game.year(round_))
    return made


def jobs(game: Game, orders: Orders, fate: Sequence[Future | None], name: str) -> list[Job]:
    """Runs of a team to the end of its last round: the same residents and histories for every team."""
    return replicates(scenario(game, orders, fate).named(name), game.replicates, game.sample, drawn=False)


def _uses(game: Game, orders: Orders) -> list[LeverUse]:
    """Uses of levers: one for each run of years in which a lever is in force."""
    found = []
    catalogue = load_levers()
    for offer in game.offers:
        held = [offer.id in levers for levers in orders]
        for k in range(len(held)):
            if held[k] and (k == 0 or not held[k - 1]):
                end = next((j for j in range(k, len(held)) if not held[j]), None)
                use = LeverUse(
                    offer.id,
                    date(game.year(k + 1), 1, 1),
                    None if end is None else date(game.year(end), 12, 31),
                    settings=tuple(sorted(offer.settings.items())),
                )
                found.append(completed(use, catalogue[offer.id]))
    return found


def _with_future(made: Scenario, future: Future, year: int) -> Scenario:
    begins = future.begins(year)
    if future.kind is None:
        return made.with_overrides({path: {begins: value} for path, value in future.numbers.items()})
    places: tuple[str, ...] = ()
    if future.kind is Kind.DOCTOR:
        places = (largest(made.map(made.values(made.begin)), Place.TOWNSHIP_CENTRE),)
    return made.with_shocks(Shock(future.id, future.kind, begins, None, places, future.amount))
