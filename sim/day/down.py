"""Steps of going down when stable (下转): the offer at admission, the way down, and what comes of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.down import DownMoney, down_losses, down_money, extra_cost, offer_share
from sim.care.referral import ACCEPTED, answer
from sim.care.sway import swayed
from sim.care.ward import MOVED, STAYS, TO_BED, TO_HOME, StayArray, may_go_down, stable_day
from sim.day.clock import Clock
from sim.day.slips import same_community
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import draw
from sim.geography.map import Option
from sim.indicators.funnel import DECLINED, Fate, Way
from sim.indicators.tally import Person
from sim.money.rules import TOWNSHIP
from sim.needs.cases import CASE, Origin, select

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def offer_down(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> None:
    """Agree at admission whether the patient will go down when stable, and where to."""
    down, keys, person = tables.down, stays["key"], stays["person"]
    hospital, condition = stays["facility"].astype(np.int64), stays["condition"].astype(np.int64)
    options, village = state.map.options, state.people.village[person]
    left = stays["end"] - stable_day(tables.ward, stays["start"], stays["end"])
    could = may_go_down(tables.sites.kind[hospital]) & state.present[person] & (left > 0)
    could &= stays["place"] < Option.NEIGHBOUR
    could &= draw(keys, "down.suitable") < down.downable[tables.regimes.of_facility[hospital], condition]
    centre, clinic = options[village, Option.OWN_CENTRE], options[village, Option.OWN_CLINIC]
    minutes = tables.minutes[state.way[person], village]
    to_clinic = minutes[:, Option.OWN_CLINIC]
    near = state.people.signed[person] & (clinic >= 0) & (to_clinic <= down.home_minutes[hospital])
    home = near & (draw(keys, "down.home") < down.home[hospital])
    could &= home | down.able[condition, centre]
    linked = same_community(state, tables, person, hospital)
    money = money_of_stays(tables, stays, left, linked)
    row, incentive = condition * 3 + stays["severity"], tables.incentive
    offer = swayed(
        offer_share(down, hospital, condition, money),
        incentive.down[row, hospital] * left, incentive.weight[hospital],
    )  # fmt: skip
    offered = could & (draw(keys, "down.offer") < offer)
    extra = np.where(home, 0, _extra_cost(state, tables, stays, left, linked))
    way = np.where(home, to_clinic, minutes[:, Option.OWN_CENTRE])
    said = answer(down_losses(down, hospital, way, extra), draw(keys, "down.accept"))
    goes = offered & (said == ACCEPTED)
    stays["down"] = np.where(goes, np.where(home, TO_HOME, TO_BED), STAYS)
    _follow(state, clock, Fate.OFFERED, stays, linked, offered)
    for reason, fate in enumerate(DECLINED):
        _follow(state, clock, fate, stays, linked, offered & (said == reason))


def money_of_stays(tables: DayTables, stays: StayArray, left: I64, linked: Bools) -> DownMoney:
    """What the hospitals' purses would see if these patients went down for the days left."""
    here = _per_day(tables, stays, tables.sites.level[stays["facility"]])
    there = _per_day(tables, stays, np.full(len(stays), TOWNSHIP))
    return down_money(tables.down, stays["facility"].astype(np.int64), left, here, there, linked)


def _per_day(tables: DayTables, stays: StayArray, level: I64) -> F64:
    """Mean bill of a day of such a stay at a price level, fen."""
    condition, regime = stays["condition"].astype(np.int64), tables.regimes.of_facility[stays["facility"]]
    row = condition * 3 + stays["severity"]
    return np.asarray(tables.stay_bill[regime, row, level] / tables.ward.days[condition, level])


def _extra_cost(state: State, tables: DayTables, stays: StayArray, left: I64, linked: Bools) -> I64:
    """Own cost of the days left at the township less that at the hospital, fen."""
    level = tables.sites.level[stays["facility"]]
    here = np.floor(_per_day(tables, stays, level) * left).astype(np.int64)
    there = np.floor(_per_day(tables, stays, np.full(len(stays), TOWNSHIP)) * left).astype(np.int64)
    return extra_cost(tables.rules, state.scheme[stays["person"]], level, here, there, linked)


def _follow(state: State, clock: Clock, fate: Fate, stays: StayArray, linked: Bools, which: Bools) -> None:
    state.follow(Way.DOWN, fate, clock, select(stays, which), linked[which])


def not_held(state: State, clock: Clock, tables: DayTables, stays: StayArray) -> Bools:
    """Which of the stays that end today were moved down and not treated adequately there.

    Those people look for higher care tomorrow; their need is open again, or ends unsolved after too many
    steps.
    """
    down, facility = tables.down, stays["facility"]
    fails = draw(stays["key"], "down.held") >= down.held[stays["condition"], facility]
    fails &= stays["down"] == MOVED
    back = select(stays, fails)
    person = back["person"]
    linked = same_community(state, tables, person, back["facility"])
    state.follow(Way.DOWN, Fate.BOUNCED, clock, back, linked)
    again = back["step"] < tables.outcome.max_steps
    state.end(Person.ENDED_UNSOLVED, clock, person[~again])
    back = select(back, again)
    cases = np.zeros(len(back), CASE)
    for name in ("key", "person", "condition"):
        cases[name] = back[name]
    cases["severity"] = 1
    cases["step"] = back["step"] + 1
    cases["origin"] = Origin.RETURN
    cases["target"] = -1
    cases["avoid"] = -int(Option.OWN_CENTRE)
    state.agenda.put(cases, clock.day + 1)
    return np.asarray(fails)
