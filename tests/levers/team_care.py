"""What teams do for the signed, and mornings on which they do it."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.day.followup import team_work
from sim.model import CountyModel
from sim.population.people import Chronic
from tests.day import made
from tests.small import Overrides

MANAGE = {"contract.chronic_management.share": 1.0}
LONG = {"contract.long_prescription.days": 56}
VISIT = {"contract.home_care.on": 1}
ALL = {"contract.chronic_management.share": 0.65, **LONG, **VISIT}
MANY_BEDBOUND = {"population.bedbound.from_65": 0.5, "population.bedbound.from_80": 0.5}


def morning(levers: Overrides, served: float = 1.0, **more: Any) -> CountyModel:
    """A quiet county whose teams honour this share of their contracts."""
    model = made.morning(levers, **more)
    model.state.doctors.served = np.full(len(model.map.facilities), served)
    team_work(model.state, model.tables)
    model.state.owed[:] = 0.0
    return model


def patients(model, controlled: bool = True) -> np.ndarray:
    """Served hypertensives at home, all of them controlled or not."""
    people = model.state.people
    who = np.flatnonzero(people.signed & ((people.chronic & Chronic.HYPERTENSION) > 0))
    bit = np.uint8(Chronic.HYPERTENSION)
    people.controlled[who] = (people.controlled[who] | bit) if controlled else people.controlled[who] & ~bit
    return who
