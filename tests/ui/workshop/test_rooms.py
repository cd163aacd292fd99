"""Rooms: codes, who may do what, and what is there after a restart."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from sim.errors import UserError
from sim.ui.workshop.codes import ALPHABET, new_code, shown, tidied
from sim.ui.workshop.rooms import KEPT_DAYS, Rooms
from sim.ui.workshop.store import FILE, Store
from sim.ui.workshop.wrong_codes import WRONG_A_MINUTE


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(tmp_path: Path, clock: Clock) -> Rooms:
    return Rooms(Store(tmp_path / "state"), clock)


def test_codes_hold_no_letters_that_look_alike_and_are_read_as_typed() -> None:
    assert not set("01OIL") & set(ALPHABET) and len(set(ALPHABET)) == 31
    codes = {new_code() for _ in range(300)}
    assert len(codes) == 300 and all(len(one) == 8 and set(one) <= set(ALPHABET) for one in codes)
    assert shown("ABCDEFGH") == "ABCD-EFGH"
    assert tidied(" abcd－efgh ") == tidied("ＡＢＣＤ ｅｆｇｈ") == "ABCDEFGH"


def test_everything_is_there_after_a_restart(tmp_path: Path, rooms: Rooms) -> None:
    room = rooms.open("lesson", "tiers", "lead")
    rooms.join(room.code, "a", " 老王 ")
    rooms.move(room.code, "predict")
    rooms.guess(room.code, "a", "visits", 40)
    rooms.guess(room.code, "a", "visits", 55)
    rooms.keep(room.code, {"runs": {"today": [1.5]}}, "reveal")
    again = Rooms(Store(tmp_path / "state"), Clock())
    found = again.room(room.code)
    assert (found.phase, found.subject, found.seed) == ("reveal", "tiers", room.seed)
    assert [one.name for one in again.members(room.code)] == ["老王"]
    assert again.guesses(room.code) == {"visits": {"a": 55.0}}
    assert again.result(room.code, "runs") == {"today": [1.5]}
    assert ([one.code for one in again.rooms_of("lead")[0]], again.rooms_of("lead")[1]) == ([room.code], [])
    assert [one.code for one in again.rooms_of("a")[1]] == [room.code]


def test_only_the_owner_may_read_the_file(tmp_path: Path, rooms: Rooms) -> None:
    rooms.open("lesson", "tiers", "lead")
    folder = tmp_path / "state"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.glob(f"{FILE}*")} == {0o600}


def test_a_code_joins_and_a_key_leads(rooms: Rooms) -> None:
    room = rooms.open("game", "county", "lead")
    assert rooms.enter(shown(room.code).lower()) == (room, False)
    assert rooms.enter(shown(room.key)) == (room, True)
    assert len(room.key) == 16


def test_guessing_codes_is_stopped(rooms: Rooms, clock: Clock) -> None:
    room = rooms.open("lesson", "tiers", "lead")
    for _ in range(WRONG_A_MINUTE):
        with pytest.raises(UserError, match="no room has this code"):
            rooms.enter("AAAA-AAAA")
    with pytest.raises(UserError, match="wait a minute"):
        rooms.enter(room.code)
    clock.now += 61
    assert rooms.enter(room.code)[0].code == room.code


def test_guesses_count_only_while_they_are_asked_for(rooms: Rooms) -> None:
    room = rooms.open("lesson", "tiers", "lead")
    rooms.join(room.code, "a", "甲")
    with pytest.raises(UserError, match="this step is over"):
        rooms.guess(room.code, "a", "visits", 40)
    rooms.move(room.code, "predict")
    with pytest.raises(UserError, match="join the room first"):
        rooms.guess(room.code, "stranger", "visits", 40)
    rooms.guess(room.code, "a", "visits", 40)
    rooms.move(room.code, "run")
    with pytest.raises(UserError, match="this step is over"):
        rooms.guess(room.code, "a", "visits", 60)
    assert rooms.guesses(room.code) == {"visits": {"a": 40.0}}


def test_a_name_is_one_person(rooms: Rooms) -> None:
    room = rooms.open("lesson", "tiers", "lead")
    rooms.join(room.code, "a", "老王")
    rooms.join(room.code, "a", "小李")  # changes it
    with pytest.raises(UserError, match="has this name already"):
        rooms.join(room.code, "b", "小李")
    with pytest.raises(UserError, match="give a name"):
        rooms.join(room.code, "b", "  ")
    assert [one.name for one in rooms.members(room.code)] == ["小李"]


def test_an_order_is_of_the_year_that_is_played(rooms: Rooms) -> None:
    room = rooms.open("game", "county", "lead")
    rooms.move(room.code, "orders", 2)
    rooms.order(room.code, "红队", 2, {"b", "a"}, settled=True)
    with pytest.raises(UserError, match="this year is over"):
        rooms.order(room.code, "红队", 1, {"a"}, settled=True)
    found = rooms.orders(room.code)["红队"][2]
    assert (found.levers, found.settled) == (frozenset("ab"), True)


def test_old_rooms_go_with_all_that_is_in_them(rooms: Rooms, clock: Clock) -> None:
    room = rooms.open("lesson", "tiers", "lead")
    rooms.join(room.code, "a", "甲")
    clock.now += (KEPT_DAYS + 1) * 86400
    other = rooms.open("lesson", "prices", "lead")
    assert rooms.find(room.code) is None and rooms.find(other.code)
    assert rooms.members(room.code) == []
    with pytest.raises(UserError, match="is closed"):
        rooms.move(room.code, "predict")
    rooms.close(other.code)
    assert rooms.find(other.code) is None


def test_there_is_an_end_to_rooms(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.workshop.rooms.MOST_ROOMS", 3)
    for _ in range(3):
        rooms.open("lesson", "tiers", "lead")
    with pytest.raises(UserError, match="close one"):
        rooms.open("lesson", "tiers", "lead")


def test_who_waits_is_told_of_a_change(rooms: Rooms) -> None:
    room = rooms.open("lesson", "tiers", "lead")
    found: list[int] = []
    waiting = threading.Thread(target=lambda: found.append(rooms.wait(room.code, room.version, 20)))
    waiting.start()
    rooms.join(room.code, "a", "甲")
    waiting.join(20)
    assert found == [room.version + 1]
    assert rooms.wait(room.code, room.version + 1, 0.01) == room.version + 1
    rooms.close(room.code)
    assert rooms.wait(room.code, room.version + 1, 20) == 0


def test_a_file_that_is_none_of_ours_is_refused_without_its_path(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("no database at all, but long enough to look like one" * 40)
    with pytest.raises(UserError) as caught:
        Store(tmp_path)
    assert str(tmp_path) not in caught.value.say("en") and "cannot be kept" in caught.value.say("en")
