"""A room's game: orders by year, and the board of what was run."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import UserError
from sim.experiment.batch.outcome import Key
from sim.experiment.game.read import shipped_game
from sim.ui.workshop.game import IDLE, begin_round, board_of_round, held, place_order, teams_of
from sim.ui.workshop.keep import keys_of_game, packed, unpacked
from sim.ui.workshop.rooms import Rooms
from sim.ui.workshop.store import Store

GAME = shipped_game()
COVERAGE, UPGRADE = "contract.coverage", "capability.upgrade"


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return Rooms(Store(tmp_path))


@pytest.fixture
def code(rooms: Rooms) -> str:
    room = rooms.open("game", "county", "lead")
    rooms.join(room.code, "a", "老王", "红队")
    rooms.join(room.code, "b", "小李", "蓝队")
    return room.code


def test_a_game_needs_teams(rooms: Rooms) -> None:
    room = rooms.open("game", "county", "lead")
    rooms.join(room.code, "a", "老王")
    with pytest.raises(UserError, match="no team has joined"):
        begin_round(rooms, GAME, room.code)


def test_what_a_team_has_goes_on_as_far_as_the_money_goes(rooms: Rooms, code: str) -> None:
    begin_round(rooms, GAME, code)
    place_order(rooms, GAME, code, "红队", {COVERAGE}, settled=True)
    with pytest.raises(UserError, match="there are 4,000,000"):
        place_order(rooms, GAME, code, "蓝队", {UPGRADE}, settled=True)  # 4,400,000 in its first year
    rooms.keep(code, {}, "results")
    begin_round(rooms, GAME, code)
    orders = rooms.orders(code)
    assert held(orders, "红队", 2) == [frozenset({COVERAGE})] * 2
    assert held(orders, "蓝队", 2) == [frozenset()] * 2
    assert not orders["红队"][2].settled
    place_order(rooms, GAME, code, "蓝队", {UPGRADE}, settled=True)  # two purses by now
    assert teams_of(rooms, code) == ["红队", "蓝队"]


def test_a_team_that_joins_late_did_nothing_before(rooms: Rooms, code: str) -> None:
    begin_round(rooms, GAME, code)
    rooms.keep(code, {}, "results")
    rooms.join(code, "c", "小张", "绿队")
    begin_round(rooms, GAME, code)
    place_order(rooms, GAME, code, "绿队", {COVERAGE}, settled=True)
    assert held(rooms.orders(code), "绿队", 2) == [frozenset(), frozenset({COVERAGE})]


def test_who_has_no_team_orders_nothing(rooms: Rooms, code: str) -> None:
    begin_round(rooms, GAME, code)
    with pytest.raises(UserError, match="join a team"):
        place_order(rooms, GAME, code, "", {COVERAGE}, settled=True)


def test_the_game_ends_after_its_years(rooms: Rooms, code: str) -> None:
    for _ in range(GAME.rounds):
        begin_round(rooms, GAME, code)
    with pytest.raises(UserError, match="all years are played"):
        begin_round(rooms, GAME, code)


def test_the_board_is_made_of_what_was_kept(rooms: Rooms, code: str) -> None:
    keys = keys_of_game(GAME)
    runs = {
        IDLE: [dict.fromkeys(keys, 1.0), dict.fromkeys(keys, 1.1)],
        "红队": [dict.fromkeys(keys, 2.0), dict.fromkeys(keys, 2.1)],
    }
    runs["红队"][0][keys[0]] = float("nan")
    assert board_of_round(rooms, GAME, code, 1) is None
    rooms.keep(code, {"round-1": packed(runs, keys)}, "results")
    rows = board_of_round(rooms, GAME, code, 1)
    assert rows is not None and len(rows) == len(GAME.board)
    assert rows[1].idle == pytest.approx(1.05)
    assert rows[1].cells["红队"].against.value == pytest.approx(1.0)
    assert rows[0].cells["红队"].against.seeds == 1  # the history without a value is left out


def test_packing_keeps_what_is_asked_for() -> None:
    one, other = Key("wait_minutes", "happened"), Key("forgone_share", "happened", "income_1")
    runs = {"a": [{one: 1.5, other: float("nan")}]}
    back = unpacked(packed(runs, [one, other]))
    assert back["a"][0][one] == 1.5 and back["a"][0][other] != back["a"][0][other]
    assert unpacked(packed(runs, [one])) == {"a": [{one: 1.5}]}
