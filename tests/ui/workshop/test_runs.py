"""The runs of a room: each once, kept with the step that they lead to."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest

from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Key, Outcome
from sim.experiment.game.read import shipped_game
from sim.experiment.lessons.answer import answer
from sim.experiment.lessons.read import lesson_named
from sim.ui.office import Cancelled, Desk
from sim.ui.workshop import runs, twins
from sim.ui.workshop.game import begin_round, board_of_round, place_order
from sim.ui.workshop.keep import unpacked
from sim.ui.workshop.rooms import Rooms
from sim.ui.workshop.store import Store

COVERAGE, KIND = "contract.coverage", "contract.kind"
GAME = shipped_game()


class FakeDesk:
    """Does calls in threads; stops at a share of the work when asked to."""

    workers = 2

    def __init__(self, cancelled_at: float = 2.0) -> None:
        self.engine = self
        self.cancelled_at = cancelled_at
        self.stopped = False

    def start(self) -> Executor:
        return ThreadPoolExecutor(2)

    def stop(self, executor: Executor) -> None:
        executor.shutdown(cancel_futures=True)
        self.stopped = True

    def tell(self, share: float) -> None:
        if share >= self.cancelled_at:
            raise Cancelled

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        return function(*args)


def _desk(cancelled_at: float = 2.0) -> Desk:
    return cast(Desk, FakeDesk(cancelled_at))


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keys of the runs done; each has as many tenths of everything as levers, and a little by history."""
    found: list[str] = []

    def execute(job: Job, version: str) -> Outcome:
        found.append(job.key)
        keys = [one.key for one in GAME.board]
        for lesson in (lesson_named("tiers"),):
            keys += [one.about.key for one in lesson.questions] + [one.key for one in lesson.reveal]
            keys += [one.about.key for one in lesson.debrief.shows]
        level = 0.1 * (1 + len(job.scenario.levers)) + 0.001 * job.seed
        return Outcome(dict.fromkeys([*keys, Key("forgone_share", "happened")], level), {})

    monkeypatch.setattr(runs, "execute", execute)
    return found


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return Rooms(Store(tmp_path))


def test_a_lesson_is_answered_and_goes_on_to_the_reveal(rooms: Rooms, done: list[str]) -> None:
    room = rooms.open("lesson", "tiers", "lead")
    rooms.move(room.code, "run")
    runs.run_lesson(_desk(), rooms, room.code)
    assert rooms.room(room.code).phase == "reveal"
    lesson = lesson_named("tiers")
    assert len(done) == len(set(done)) == lesson.replicates * len(lesson.sides)
    told = unpacked(rooms.result(room.code, "runs"))
    assert answer(lesson.questions[2].about, told).value == pytest.approx(10)  # one lever more: 0.1
    assert all(key.indicator != "forgone_share" for key in told["today"][0])  # nobody asks for it


def test_what_is_given_up_leaves_the_room_as_it_was(rooms: Rooms, done: list[str]) -> None:
    room = rooms.open("lesson", "tiers", "lead")
    rooms.move(room.code, "run")
    desk = FakeDesk(0.5)
    with pytest.raises(Cancelled):
        runs.run_lesson(cast(Desk, desk), rooms, room.code)
    assert desk.stopped and len(done) < 6
    assert rooms.room(room.code).phase == "run" and rooms.result(room.code, "runs") is None


def test_a_round_is_played_for_all_teams_and_for_nobody(rooms: Rooms, done: list[str]) -> None:
    room = rooms.open("game", "county", "lead")
    for one, team in (("a", "红队"), ("b", "蓝队"), ("c", "绿队")):
        rooms.join(room.code, one, one, team)
    begin_round(rooms, GAME, room.code)
    place_order(rooms, GAME, room.code, "红队", {COVERAGE, KIND}, settled=True)
    place_order(rooms, GAME, room.code, "蓝队", {COVERAGE}, settled=True)
    rooms.move(room.code, "run")
    runs.run_round(_desk(), rooms, room.code)
    assert rooms.room(room.code).phase == "results"
    rows = board_of_round(rooms, GAME, room.code, 1)
    assert rows is not None
    moved = {team: cell.against.value for team, cell in rows[0].cells.items()}
    assert moved == {"红队": pytest.approx(0.2), "蓝队": pytest.approx(0.1), "绿队": 0}
    assert len(done) == len(set(done)) == 3 * GAME.replicates  # who does nothing is nobody's county

    for _ in range(GAME.rounds - 1):
        begin_round(rooms, GAME, room.code)
    rooms.move(room.code, "debrief")
    runs.run_debrief(_desk(), rooms, room.code, "红队")
    told = unpacked(rooms.result(room.code, "levers-红队"))
    assert set(told) == {f"{which} {lever}" for lever in (COVERAGE, KIND) for which in ("with", "without")}


def test_a_resident_is_followed_through_two_counties(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def lives(*args: Any) -> dict[str, Any]:
        asked.append(args)
        return {"age": 70, "woman": True, "days": [], "more": 0}

    monkeypatch.setattr(twins, "lives", lives)
    room = rooms.open("game", "county", "lead")
    rooms.join(room.code, "a", "a", "红队")
    begin_round(rooms, GAME, room.code)
    place_order(rooms, GAME, room.code, "红队", {COVERAGE}, settled=True)
    for _ in range(GAME.rounds - 1):
        begin_round(rooms, GAME, room.code)
    rooms.move(room.code, "debrief")
    twins.run_twin(_desk(), rooms, room.code, "红队", "poor")
    first, second, example, sample = asked[0]
    assert (first.levers, [use.lever for use in second.levers]) == ((), [COVERAGE])
    assert first.shocks == second.shocks != ()
    assert (example, sample) == ("poor", GAME.sample)
    assert rooms.result(room.code, twins.name_of_result("红队", "poor"))["age"] == 70
