"""What two scenarios differ by, as players of a game: levers or families of levers, and all other numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sim.errors import Text, UserError
from sim.experiment.comparison.plan import check_same_frame
from sim.policy.catalogue import load_levers
from sim.policy.use import LeverUse
from sim.policy.wording import FAMILIES
from sim.scenario import Scenario

NUMBERS = "numbers"
NUMBERS_LABEL = Text("other numbers, membership, shocks", "其他数值、医共体成员与冲击")
OTHERS = ("timeline", "parameters", "book", "communities", "posterior", "shocks")
"""What two scenarios of one place may differ by beside their levers; attributed as a whole."""


@dataclass(frozen=True)
class Player:
    """One difference that is attributed as a whole.

    Attributes
    ----------
    id : str
        Lever, family, or ``numbers``.
    label : Text
    levers : tuple of str
        Whose uses differ; empty for the numbers.
    """

    id: str
    label: Text
    levers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Game:
    """Two scenarios and what they differ by.

    Attributes
    ----------
    a, b : Scenario
    players : tuple of Player
    """

    a: Scenario
    b: Scenario
    players: tuple[Player, ...]

    def scenario(self, joined: Collection[str]) -> Scenario:
        """Return the first scenario with these players as in the second.

        A lever without a lever it needs does nothing: it waits until that has joined.
        """
        if len(joined) == len(self.players):
            return self.b
        levers = {lever for player in self.players if player.id in joined for lever in player.levers}
        base = self.a
        if NUMBERS in joined:
            base = replace(base, **{name: getattr(self.b, name) for name in OTHERS})
        uses = [use for use in self.a.levers if use.lever not in levers]
        uses += [use for use in self.b.levers if use.lever in levers]
        made = base.with_uses(with_what_they_need(uses))
        # Its name tells which, whatever else is in the name of either.
        return replace(made, name="+".join([self.a.name, *sorted(joined)]))


def with_what_they_need(uses: Iterable[LeverUse]) -> list[LeverUse]:
    """Leave out uses of levers that need one which is not among them, again and again."""
    levers, kept = load_levers(), list(uses)
    while True:
        there = {use.lever for use in kept}
        able = [use for use in kept if all(need in there for need in levers[use.lever].needs)]
        if len(able) == len(kept):
            return kept
        kept = able


def make_game(a: Scenario, b: Scenario, *, by_family: bool = False) -> Game:
    """Find the players.

    Raises
    ------
    UserError
        When the scenarios are of other places or days, or do not differ.
    """
    check_same_frame(a, b)
    catalogue = load_levers()
    differ = [id_ for id_ in catalogue if _uses(a, id_) != _uses(b, id_)]
    players = [Player(id_, catalogue[id_].label, (id_,)) for id_ in differ]
    if by_family:
        families = list(dict.fromkeys(catalogue[id_].family for id_ in differ))
        players = [
            Player(one, FAMILIES[one], tuple(id_ for id_ in differ if catalogue[id_].family == one))
            for one in families
        ]
    if replace(a, levers=b.levers).hash != b.hash:
        players.append(Player(NUMBERS, NUMBERS_LABEL))
    if not players:
        raise UserError(
            f"{a.name} and {b.name} do not differ; there is nothing to attribute",
            f"{a.name} 与 {b.name} 没有差别，无可归因",
        )
    return Game(a, b, tuple(players))


def _uses(scenario: Scenario, lever: str) -> Sequence[LeverUse]:
    return [use for use in scenario.levers if use.lever == lever]
