"""Clinical pathways and the standard formulary: the same patients with the standard and without."""

from __future__ import annotations

import numpy as np

from sim.day.bills import write_bills
from sim.day.clinical_pathway import count_pathways, on_pathway
from sim.day.stay_bills import settle_stays
from sim.day.transfer import gets_worse
from sim.day.visits import new_visits
from sim.geography.map import Kind, Option
from sim.indicators.tally import Flow
from tests.day.made import asking, cases, flow, give, lying, morning, tomorrow
from tests.levers.switch import switched, tables_of

LEVER = "capability.clinical_pathway"
ON = {f"{LEVER}.ward": 1.0, f"{LEVER}.clinic": 1.0, "care.unlimited": 1}
OFF = {"care.unlimited": 1}


def admitted(overrides, condition="copd"):
    """Stays of the same patients, and their bills were they to end when they should."""
    model = morning(overrides)
    give(model, asking(model, np.arange(400), condition=condition))
    stays = lying(model)
    bills = [
        settle_stays(model.state, tomorrow(model, int(stay["end"][0] - stay["start"][0])), model.tables, stay,
                     np.zeros(1, np.int64)).bill[0]
        for stay in np.split(stays, len(stays))
    ]  # fmt: skip
    return model, stays, np.array(bills)


def test_long_and_dear_stays_are_held_to_the_pathway():
    _, before, dear = admitted(OFF)
    model, after, held = admitted(ON)
    assert np.array_equal(before["key"], after["key"])
    assert on_pathway(model.tables, after).all()
    was, now = before["end"] - before["start"], after["end"] - after["start"]
    usual = was.mean()
    assert (now[was > usual + 2] < was[was > usual + 2]).all()
    assert (now[was < usual - 2] >= was[was < usual - 2]).all()
    assert now.std() < was.std() and now.mean() < was.mean()
    assert held.std() < dear.std() and held.mean() < dear.mean()


def test_conditions_without_a_pathway_are_as_before():
    _, before, dear = admitted(OFF, "other_internal")
    _, after, held = admitted(ON, "other_internal")
    assert np.array_equal(before, after) and np.array_equal(dear, held)


def test_fewer_get_worse_in_a_township_ward():
    worse = {"care.township_worsen": 0.1, f"{LEVER}.avoided": 0.5}
    stays = []
    for overrides in (OFF, ON):
        model = morning(overrides | worse)
        give(model, asking(model, np.arange(400), place=Option.OWN_CENTRE, condition="copd"))
        stays.append(gets_worse(model.state, model.tables, lying(model)))
    before, after = stays
    assert not (after & ~before).any()
    assert 0 < after.sum() < before.sum()


def test_the_execution_rate_is_counted():
    model = morning({f"{LEVER}.ward": 0.5, "care.unlimited": 1})
    give(model, asking(model, np.arange(400), condition="copd"))
    count_pathways(model.state, model.clock, model.tables, lying(model))
    assert 0.4 < flow(model, Flow.PATHWAY_STAYS) / 400 < 0.6
    here = model.state.tally.facility_table(Flow.PATHWAY_STAYS).sum(axis=0)
    assert set(model.tables.sites.kind[here > 0]) == {Kind.COUNTY_GENERAL}


def billed(overrides, kernel="numpy"):
    model = morning(overrides, kernel=kernel)
    who, n = cases(model, np.arange(400), "gastro", place=Option.OWN_CENTRE), 400
    visits = new_visits(who, who["place"].astype(np.int64), np.zeros(n, int), np.zeros(n, bool), np.ones(n))
    write_bills(model.state, model.tables, visits)
    return visits.bill


def test_bills_of_visits_are_drawn_in_by_the_standard_formulary():
    before, after = billed(OFF), billed(ON)
    usual = before.mean()
    assert (after[before > 1.2 * usual] < before[before > 1.2 * usual]).all()
    assert (after[before < 0.6 * usual] > before[before < 0.6 * usual]).all()
    assert after.mean() < before.mean()


def test_the_clinic_can_treat_a_little_more(map_, values, tables):
    better = tables_of(map_, switched(values, LEVER)).treatment.adequate
    primary = (tables.sites.kind <= Kind.TOWNSHIP_CENTRE) & (tables.sites.county >= 0)
    more = better - tables.treatment.adequate
    gastro = tables.catalogue.index("gastro") * 3 + 1
    assert (more[gastro, primary] > 0).all() and more.max() < 0.1
    assert not more[:, ~primary].any()
