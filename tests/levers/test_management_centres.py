"""Management centres: members fail less in what they can do, differ less, and lose doctors to offices."""

from __future__ import annotations

import numpy as np
import pytest

from sim.care.management import surer
from sim.care.treatment import ADVISE, SLIP, decide
from tests.levers.switch import switched, tables_of


def test_only_what_is_within_ones_capability_becomes_surer():
    adequate, gap = np.array([[0.8, 0.8], [0.3, 0.3]]), np.array([[-0.5, 0.0], [0.1, 2.0]])
    found = surer(adequate, gap, np.array([0.5, 0.25]))
    assert found == pytest.approx(np.array([[0.9, 0.85], [0.3, 0.3]]))


@pytest.fixture(scope="module")
def after(map_, values):
    return tables_of(map_, switched(values, "governance.management_centres"))


def test_members_treat_more_of_what_they_can_and_send_fewer_up(tables, after):
    sites, rng, n = tables.sites, np.random.default_rng(3), 20_000
    change = after.treatment.adequate - tables.treatment.adequate
    member = sites.community >= 0
    assert (change[:, ~member] == 0).all()
    assert (change >= 0).all() and (change[:, member] > 0).any(axis=0).all()
    row = rng.integers(0, len(change), n)
    at = rng.choice(np.flatnonzero(member), n)
    u = rng.random((5, n))
    was, now = (decide(t.treatment, row, at, sites.kind[at], np.ones(n, bool), *u) for t in (tables, after))
    assert (now.adequate >= was.adequate).all() and now.adequate.sum() > was.adequate.sum()
    sent = [np.isin(decision.act, (SLIP, ADVISE)) for decision in (was, now)]
    assert sent[1].sum() < sent[0].sum()


def test_members_differ_less_in_cases_that_all_can_treat(map_, values):
    """Some centres are more capable than others: raised ones."""
    raised = {"capability__upgrade__share": 0.5, "capability__upgrade__central_share": 1}
    plain = tables_of(map_, switched(values, **raised))
    unified = tables_of(map_, switched(values, "governance.management_centres", **raised))
    centre = plain.sites.kind == 1
    easy = unified.treatment.adequate[:, centre] > plain.treatment.adequate[:, centre]
    row = easy.all(axis=1)
    assert row.any()
    spread = [t.treatment.adequate[row][:, centre].std(axis=1) for t in (plain, unified)]
    assert (spread[0] > 0).any()
    assert (spread[1] <= spread[0]).all()


def test_the_offices_take_doctors_of_the_lead(tables, after):
    lost = tables.sites.staff - after.sites.staff
    assert lost[tables.sites.lead] == pytest.approx(7 * 0.3)
    assert (lost[~tables.sites.lead] == 0).all()
