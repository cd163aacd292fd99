"""Order-averaged contributions (Shapley values): exact for few players, by permutations for more.

Pure functions: a value function takes the set of players that have joined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial

import numpy as np

from sim import randomness

EXACT = 5
"""Up to so many players every coalition is run: 32 scenarios."""
Coalition = frozenset[str]
ValueOf = Callable[[Coalition], float]


def coalitions(players: Sequence[str]) -> list[Coalition]:
    """Every set of players, the empty one first and the whole one last."""
    return [frozenset(one) for size in range(len(players) + 1) for one in combinations(players, size)]


def exact(players: Sequence[str], value: ValueOf) -> dict[str, float]:
    """Return what each player adds on the average over all orders of joining; together v(all) - v(none)."""
    n = len(players)
    found = {}
    for player in players:
        others = [one for one in players if one != player]
        found[player] = sum(
            factorial(len(before)) * factorial(n - 1 - len(before)) / factorial(n)
            * (value(before | {player}) - value(before))
            for before in coalitions(others)
        )  # fmt: skip
    return found


def order(players: Sequence[str], replicate: int) -> list[str]:
    """Return the keyed order in which players join in a replicate."""
    key = randomness.stream("attribution.order", replicate)
    ranks = randomness.draw(key, np.arange(len(players)))
    return [players[k] for k in np.argsort(ranks, kind="stable")]


def steps(joining: Sequence[str]) -> list[Coalition]:
    """Sets on the way from nobody to everybody, one player joining after another."""
    return [frozenset(joining[:size]) for size in range(len(joining) + 1)]


def along(joining: Sequence[str], value: ValueOf) -> dict[str, float]:
    """Return what each player adds when joining in an order and in the reverse of it, averaged.

    The reverse order is antithetic: who comes early in one comes late in the other.
    """
    found = dict.fromkeys(joining, 0.0)
    for way in (list(joining), list(reversed(joining))):
        passed = steps(way)
        for player, before, after in zip(way, passed, passed[1:], strict=False):
            found[player] += 0.5 * (value(after) - value(before))
    return found
