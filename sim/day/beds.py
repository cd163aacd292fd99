"""Beds in use, and those among them that are kept for patients of family doctors."""

from __future__ import annotations

import numpy as np

from sim.care.ward import StayArray
from sim.day.state import State


def take_beds(state: State, stays: StayArray) -> None:
    """Occupy the beds of stays that begin at their facility."""
    _count(state, stays, 1)


def free_beds(state: State, stays: StayArray) -> None:
    """Give back the beds of stays that end at their facility."""
    _count(state, stays, -1)


def _count(state: State, stays: StayArray, sign: int) -> None:
    size, facility = len(state.occupied), stays["facility"]
    state.occupied += sign * np.bincount(facility, minlength=size)
    state.kept += sign * np.bincount(facility[stays["kept"] > 0], minlength=size)
