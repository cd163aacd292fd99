"""The fast core against the mirror: the same visits and stays, day by day and facility by facility."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.indicators.burden import SHAPE, Borne, Burden
from sim.indicators.tally import Flow, Person
from sim.model import CountyModel
from sim.money.purse import Purses
from sim.scenario import load_scenario
from tests.mirror.counties import INTO_THE_NEXT_YEAR, SEED, County, crowded, purses_with_money, usual
from tests.mirror.county import small_county
from tests.mirror.model import MirrorModel
from tests.mirror.year import gather

pytestmark = pytest.mark.slow
HAPPENS = (
    Person.GAVE_UP, Person.EMERGENCIES, Person.LATE_EMERGENCIES, Person.DEATHS_UNTREATED,
    Person.DEATHS_OTHER, Person.ENDED_SUPERSEDED, Person.FOLLOW_UPS, Person.LONG_SUPPLY, Person.HOME_VISITS,
    Person.BEDBOUND_FORGONE, Person.MOVED_UP, Person.AVOIDABLE_STAYS, Person.STAYS_WITHHELD, Person.SHIFTED,
    Person.STAYS_DEFERRED, Person.CASES_SPLIT, Person.UPCODED,
)  # fmt: skip

RARE = {
    Borne.PENALTY, Borne.UP_DECLINED, Borne.UP_NO_SLOT, Borne.UP_NO_BED, Borne.REFERRALS_WITHHELD,
}  # fmt: skip
"""Or off, in the crowded county."""


class Days:
    """An observer that counts visits, admissions and beds in use by day and facility."""

    wants_choices = False

    def __init__(self, model: CountyModel) -> None:
        self.model = model
        self.visited: list[np.ndarray] = []
        self.admitted: list[np.ndarray] = []
        self.occupied: list[np.ndarray] = []
        self.purses = {model.scenario.begin: model.tables.purses}
        """What the holders of money knew, by the day from which they knew it."""

    def choices(self, cases, parts, option) -> None:
        raise AssertionError("not asked for")

    def visits(self, clock, visits) -> None:
        state, purses = self.model.state, self.model.tables.purses
        if purses is not list(self.purses.values())[-1]:
            self.purses[clock.date] = purses
        self.visited.append(np.bincount(visits.facility, minlength=len(self.model.map.facilities)))
        self.admitted.append(state.tally.facility_table(Flow.ADMISSIONS).sum(axis=0))
        self.occupied.append(state.occupied.copy())

    def table(self) -> np.ndarray:
        """The three counts, shape (3, days, facilities)."""
        return np.stack([self.visited, np.diff(self.admitted, axis=0, prepend=0), self.occupied])


def borne(burden: Burden) -> Counter[tuple[int, int, tuple[int, ...]]]:
    """What the core counted by group, as the mirror books it."""
    year, measure, cell = np.nonzero(burden.table)
    groups = np.stack(np.unravel_index(cell, (burden.counties, *SHAPE)), axis=1).tolist()
    counts = burden.table[year, measure, cell].tolist()
    keys = zip(year.tolist(), measure.tolist(), map(tuple, groups), strict=True)
    return Counter(dict(zip(keys, counts, strict=True)))


def mirrored(county: County, days: Days | None = None, step: str = "all") -> MirrorModel:
    """The county lived by agents, who see of money what the core's saw."""
    scenario, map_, people = county
    model = MirrorModel(scenario, SEED, map_, people, step=step, purses=days.purses if days else None)
    model.run()
    return model


def lived(county: County, kernel: str) -> Days:
    """The county lived by the core."""
    scenario, map_, people = county
    mine = people.take(np.arange(len(people)))  # the core writes into the columns it is given
    days = Days(CountyModel(scenario, seed=SEED, kernel=kernel, map_=map_, people=mine))
    days.model.observers.append(days)
    days.model.run()
    return days


