"""The runs of a room, done by the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, as_completed

from sim.errors import Text
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Outcome, execute
from sim.experiment.batch.version import code_version
from sim.experiment.game.debrief import taken_away
from sim.experiment.game.play import jobs
from sim.experiment.game.read import shipped_game
from sim.experiment.lessons.answer import values_of
from sim.experiment.lessons.read import lesson_named
from sim.ui.office import Desk, Ticket, office
from sim.ui.workshop.game import IDLE, levers_by_round
from sim.ui.workshop.keep import keys_of_game, keys_of_lesson, packed
from sim.ui.workshop.rooms import Rooms
from sim.ui.workshop.twins import run_twin

Sides = Mapping[str, Sequence[Job]]
_under_way: dict[str, Ticket[None]] = {}
"""Last piece of work of each room."""


def start(rooms: Rooms, code: str, team: str = "", resident: str = "") -> Ticket[None]:
    """Have a room's runs done: its lesson's, its round's, or what the levers of a team did, or two lives.

    What is under way already goes on. The room is a session of its own: it does not end with a tab.
    """
    going_on = under_way(code)
    if going_on is not None and not going_on.over:
        return going_on
    lesson = rooms.room(code).kind == "lesson"

    def work(desk: Desk) -> None:
        if resident:
            run_twin(desk, rooms, code, team, resident)
        elif team:
            run_debrief(desk, rooms, code, team)
        elif lesson:
            run_lesson(desk, rooms, code)
        else:
            run_round(desk, rooms, code)

    ticket = office().submit(f"room {code}", work, title=Text("Runs of a room", "课堂模拟"))
    _under_way[code] = ticket
    return ticket


def under_way(code: str) -> Ticket[None] | None:
    """Last piece of work of a room, over or not; None when there is none since the server began."""
    return _under_way.get(code)


def outcomes(desk: Desk, sides: Sides) -> dict[str, list[Outcome]]:
    """Do the runs of all sides, each once, side by side.

    Raises
    ------
    Cancelled
        When nobody wants them any more.
    """
    wanted = {job.key: job for several in sides.values() for job in several}
    executor = desk.engine.start()
    try:
        futures: dict[Future[Outcome], str] = {
            executor.submit(execute, job, code_version()): key for key, job in wanted.items()
        }
        done: dict[str, Outcome] = {}
        for future in as_completed(futures):
            done[futures[future]] = future.result()
            desk.tell(len(done) / len(wanted))
    finally:
        desk.engine.stop(executor)
    return {side: [done[job.key] for job in several] for side, several in sides.items()}


def run_lesson(desk: Desk, rooms: Rooms, code: str) -> None:
    """Answer the questions of a room's lesson; the room then goes on to the reveal."""
    lesson = lesson_named(rooms.room(code).subject)
    found = values_of(outcomes(desk, lesson.jobs()))
    first = next(iter(found.values()))[0]
    told = packed(found, keys_of_lesson(lesson, list(first)))
    rooms.keep(code, {"runs": told}, "reveal")


def run_round(desk: Desk, rooms: Rooms, code: str) -> None:
    """Play a room's round to the end of its year for every team, and for nobody; then results stand."""
    room, game = rooms.room(code), shipped_game()
    fate = game.fate(room.seed)
    teams = levers_by_round(rooms.orders(code), room.round)
    nothing: list[frozenset[str]] = [frozenset()] * room.round
    sides = {name: jobs(game, orders, fate, name) for name, orders in {IDLE: nothing, **teams}.items()}
    found = values_of(outcomes(desk, sides))
    rooms.keep(code, {f"round-{room.round}": packed(found, keys_of_game(game))}, "results")


def run_debrief(desk: Desk, rooms: Rooms, code: str, team: str) -> None:
    """Find out what each lever of a team did: its county against the same without the lever."""
    room, game = rooms.room(code), shipped_game()
    teams = levers_by_round(rooms.orders(code), game.rounds)
    sides: dict[str, Sequence[Job]] = {}
    for one in taken_away(game, teams[team], game.fate(room.seed)):
        sides[f"without {one.pair.lever.id}"] = one.without
        sides[f"with {one.pair.lever.id}"] = one.having
    found = values_of(outcomes(desk, sides)) if sides else {}
    rooms.keep(code, {f"levers-{team}": packed(found, keys_of_game(game))}, room.phase)
