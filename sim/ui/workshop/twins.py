"""One resident in two counties of the game: nobody's, and a team's."""

from __future__ import annotations

from typing import Any

from sim.experiment.contrast import Contrast
from sim.experiment.game.play import scenario
from sim.experiment.game.read import shipped_game
from sim.experiment.twin import twin_resident
from sim.scenario import Scenario
from sim.ui.office import Desk
from sim.ui.office.worker import watch
from sim.ui.workshop.game import held
from sim.ui.workshop.rooms import Rooms

MOST_DAYS = 40
"""Days that are told of a life; the first ones."""


def name_of_result(team: str, example: str) -> str:
    """Name under which a room keeps the two lives."""
    return f"twin-{example}-{team}"


def run_twin(desk: Desk, rooms: Rooms, code: str, team: str, example: str) -> None:
    """Follow one resident of a kind through the county of nobody and that of a team."""
    room = rooms.room(code)
    told = desk.call(lives, *counties(rooms, code, team), example, shipped_game().sample)
    rooms.keep(code, {name_of_result(team, example): told}, room.phase)


def counties(rooms: Rooms, code: str, team: str) -> tuple[Scenario, Scenario]:
    """Return the county in which nobody acts and that of a team, in the future of the room."""
    game = shipped_game()
    fate = game.fate(rooms.room(code).seed)
    orders = held(rooms.orders(code), team, game.rounds)
    return scenario(game, [frozenset()] * game.rounds, fate), scenario(game, orders, fate)


def lives(first: Scenario, second: Scenario, example: str, sample: float) -> dict[str, Any]:
    """Return in both languages the days on which two lives of one resident differ; runs both.

    Parameters
    ----------
    first, second : Scenario
    example : str
        One of `sim.experiment.examples.EXAMPLES`.
    sample : float

    Returns
    -------
    dict
        ``resident`` (stable id), ``age`` and ``woman``; ``days``: rows of day, what differs (en, zh) and why
        (en, zh), at most `MOST_DAYS`; ``more``: how many days more there are.

    Raises
    ------
    UserError
        When nobody of the kind is in the sample.
    """
    twin = twin_resident(first, second, resident=example, sample=sample, progress=watch)
    english, chinese = (Contrast(twin.a, twin.b, twin.rows, language) for language in ("en", "zh"))
    apart = [row for row in twin.rows if not row.same]
    days = [
        [str(row.day), english.difference(row), chinese.difference(row), english.why(row), chinese.why(row)]
        for row in apart[:MOST_DAYS]
    ]
    person = twin.a.person
    return {
        "resident": int(person.resident),
        "age": int(person.age),
        "woman": bool(person.woman),
        "days": days,
        "more": max(len(apart) - MOST_DAYS, 0),
    }
