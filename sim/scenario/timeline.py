"""Numbers by date: laid over each other, and where they may stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sim.declare import Parameter
from sim.errors import Text, UserError
from sim.problems import nearest
from sim.reading import ALWAYS
from sim.scenario.shipped import calendar_years

START_ONLY = ("geography.", "facilities.", "run.", "learning.initial.", "choice.habit_start.")
"""Beginnings of the paths that the model reads once, when it is built."""
Timeline = tuple[tuple[date, float], ...]


def calendar_fault(begin: date, until: date) -> Text | None:
    """Say that a run, warm-up included, leaves the years whose public holidays are known; None otherwise."""
    first, last = calendar_years()
    if first <= begin.year and until.year <= last:
        return None
    return Text(
        f"the holiday calendar holds {first} to {last}; with its warm-up the run is {begin} to {until}",
        f"节假日日历只含 {first} 至 {last} 年；本次运行（含预热）为 {begin} 至 {until}",
    )


def order_fault(start: date, until: date) -> Text | None:
    """Say that the first counted day is inside a month, or the last day comes before it; None otherwise."""
    if start.day != 1:
        return Text(
            f"the first counted day {start} should be the first of a month", f"起始日 {start} 应为某月一日"
        )
    if until < start:
        return Text(
            f"the last day {until} comes before the first counted day {start}",
            f"最后一天 {until} 早于起始日 {start}",
        )
    return None


def start_fault(path: str, day: date, begin: date) -> Text | None:
    """Say that a value read once, at the start, is given a later day; None otherwise."""
    if day <= begin or not path.startswith(START_ONLY):
        return None
    return Text("holds from the start only; give a bare number", "只能自始生效；请直接写一个数字，不带日期")


def check_number(parameters: Mapping[str, Parameter], path: str, value: float) -> None:
    """Refuse a number that is not declared, or a value out of its range.

    Raises
    ------
    UserError
        Saying what would be right.
    """
    parameter = parameters.get(path)
    if parameter is None:
        guess = nearest(path, parameters)
        raise UserError(
            f"no parameter is called {path!r}" + (f"; did you mean {guess!r}?" if guess else ""),
            f"没有名为“{path}”的参数" + (f"；是否想写“{guess}”？" if guess else ""),
        )
    fault = parameter.fault(value)
    if fault:
        raise UserError(fault.en, fault.zh, path)


def dated_values(given: Mapping[date, float] | float) -> dict[date, float]:
    """Return values by date; a bare number holds from the start of the warm-up."""
    return dict(given) if isinstance(given, Mapping) else {ALWAYS: given}


def overlay(below: Mapping[str, Timeline], above: Mapping[str, Mapping[date, float]]) -> dict[str, Timeline]:
    """Lay values over others: from its first date on, each path follows the upper layer alone."""
    merged = dict(below)
    for path, days in above.items():
        if days:
            first = min(days)
            kept = [change for change in below.get(path, ()) if change[0] < first]
            merged[path] = tuple(kept) + tuple((day, float(days[day])) for day in sorted(days))
    return {path: merged[path] for path in sorted(merged)}
