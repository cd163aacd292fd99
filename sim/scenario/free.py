"""Free parameters (自由参数): numbers a calibration may move, by id, and a scenario under values of them.

An id is the path of a declared number (its value throughout), ``PATH@YYYY-MM-DD`` (its value from that day
on) or ``ramp:LEVER`` (days over which the measures of a lever that are in use come to full effect).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sim.errors import UserError
from sim.policy.use import LeverUse
from sim.reading import ALWAYS, as_date
from sim.scenario.levers import known_lever
from sim.scenario.timeline import Timeline, check_number, overlay, start_fault

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

RAMP = "ramp:"


@dataclass(frozen=True, order=True)
class Free:
    """What an id stands for.

    Attributes
    ----------
    name : str
        Path of a number, or id of a lever.
    day : date
        First day of the value; `ALWAYS` for the whole run.
    ramp : bool
        Whether it is the days of a lever's ramp.
    """

    name: str
    day: date = ALWAYS
    ramp: bool = False


def read_free(id_: str) -> Free:
    """Read the id of a free parameter.

    Raises
    ------
    UserError
        When its day is none, or the lever is unknown; whether a path is declared depends on the scenario.
    """
    if id_.startswith(RAMP):
        return Free(known_lever(id_.removeprefix(RAMP), id_).id, ramp=True)
    path, at, text = id_.partition("@")
    day = as_date(text) if at else ALWAYS
    if day is None:
        raise UserError(
            f"{text!r} is not a day; write {path}@2024-04-01",
            f"“{text}”不是日期；应写作 {path}@2024-04-01",
            id_,
        )
    return Free(path, day)


def with_free(scenario: Scenario, values: Mapping[str, float], fitted_until: date) -> Scenario:
    """Return the scenario under values of free parameters; what it says itself still wins.

    Parameters
    ----------
    scenario : Scenario
    values : mapping of str to float
        By id.
    fitted_until : date
        Last day of the figures the values were fitted to. A ramp is of measures begun by then: one planned
        for later is as its scenario says.

    Raises
    ------
    UserError
        On an id that means nothing in this scenario, or a value out of the number's range.
    """
    days: dict[str, dict[date, float]] = {}
    ramps: dict[str, int] = {}
    for id_, value in values.items():
        free = read_free(id_)
        if free.ramp:
            ramps[free.name] = round(value)
            continue
        check_number(scenario.parameters, free.name, value)
        fault = start_fault(free.name, free.day, scenario.begin)
        if fault:
            raise UserError(fault.en, fault.zh, id_)
        days.setdefault(free.name, {})[free.day] = value
    whole = {path: dated[ALWAYS] for path, dated in days.items() if ALWAYS in dated}
    uses = tuple(_freed(use, whole, ramps, fitted_until) for use in scenario.levers)
    # Only from the first day the scenario itself sets a number is it as the scenario says.
    below: dict[str, Timeline] = overlay({}, days)
    own = {path: dict(changes) for path, changes in scenario.timeline.items()}
    return replace(scenario, timeline=overlay(below, own), levers=uses, posterior=None)


def _freed(use: LeverUse, whole: Mapping[str, float], ramps: Mapping[str, int], until: date) -> LeverUse:
    settings = tuple(
        (path, value if path in use.given else whole.get(path, value)) for path, value in use.settings
    )
    dated = ALWAYS < use.start <= until and not use.ramp_days
    days = ramps.get(use.lever, 0) if dated else use.ramp_days
    return replace(use, settings=settings, ramp_days=days)
