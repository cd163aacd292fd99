"""Which groups each person belongs to, as one code a person."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from sim.policy.groups import Trait
from sim.population.health import bedbound
from sim.population.people import Chronic, People
from sim.population.traits import expecting

PUPIL_AGE = 18
MANAGED = Chronic.HYPERTENSION | Chronic.DIABETES


def people_codes(people: People, values: Mapping[str, float], seed: int) -> npt.NDArray[np.uint8]:
    """Code of each person: the bits of `sim.policy.groups.Trait`, shape (n,)."""
    age = people.age
    code = np.zeros(len(people), np.uint8)
    for trait, group in (
        (Trait.CHILD, age <= values["contract.child_age"]),
        (Trait.PUPIL, age < PUPIL_AGE),
        (Trait.ELDERLY, age >= values["contract.elderly_age"]),
        (Trait.CHRONIC, (people.chronic & MANAGED) != 0),
        (Trait.PREGNANT, expecting(people.id, age, people.sex, values, seed)),
        (Trait.POOR, people.income == 0),
        (Trait.SIGNED, people.signed),
        (Trait.BEDBOUND, bedbound(people.id, age, people.chronic, values, seed)),
    ):
        code |= group * np.uint8(trait)
    return code
