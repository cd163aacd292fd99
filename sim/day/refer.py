"""Step: slips that facilities offer become journeys, or are lost with a reason."""

from __future__ import annotations

import numpy as np

from sim.care.referral import ACCEPTED, EXEMPT, LADDER, Named, answer, missing_share, slip_losses
from sim.care.treatment import ADMIT, ADVISE, KEEP, SLIP
from sim.day.choice import own_prices
from sim.day.clock import Clock
from sim.day.slips import Bools, Ints, close_slips, same_community, way_of
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import Visits, case_row, draw
from sim.geography.map import Kind, Option
from sim.indicators.funnel import DECLINED, Fate
from sim.indicators.tally import Flow, Person
from sim.needs.cases import PARTNER_SLIP, UP_SLIP, CaseArray, Origin, select


def bound_by_order(state: State, person: Ints) -> Bools:
    """Whether people need a slip to go up where patients go up tier by tier (逐级转诊)."""
    return np.asarray((state.codes[person] & EXEMPT) == 0)


def refer(state: State, clock: Clock, tables: DayTables, visits: Visits) -> None:
    """Turn slips into journeys: the resident takes the slip or not, and turns up or not.

    Slips that brought their holders here today have done their part. Where patients are to go up tier by
    tier, those who were only told to go higher may ask for a slip. Who declines a slip that was offered is
    treated here; who does not turn up is lost to care for now.
    """
    came = (visits.case["origin"] == Origin.REFERRED) & (visits.act != ADMIT)
    close_slips(state, clock, tables, select(visits.case, came), Fate.ATTENDED)
    asks = np.zeros(len(visits.case), bool)
    if tables.referral.ask.any():
        told = np.flatnonzero(visits.act == ADVISE)
        told = told[bound_by_order(state, visits.person[told])]
        asks[told] = draw(visits.keys[told], "referral.ask") < tables.referral.ask[visits.facility[told]]
    at = np.flatnonzero((visits.act == SLIP) | asks)
    if not len(at):
        return
    case, keys, writer = select(visits.case, at), visits.keys[at], visits.facility[at]
    slips = name_places(state, tables, case, writer)
    green = through_green_channel(state, tables, case["person"], slips.slip, slips.facility)
    said = _answers(state, tables, case, keys, writer, slips, green)
    # Nobody asks for a slip that he or she would not take.
    offered = ~asks[at] | (said == ACCEPTED)
    at, case, keys, writer, green, said = (
        at[offered], select(case, offered), keys[offered], writer[offered], green[offered], said[offered],
    )  # fmt: skip
    slips = Named(*(one[offered] for one in slips))
    person, way = case["person"], way_of(slips.slip)
    inside = same_community(state, tables, person, slips.facility)
    linked = np.where(slips.slip == UP_SLIP, inside, slips.slip == PARTNER_SLIP)
    case["target"], case["place"], case["slip"] = slips.facility, slips.option, slips.slip
    state.follow(way, Fate.OFFERED, clock, case, linked)
    for reason, fate in enumerate(DECLINED):
        lost = said == reason
        state.follow(way[lost], fate, clock, select(case, lost), linked[lost])
    taken = said == ACCEPTED
    out = taken & (slips.slip != UP_SLIP)
    cell = state.tally.cell(state.people.county[person], visits.place[at], state.people.insurance[person])
    state.tally.add(Flow.OUT_SLIPS, clock.month, cell[out], writer[out])
    visits.act[at] = np.where(taken, SLIP, KEEP)
    table = tables.referral
    online = draw(keys, "referral.online") < table.online[writer]
    partner = np.where(slips.slip == PARTNER_SLIP, table.partner_attend[writer], 0.0)
    missing = missing_share(table.attend[writer], partner, np.where(online, table.online_attend[writer], 0.0))
    comes = taken & (draw(keys, "referral.attend") < 1.0 - missing)
    lost = taken & ~comes
    state.follow(way[lost], Fate.NO_SHOW, clock, select(case, lost), linked[lost])
    state.end(Person.ENDED_UNSOLVED, clock, person[lost])
    days = np.where(
        online, np.minimum(table.online_days[writer], table.lead_days[writer]), table.lead_days[writer]
    )
    days = np.where(green, np.minimum(days, table.green_days[slips.facility]), days)
    going = select(case, comes)
    going["origin"] = Origin.REFERRED
    going["step"] += 1
    going["tries"] = 0
    going["avoid"] = 0
    state.agenda.put(going, clock.day + np.maximum(days[comes], 1.0).astype(np.int64))


def name_places(state: State, tables: DayTables, case: CaseArray, writer: Ints) -> Named:
    """Which place each slip names, through which option, and what kind of slip it is.

    Primary care names the hospital of the department in the county. Hospitals send to the city; where slips
    out of the county are the lead hospital's alone, the others send to it first.
    """
    table, sites, options = tables.referral, tables.sites, state.map.options
    person = case["person"]
    village, row = state.people.village[person], case_row(case)
    up = sites.kind[writer] < Kind.COUNTY_GENERAL
    tier = np.minimum(sites.kind[writer], Kind.COUNTY_GENERAL)
    option = tables.treatment.upward[state.people.county[person], tier, row].astype(np.int64)
    regime = tables.regimes.of_facility[writer]
    option = np.where(up, option, table.outward[regime, row])
    slip = np.where(up, UP_SLIP, table.outward_slip[regime, row])
    lead = table.lead_option[village]
    here = np.where(sites.shut[options[village]], -1, options[village])
    each = np.arange(len(village))
    first = ~up & table.lead_only[writer] & ~sites.lead[writer] & (here[each, lead] >= 0)
    option, slip = np.where(first, lead, option), np.where(first, UP_SLIP, slip)
    # A place without that hospital sends to the next one up where patients go tier by tier, else to the city.
    ladder = np.array(LADDER)
    there = here[:, ladder] >= 0
    nearest = np.where(table.stepwise[writer], ladder[there.argmax(axis=1)], Option.CITY)
    option = np.where(here[each, option] >= 0, option, nearest)
    return Named(option, here[each, option].astype(np.int64), slip)


def through_green_channel(state: State, tables: DayTables, person: Ints, slip: Ints, receiver: Ints) -> Bools:
    """Whether a family doctor's slip opens the green channel (绿色通道) of the hospital it names."""
    return np.asarray(state.people.signed[person] & (slip == UP_SLIP) & tables.referral.green[receiver])


def _answers(
    state: State, tables: DayTables, case: CaseArray, keys: np.ndarray[tuple[int], np.dtype[np.uint64]],
    writer: Ints, slips: Named, green: Bools,
) -> Ints:  # fmt: skip
    """What each patient says to a slip."""
    people, person = state.people, case["person"]
    village = people.village[person]
    here, there = own_prices(state, tables, case)
    level, each = tables.sites.level, np.arange(len(case))
    losses = slip_losses(
        tables.referral,
        writer,
        tables.minutes[state.way[person], village, slips.option],
        there[each, level[slips.facility]] - here[each, level[writer]],
        state.belief[tables.catalogue.kind[case["condition"]], village, slips.option],
    )
    eased = np.where(green, tables.referral.green_friction[slips.facility], 0.0)
    return answer(losses.less(eased), draw(keys, "referral.accept"))
