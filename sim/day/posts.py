"""Step: days of doctors sent to townships and villages, counted where they are held and where they lack."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np

from sim.day.clock import Clock
from sim.day.state import State
from sim.day.tables import DayTables

HUNDREDTHS = 100


class Post(IntEnum):
    """Rows of `State.posts`, days of doctors by facility on working days of a timetable."""

    HELD = 0  # by doctors of the lead hospital, at the place they were sent to
    AWAY = 1  # of own doctors who were sent elsewhere
    OPEN = 2  # of own doctors in clinic, those sent elsewhere included


def note_posts(state: State, tables: DayTables) -> None:
    """Count who is where today."""
    experts, sites = state.experts, tables.sites
    if experts is None:
        return
    size = len(sites.kind)
    state.posts[Post.HELD] += experts.at.sum(axis=1)
    state.posts[Post.AWAY] += np.bincount(sites.unit_facility, experts.away, size).astype(np.int64)
    state.posts[Post.OPEN] += np.bincount(sites.unit_facility, sites.doctors, size).astype(np.int64)


def count_posts(state: State, clock: Clock, tables: DayTables, snapshots: dict[str, Any]) -> None:
    """Note the days of a month by county, and how far they went to where they are needed; begin anew.

    Only the ratios of these stocks mean anything, since doctors are not sampled.
    """
    sites, posts = tables.sites, state.posts
    lead = sites.lead & (sites.county >= 0)
    stocks = {
        "expert_days": posts[Post.HELD],
        "expert_days_need": posts[Post.HELD] * np.rint(tables.dispatch.need * HUNDREDTHS),
        "lead_days": posts[Post.OPEN] * lead,
        "lead_days_away": posts[Post.AWAY] * lead,
    }
    counties = len(state.map.counties)
    inside = np.flatnonzero(sites.county >= 0)
    for name, amount in stocks.items():
        table = snapshots.setdefault(name, np.zeros((state.tally.months, counties), np.int64))
        table[clock.month] = np.bincount(sites.county[inside], amount[inside], counties)
    state.posts = np.zeros_like(posts)
