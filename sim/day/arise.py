"""Step: who has a need today, and who comes up again."""

from __future__ import annotations

from typing import NamedTuple

from sim.day.clock import Clock
from sim.day.epidemic import fall_ill
from sim.day.slips import close_slips
from sim.day.state import State
from sim.day.tables import DayTables
from sim.indicators.funnel import Fate
from sim.indicators.tally import Person
from sim.needs.cases import CaseArray, Origin, by_person, join, select
from sim.needs.festival import put_off
from sim.needs.onset import BLOCK_DAYS, draw_candidates, needs_today


class Arrivals(NamedTuple):
    """Cases of today: those who seek care (or are expected somewhere), and those who wait for a bed."""

    cases: CaseArray
    bed: CaseArray


def arise(state: State, clock: Clock, tables: DayTables) -> Arrivals:
    """Collect today's needs and the cases that come up again; people in hospital are cared for there."""
    people, tally = state.people, state.tally
    block = clock.ordinal // BLOCK_DAYS
    if state.candidates is None or state.candidates.block != block:
        state.candidates = draw_candidates(
            people, tables.hazards, state.seed, state.replicate, block, state.kernel
        )
    needs = needs_today(
        state.candidates, tables.hazards, people, clock.ordinal, clock.day_of_year, state.kernel
    )
    wave = fall_ill(state, clock, tables)
    needs = _not_put_off(state, clock, tables, needs)
    needs = needs if wave is None else by_person(join([needs, wave]))
    due = state.agenda.take(clock.day)
    if state.kernel == "numba":
        return _sort_compiled(state, clock, tables, needs, due)
    needs = select(needs, ~state.inside[needs["person"]])
    tally.add_people(Person.NEEDS, clock.month, people.county[needs["person"]])
    overtaken = ~people.alive[due["person"]] | state.inside[due["person"]]
    state.end(Person.ENDED_SUPERSEDED, clock, due["person"][overtaken])
    close_slips(state, clock, tables, select(due, overtaken), Fate.OVERTAKEN)
    due = select(due, ~overtaken)
    waits = due["origin"] == Origin.BED
    return Arrivals(by_person(join([select(due, ~waits), needs])), select(due, waits))


def _not_put_off(state: State, clock: Clock, tables: DayTables, needs: CaseArray) -> CaseArray:
    """Let needs that are put off around Spring Festival come up later; return the others."""
    table = tables.waiting
    left = table.days_left(clock.ordinal, clock.date.year) if table.on else -1
    if left < 0:
        return needs
    days = put_off(table, needs, left)
    wait = (days > 0) & ~state.inside[needs["person"]]
    later = select(needs, wait)
    state.tally.add_people(Person.NEEDS, clock.month, state.people.county[later["person"]])
    state.agenda.put(later, clock.day + days[wait])
    return select(needs, days == 0)


def _sort_compiled(
    state: State, clock: Clock, tables: DayTables, needs: CaseArray, due: CaseArray
) -> Arrivals:
    from sim.day import arise_numba  # compiled, so only when asked for

    needs, counts = arise_numba.at_home(state, needs)
    state.tally.add_people_counts(Person.NEEDS, clock.month, counts)
    overtaken, bed, others = arise_numba.sort_out(state, due)
    lost = select(due, overtaken)
    state.end(Person.ENDED_SUPERSEDED, clock, lost["person"])
    close_slips(state, clock, tables, lost, Fate.OVERTAKEN)
    return Arrivals(arise_numba.by_person(select(due, others), needs), select(due, bed))
