"""One person's stay that ends: where to, by which path it began, its deductible and examination, who paid."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from sim.care.ward import TO_BED, TO_CARE, TO_HOME, WORSE, StayArray
from sim.day.clock import Clock
from sim.day.exams import exam_of_stays
from sim.day.state import StayBill
from sim.experiment import portrait
from sim.experiment.happenings import Discharged, Place
from sim.geography.map import Option
from sim.model import CountyModel
from sim.money.rules import BASIS_POINTS, COUNTY, PRIMARY, Chain, Link, Path
from sim.money.settle import lift
from sim.needs.cases import select

LEAVES = {TO_BED: "bed", TO_HOME: "home", TO_CARE: "care", WORSE: "up"}


def discharged(model: CountyModel, clock: Clock, bill: StayBill, at: int, need: int) -> Discharged:
    """Tell the stay at a position of the bills of today, to need number `need`."""
    stay = select(bill.stays, np.array([at]))
    early = int(stay["end"][0]) > clock.day
    price = int(exam_of_stays(model.state, model.tables, stay)[0])
    apart = int(bill.exam[at])
    return Discharged(
        clock.date,
        need,
        place=portrait.place(model, int(stay["place"][0]), int(stay["facility"][0])),
        days=clock.day - int(stay["start"][0]),
        bill=int(bill.bill[at]),
        fund=int(bill.fund[at]),
        critical=int(bill.critical[at]),
        to=LEAVES.get(int(stay["down"][0]), "") if early else "",
        aid=int(bill.aid[at]),
        path=Path(stay["path"][0]).name.lower(),
        points=_points(model, stay),
        penalty=int(bill.penalty[at]),
        due=int(bill.due[at]),
        chain=_chain(model, clock, stay),
        exam=_lead(model, stay) if price else None,
        exam_within=0 if apart else price,
        exam_bill=apart,
        exam_fund=int(bill.exam_fund[at]),
    )


def _points(model: CountyModel, stay: StayArray) -> float:
    """Percentage points that the path of a stay adds to the ratio, as far as the cap lets it."""
    rules = model.tables.rules
    scheme, level = model.state.scheme[stay["person"]], model.tables.sites.level[stay["facility"]]
    share = rules.band_ratio[scheme, level]
    points = rules.points[scheme, stay["path"], level]
    gained = lift(rules, share, points[:, None], scheme[:, None]) - share
    most = int(gained[0, np.abs(gained[0]).argmax()])
    return 100.0 * most / BASIS_POINTS


def _chain(model: CountyModel, clock: Clock, stay: StayArray) -> str:
    """Rule on chains of stays that decided the deductible, as `sim.money.inpatient.deductible_due` has it."""
    tables, person = model.tables, stay["person"]
    rule = tables.rules.chain[model.state.scheme[person[0]]]
    level, skipped = int(tables.sites.level[stay["facility"][0]]), int(stay["path"][0]) == Path.SKIPPED
    begun = clock.date - timedelta(days=clock.day - int(stay["start"][0]))
    # A chain ends with the year, in which the stay before was settled on the day on which this one began.
    link = int(stay["link"][0]) if begun.year == clock.date.year else Link.NONE
    broken = skipped or bool(stay["broken"][0])
    if link != Link.NONE and stay["tight"][0] and rule[Chain.TIGHT]:
        return "tight"
    if link == Link.DOWN and not broken and rule[Chain.DOWN] and level in PRIMARY:
        return "down"
    if link != Link.NONE and not broken and rule[Chain.UP]:
        return "difference"
    by_stay = (skipped or (bool(stay["broken"][0]) and level >= COUNTY)) and rule[Chain.PER_STAY]
    return "per_stay" if by_stay and model.state.people.stays[person[0]] > 1 else ""


def _lead(model: CountyModel, stay: StayArray) -> Place:
    """Hospital that examines the inpatients of a township centre."""
    lead = int(model.tables.remote.reader[stay["facility"][0]])
    options = model.map.options[model.state.people.village[stay["person"][0]]]
    return portrait.place(model, int(Option(int(np.argmax(options == lead)))), lead)
