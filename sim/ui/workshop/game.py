"""Where a room's game stands: what each team has bought, and how its years went."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sim.errors import UserError
from sim.experiment.batch.outcome import Key
from sim.experiment.game import play
from sim.experiment.game.board import Row, board
from sim.experiment.game.game import Game
from sim.ui.workshop.keep import Values, unpacked
from sim.ui.workshop.records import Order
from sim.ui.workshop.rooms import Rooms

IDLE = ""
"""Stands among the teams for the county in which nobody does anything."""
Orders = Mapping[str, Mapping[int, Order]]


def teams_of(rooms: Rooms, code: str) -> list[str]:
    """Names of the teams, in order."""
    return sorted({one.team for one in rooms.members(code) if one.team} | set(rooms.orders(code)))


def held(orders: Orders, team: str, rounds: int) -> list[frozenset[str]]:
    """Levers of a team by round; in a round without an order what it had before goes on."""
    found: list[frozenset[str]] = []
    for round_ in range(1, rounds + 1):
        order = orders.get(team, {}).get(round_)
        found.append(order.levers if order else found[-1] if found else frozenset())
    return found


def levers_by_round(orders: Orders, rounds: int) -> dict[str, list[frozenset[str]]]:
    """Levers by round of every team that has ever ordered."""
    return {team: held(orders, team, rounds) for team in sorted(orders)}


def place_order(
    rooms: Rooms, game: Game, code: str, team: str, levers: Collection[str], *, settled: bool
) -> None:  # fmt: skip
    """Keep an order that can be carried out.

    Raises
    ------
    UserError
        See `sim.experiment.game.play.check`, or when the year is over.
    """
    room = rooms.room(code)
    if not team:
        raise UserError("join a team first", "请先加入一个队")
    before = held(rooms.orders(code), team, room.round - 1)
    play.check(game, [*before, frozenset(levers)])
    rooms.order(code, team, room.round, levers, settled)


def begin_round(rooms: Rooms, game: Game, code: str) -> None:
    """Go to the orders of the next year; each team begins with what it has, as far as the money goes.

    Raises
    ------
    UserError
        When no team has joined, or all years are played.
    """
    room = rooms.room(code)
    teams = teams_of(rooms, code)
    if not teams:
        raise UserError("no team has joined yet", "还没有队伍加入")
    if room.round >= game.rounds:
        raise UserError("all years are played", "各年均已完成")
    rooms.move(code, "orders", room.round + 1)
    orders = rooms.orders(code)
    for team in teams:
        before = held(orders, team, room.round)
        going_on = before[-1] if before else frozenset[str]()
        if play.accounts(game, [*before, going_on])[-1].left < 0:
            going_on = frozenset()
        rooms.order(code, team, room.round + 1, going_on, settled=False)


def values_of_round(rooms: Rooms, code: str, round_: int) -> dict[str, list[dict[Key, float]]] | None:
    """Values of each team, and of `IDLE`, at the end of a round; None while it is not played."""
    told = rooms.result(code, f"round-{round_}")
    return None if told is None else unpacked(told)


def board_of_round(rooms: Rooms, game: Game, code: str, round_: int) -> list[Row] | None:
    """Board at the end of a round; None while it is not played."""
    found = values_of_round(rooms, code, round_)
    if found is None:
        return None
    teams: dict[str, Sequence[Values]] = {name: runs for name, runs in found.items() if name != IDLE}
    return board(game, found[IDLE], teams)
