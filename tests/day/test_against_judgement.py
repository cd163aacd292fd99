"""What money does against judgement, step by step: needless and withheld stays, put off, split, upcoded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.care.treatment import ADMIT, ADVISE, AWAIT, KEEP
from sim.care.ward import SPLIT
from sim.day.deferral import defer_stays
from sim.day.indication import judge_stays
from sim.day.splitting import recorded_severity
from sim.day.visits import draw
from sim.day.wards import admit, discharge
from sim.indicators.tally import Flow, Person
from sim.money.rules import Link
from sim.needs.cases import Origin
from tests.day.made import asking, cases, counted, due, flow, general, give, lying, morning, tomorrow

PEOPLE = list(range(3, 103))


def with_money(model, **tables):
    """The model with other incentives at every facility."""
    money, shape = model.tables.incentive, model.tables.treatment.stay.shape
    filled = {
        name: np.full(shape if getattr(money, name).ndim == 2 else shape[1], value)
        for name, value in tables.items()
    }
    model.tables = replace(model.tables, incentive=replace(money, **filled))
    return model


def with_stays(model, **tables):
    shape = model.tables.treatment.stay.shape
    filled = {name: np.full(shape, value) for name, value in tables.items()}
    treatment = replace(model.tables.treatment, **filled, withholds=tables["stay"] < tables["indicated"])
    model.tables = replace(model.tables, treatment=treatment)
    return model


def test_stays_beyond_what_is_indicated_are_avoidable():
    model = with_stays(morning(), stay=1.0, indicated=0.4)
    visits = asking(model, PEOPLE)
    judge_stays(model.state, model.clock, model.tables, visits)
    needless = draw(visits.keys, "treat.admit") >= 0.4
    assert counted(model, Person.AVOIDABLE_STAYS) == needless.sum() > 30
    assert (visits.act == ADMIT).all()
    assert counted(model, Person.STAYS_WITHHELD) == 0


def test_who_is_denied_an_indicated_stay_is_not_treated_adequately():
    model = with_stays(morning(), stay=0.2, indicated=0.7)
    visits = asking(model, PEOPLE)
    visits.act[:], visits.adequate[:] = KEEP, True
    visits.adequate[:10] = False  # beyond the facility: no bed is withheld
    visits.emergency[10:20] = True
    judge_stays(model.state, model.clock, model.tables, visits)
    u = draw(visits.keys, "treat.admit")
    denied = (u >= 0.2) & (u < 0.7)
    denied[:20] = False
    assert counted(model, Person.STAYS_WITHHELD) == denied.sum() > 20
    assert np.array_equal(visits.adequate[10:], ~denied[10:])


def test_a_hospital_at_its_cap_puts_moderate_cases_off():
    model = with_money(morning({"pay_provider.defer.elsewhere": 0.3}), deferred=0.5)
    visits = asking(model, PEOPLE)
    visits.case["severity"][:20] = 2
    visits.emergency[20:30] = True
    defer_stays(model.state, model.clock, model.tables, visits)
    assert (visits.act[:30] == ADMIT).all()
    put_off, sent = (visits.act == act for act in (AWAIT, ADVISE))
    assert counted(model, Person.STAYS_DEFERRED) == (put_off | sent).sum() > 20
    assert put_off.sum() > sent.sum() > 0
    days = int(model.tables.values["pay_provider.defer.days"])
    again = due(model, model.clock.day + days)
    assert sorted(again["person"]) == sorted(visits.person[put_off])
    assert (again["origin"] == Origin.BED).all()
    assert (again["target"] == general(model)).all()


def test_far_from_the_cap_nobody_is_put_off():
    model = morning()
    visits = asking(model, PEOPLE)
    defer_stays(model.state, model.clock, model.tables, visits)
    assert (visits.act == ADMIT).all()
    assert len(model.state.agenda) == 0


def test_a_split_stay_goes_on_in_the_same_bed():
    model = with_money(morning({"pay_provider.case_split.least_days": 4}), split=1.0, days=3.0)
    give(model, asking(model, [3]))
    (first,) = lying(model)
    assert first["down"] == SPLIT
    half = int(first["start"] + np.ceil((first["end"] - first["start"]) * 0.5))
    assert [day for day, _ in model.state.wards.filed()] == [half]
    model.clock = replace(model.clock, day=half)
    moving = discharge(model.state, model.clock, model.tables)
    assert moving["person"].tolist() == [3]
    admit(model.state, model.clock, model.tables, asking(model, []), cases(model, []), moving)
    (second,) = lying(model)
    assert second["facility"] == first["facility"]
    assert (second["start"], second["end"]) == (half, first["end"])
    assert second["key"] != first["key"]
    assert second["link"] == Link.NONE  # a second deductible is due
    assert model.state.occupied[general(model)] == 1
    assert counted(model, Person.CASES_SPLIT) == 1
    assert flow(model, Flow.DISCHARGES) == 1
    assert flow(model, Flow.ADMISSIONS) == 2


def test_a_short_stay_is_not_split():
    model = with_money(morning({"pay_provider.case_split.least_days": 14}), split=1.0, days=0.1)
    give(model, asking(model, [3, 4, 5]))
    assert not (lying(model)["down"] == SPLIT).any()


@pytest.mark.parametrize(("share", "expected"), [(0.0, [1, 1, 2, 2]), (1.0, [2, 2, 2, 2])])
def test_the_record_is_one_worse_and_never_beyond_the_worst(share, expected):
    model = with_money(morning(), upcoded=share)
    give(model, asking(model, [3, 4, 5, 6]))
    stays = lying(model)
    stays["severity"][2:] = 2
    assert recorded_severity(model.tables, stays).tolist() == expected
    assert stays["severity"].tolist() == [1, 1, 2, 2]


def test_what_is_shifted_the_patient_pays():
    usual, moved = (with_money(morning(), shifted=share) for share in (0.0, 0.1))
    for model in (usual, moved):
        give(model, asking(model, PEOPLE))
        state, day = model.state, max(stay["end"] for stay in lying(model))
        while model.clock.day < day:
            model.clock = tomorrow(model)
            discharge(state, model.clock, model.tables)
    assert flow(usual, Flow.INPATIENT_BILL) == flow(moved, Flow.INPATIENT_BILL)
    assert flow(moved, Flow.INPATIENT_FUND) < flow(usual, Flow.INPATIENT_FUND)
    assert counted(usual, Person.SHIFTED) == 0
    assert counted(moved, Person.SHIFTED) == pytest.approx(0.1 * flow(moved, Flow.INPATIENT_BILL), rel=0.02)