def assert_core_agrees(county: County, mirror: MirrorModel, days: Days) -> None:
    """Every count, every fen and every person's state of the core is the mirror's."""
    core, people, kernel = days.model, county[2], days.model.state.kernel
    np.testing.assert_array_equal(days.table(), mirror.facility_day(), kernel)

    tally, books = core.state.tally, mirror.books
    for measure in Flow:
        table = tally.flow_table(measure).sum(axis=(1, 3))
        np.testing.assert_array_equal(table, books.flow[measure], f"{kernel} {measure.name}")
    for row, counts in enumerate(tally.people.reshape(-1, tally.months, tally.counties).sum(axis=2)):
        what = row if row >= len(Person) else Person(row).name
        np.testing.assert_array_equal(counts, books.people[row], f"{kernel} {what}")
    occupied = tally.facility_table(Flow.OCCUPIED).sum(axis=0)
    np.testing.assert_array_equal(occupied, mirror.facility_day()[2].sum(axis=0), kernel)
    np.testing.assert_array_equal(tally.visit_table().sum(axis=(1, 3)), books.visits, kernel)
    np.testing.assert_array_equal(tally.case_table().sum(axis=(2, 4)), books.cases, kernel)

    assert borne(core.state.burden) == +books.borne, kernel

    now = gather(mirror)
    assert len(now) > len(people), "no child was born"
    for column, values in core.state.people.columns().items():
        np.testing.assert_array_equal(values, getattr(now, column), f"{kernel} {column}")
    # These are real numbers; a power may round differently.
    waits = [facility.wait for facility in mirror.facilities]
    np.testing.assert_allclose(core.state.wait, waits, rtol=1e-12)
    practices = [facility.practice for facility in mirror.facilities]
    np.testing.assert_allclose(core.state.served, [each.served for each in practices], rtol=1e-12)
    vacant = [until > mirror.today for each in practices for until in each.until]
    np.testing.assert_array_equal(core.state.doctors.until > core.clock.day, vacant)
    beliefs = np.array([village.belief for village in mirror.villages]).transpose(1, 0, 2)
    np.testing.assert_allclose(core.state.belief, beliefs, rtol=1e-12)


def test_usual_county():
    """Agents are stepped when something is due; the crowded county shows that this is the same model."""
    county = usual()
    days = [lived(county, kernel) for kernel in ("numpy", "numba")]
    mirror = mirrored(county, days[0], "ill")
    for one in days:
        assert_core_agrees(county, mirror, one)


def test_crowded_county(monkeypatch):
    monkeypatch.setattr(Purses, "neutral", staticmethod(purses_with_money))
    county = crowded()
    days = [lived(county, kernel) for kernel in ("numpy", "numba")]
    mirror = mirrored(county, days[0])
    for one in days:
        assert_core_agrees(county, mirror, one)
    assert len(days[0].purses) > 6  # what is known of money changed from month to month

    # Lists overflowed, people queued, wards were full, and whatever may become of a case became of some.
    books, sites = mirror.books, mirror.book.sites
    assert np.sum(books.flow[Flow.REFUSED]) > 1_000
    assert np.sum(books.flow[Flow.WAIT]) > 10 * np.sum(books.flow[Flow.OUTPATIENT_COUNT])  # a minute each
    assert np.sum(books.flow[Flow.CRITICAL]) > 0
    assert np.sum(books.flow[Flow.AID]) > 0
    assert np.sum(books.flow[Flow.REMOTE]) > 100
    assert np.sum(books.flow[Flow.EXPERT_VISITS]) > 100
    assert np.sum(books.flow[Flow.ECG_REPORTS]) > 0
    assert np.sum(books.flow[Flow.PATHWAY_STAYS]) > 50
    assert np.sum(books.flow[Flow.IMAGE_REPORTS]) > 0
    assert any(each.taught > each.running > 0.0 for each in mirror.facilities)  # in training, and back
    assert np.sum(books.flow[Flow.DRUGS_LACKING]) > 50
    assert np.sum(books.flow[Flow.DRUGS_FORWARDED]) > 10
    assert np.sum(books.flow[Flow.OTHER_PAYER]) > 0
    assert [measure.name for measure in HAPPENS if not sum(books.people[measure])] == []
    happened = {measure for _, measure, _ in +books.borne}
    assert set(Borne) - happened <= RARE
    assert any(each.practice.in_post < 1.0 for each in mirror.facilities)  # a village doctor left
    assert any(0 < sites.beds[each.index] == each.ward.occupied for each in mirror.facilities)

    # Stepping only those who have something due is the same model.
    ill = mirrored(county, days[0], "ill")
    np.testing.assert_array_equal(mirror.facility_day(), ill.facility_day())
    assert books.flow == ill.books.flow
    assert books.people == ill.books.people
    assert books.borne == ill.books.borne


def test_everybody_is_a_mesa_agent():
    scenario = replace(load_scenario("beidaihe-2024"), posterior=None).with_dates(until=INTO_THE_NEXT_YEAR)
    scenario = scenario.with_dates(start=date(2024, 1, 1), until=date(2024, 1, 1))
    map_, people = small_county(scenario, 500, SEED)
    mirror = mirrored((scenario, map_, people))
    registered = {kind.__name__: len(agents) for kind, agents in mirror.agents_by_type.items()}
    born = registered.pop("Resident") - 500
    assert born >= 0
    assert registered == {"Facility": len(map_.facilities), "Village": len(map_.villages)}
    frame = mirror.datacollector.get_model_vars_dataframe()
    visits, _, inside = mirror.facility_day().sum(axis=2).tolist()
    assert (frame["visits"].tolist(), frame["in_hospital"].tolist()) == (visits, inside)
