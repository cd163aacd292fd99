from __future__ import annotations

import numpy as np

from sim.care.noise import pick
from sim.care.ward import STAY
from sim.day.stay_bills import bill_stays
from sim.day.visits import draw
from sim.geography.map import Option
from sim.indicators.tally import Flow
from sim.money.inpatient import StayBills, StayYear, after_stay, settle_inpatient
from sim.money.rules import LEVELS
from tests.small import county


def stays_of(model, person, days=9):
    stays = np.zeros(len(person), STAY)
    stays["person"], stays["key"] = person, np.arange(len(person)) + 500
    stays["condition"], stays["severity"] = model.tables.catalogue.index("fracture"), 1
    stays["place"] = Option.GENERAL
    village = model.state.people.village[stays["person"]]
    stays["facility"] = model.map.options[village, Option.GENERAL]
    stays["start"] = model.clock.day - days
    stays["end"] = model.clock.day
    return stays


def test_stays_are_billed_by_their_length_and_settled_in_order():
    model = county(share=0.01)
    model.step()
    people, tables, tally = model.state.people, model.tables, model.state.tally
    people.insurance[[6, 7]] = model.state.scheme[[6, 7]] = 1
    stays = stays_of(model, [6, 7, 6])
    before = tally.flow[Flow.INPATIENT_BILL].sum()
    model.state.stay_log = []
    bill_stays(model.state, model.clock, tables, stays)
    (log,) = model.state.stay_log
    row = stays["condition"].astype(int) * 3 + 1
    noise = pick(tables.bill_noise, draw(stays["key"], "bill.stay"))
    mean = tables.ward.days[stays["condition"], LEVELS.index("county")]
    expected = tables.stay_bill[0, row, LEVELS.index("county")] * (9 / mean) * noise
    assert log.bill.tolist() == np.floor(expected + 0.5).astype(int).tolist()
    assert tally.flow[Flow.INPATIENT_BILL].sum() - before == log.bill.sum()
    year = StayYear(*np.zeros((5, 1), np.int64))
    for at in (0, 2):  # the second stay of the year has half the deductible
        one = StayBills(*(np.array([x]) for x in (log.bill[at], LEVELS.index("county"), 1)))
        settled = settle_inpatient(tables.rules, one, year)
        assert (log.fund[at], log.critical[at]) == (settled.fund[0], settled.critical[0])
        year = after_stay(year, settled)
    for name in StayYear._fields:
        assert getattr(people, name)[6] == getattr(year, name)[0], name
    assert people.stays[7] == 1
    assert tally.flow[Flow.BED_DAYS].sum() >= 27
