"""Values of runs as a room keeps them: only what its lesson or game shows."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sim.experiment.batch.outcome import Key
from sim.experiment.game.game import Game
from sim.experiment.lessons.lesson import Lesson, Reveal

Values = Mapping[Key, float]


def keys_of_lesson(lesson: Lesson, known: Collection[Key]) -> list[Key]:
    """Return what a lesson asks, claims and draws, of the values that a run has."""
    wanted = {one.about.key for one in lesson.questions} | {one.about.key for one in lesson.debrief.shows}
    return [key for key in known if key in wanted or any(drawn(key, one) for one in lesson.reveal)]


def drawn(key: Key, reveal: Reveal) -> bool:
    """Whether a chart draws a value."""
    if (key.indicator, key.basis, key.scope) != (reveal.key.indicator, reveal.key.basis, ""):
        return False
    if reveal.chart == "months":
        return not key.group and len(key.period) == len("2024-01") and key.period[4] == "-"
    if reveal.chart == "groups":
        end = key.group.removeprefix(f"{reveal.groups}_")
        return not key.period and end.isdigit() and end != key.group
    return not key.group and not key.period


def keys_of_game(game: Game) -> list[Key]:
    """Return the columns of the board."""
    return [one.key for one in game.board]


def packed(runs: Mapping[str, Sequence[Values]], keys: Collection[Key]) -> dict[str, list[list[Any]]]:
    """Return values for JSON: by side, of each run, rows of the parts of a key and the value."""
    return {
        side: [
            [[*key, None if math.isnan(one[key]) else one[key]] for key in keys if key in one]
            for one in several
        ]
        for side, several in runs.items()
    }


def unpacked(told: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, list[dict[Key, float]]]:
    """Return what `packed` was given."""
    return {
        side: [
            {Key(*row[:-1]): math.nan if row[-1] is None else float(row[-1]) for row in one}
            for one in several
        ]
        for side, several in told.items()
    }
