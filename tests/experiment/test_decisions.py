"""Every decision about a visit has its words, and a drug that is lacking is told."""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.care.treatment import LACKS
from sim.experiment import phrases
from sim.experiment.happenings import Expected, Visited
from sim.experiment.run import prepare, step_through
from sim.experiment.visiting import ACTS
from tests.experiment.crowd import Crowd, scenario


def test_every_decision_has_words():
    assert set(ACTS) == {decision for decision, _ in phrases.DECISION}
    assert set(ACTS) == {decision for decision, _ in phrases.DONE}
    assert ACTS[LACKS] == "no_drug"


def test_who_does_not_get_the_drug_looks_elsewhere_the_next_day():
    lacking = {"capability.formulary.unlisted": 0.1}
    plan = scenario().with_overrides(lacking).with_dates(until=date(2024, 2, 15))
    model = prepare(plan, sample=0.005, kernel="numpy")
    crowd = Crowd(model, model.state.people.id[np.flatnonzero(model.state.people.chronic > 0)][:150])
    step_through(model, None, crowd)
    told = 0
    for each in crowd.watchers.values():
        events = each.story.events
        again = {(one.need, one.day): one for one in events if isinstance(one, Expected)}
        for visit in events:
            if isinstance(visit, Visited) and visit.decision == "no_drug":
                told += 1
                next_ = again[visit.need, visit.day]
                assert not visit.adequate
                assert next_.why == "elsewhere" and (next_.due - visit.day).days == 1
    assert told > 3
