"""What each lever of a team did: the county of the team against the same without the lever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.experiment.ablation.plan import Pair, off_alone
from sim.experiment.batch.job import Job, replicates
from sim.experiment.game.game import Future, Game
from sim.experiment.game.play import Orders, scenario
from sim.policy.catalogue import load_levers


@dataclass(frozen=True)
class Taken:
    """A lever taken away: the pair of scenarios and their runs, none where it does not apply."""

    pair: Pair
    without: tuple[Job, ...]
    having: tuple[Job, ...]


def taken_away(game: Game, orders: Orders, fate: Sequence[Future | None]) -> list[Taken]:
    """Runs that tell what each lever of a team did, in the order of the offers.

    A lever that others of the team need is compared without those others.
    """
    whole = scenario(game, orders, fate)
    used = {use.lever for use in whole.levers} - {use.lever for use in game.base.levers}
    return [_taken(game, off_alone(whole, load_levers()[one.id])) for one in game.offers if one.id in used]


def _taken(game: Game, pair: Pair) -> Taken:
    if pair.without is None or pair.having is None:
        return Taken(pair, (), ())
    sides = (
        tuple(replicates(side.named(name), game.replicates, game.sample, drawn=False))
        for side, name in ((pair.without, "without"), (pair.having, "with"))
    )
    without, having = sides
    return Taken(pair, without, having)
