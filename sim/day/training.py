"""Step: township doctors are away for training, come home, and are taught where they work."""

from __future__ import annotations

import numpy as np

from sim.care.training import YEAR_MONTHS, course_of, sent
from sim.day.clock import Clock
from sim.day.state import State
from sim.day.tables import DayTables


def train(state: State, clock: Clock, tables: DayTables) -> None:
    """Count a day of training. Who is back from a course, or called home, has brought home what was learned.

    The centre lacks those who are away on working days; on others the rest share the duty.
    """
    table, training = tables.training, state.training
    if not (table.rate.any() or table.lectures.any() or training.running.any()):
        training.away = np.zeros_like(training.away)
        return
    course = course_of(table, clock.date.year * YEAR_MONTHS + clock.date.month - 1)
    home = (course != training.course) | (table.rate == 0.0)
    training.taught = training.taught + np.where(home, training.running, 0.0)
    training.running = np.where(home, 0.0, training.running)
    training.course = course
    number = sent(table, course, training.taught)
    training.running = training.running + number
    training.taught = training.taught + table.lectures
    training.away = np.zeros_like(number) if clock.free else number
