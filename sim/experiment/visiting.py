"""One visit of one person, told from the arrays of the day."""

from __future__ import annotations

from datetime import date

from sim.care.clinic import TICKS
from sim.care.team import CARRIED, HOME_CARE, TEAM
from sim.day.visits import Visits
from sim.experiment import portrait
from sim.experiment.claiming import Claim
from sim.experiment.happenings import Visited
from sim.geography.map import Option
from sim.model import CountyModel
from sim.needs.cases import Origin

ACTS = ("kept", "admitted", "slip", "advised", "awaits", "no_drug")


def visited(model: CountyModel, day: date, need: int, visits: Visits, at: int, claim: Claim) -> Visited:
    """Tell the visit at a position of today's, to need number `need`."""
    case, urgent = visits.case[at : at + 1], bool(visits.emergency[at])
    facility, option = int(visits.facility[at]), int(visits.place[at])
    way = int(model.state.way[visits.person[at]])
    at_home = way == HOME_CARE and option in TEAM and not urgent
    fund = int(visits.fund[at])
    lead = int(model.tables.remote.reader[facility]) if visits.remote[at] else -1
    return Visited(
        day,
        need,
        place=portrait.place(model, option, facility),
        origin=Origin(Origin.EMERGENCY if urgent else int(case["origin"][0])).name.lower(),
        minutes=float(visits.minutes[at]),
        wait=float(visits.wait[at]) / TICKS,
        adequate=bool(visits.adequate[at]),
        decision=ACTS[int(visits.act[at])],
        bill=int(visits.bill[at]),
        fund=fund,
        unpaid="" if fund else claim.unpaid,
        pool=claim.pool,
        first_contact=claim.first_contact,
        home=at_home,
        carried=way in (CARRIED, HOME_CARE) and not at_home and not urgent,
        remote=portrait.place(model, Option.GENERAL, lead) if lead >= 0 else None,
    )
