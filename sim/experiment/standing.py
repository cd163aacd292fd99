"""What about a person can change from one evening to the next: contract, certificate, chronic disease."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.geography.map import Option
from sim.model import CountyModel
from sim.population.people import Chronic


class Standing(NamedTuple):
    """How somebody stands on an evening.

    `contract` is the kind of family-doctor contract, empty without one (see `contract_kind`); `chronic` and
    `controlled` are bits of `Chronic`; `managed` is whether the team follows the person up, `clinic` whether
    the own village clinic has a doctor.
    """

    contract: str
    certified: bool
    chronic: int
    controlled: int
    managed: bool = False
    clinic: bool = True


KINDS = ("plain", "soft", "first_contact", "bundled")
"""Words for `contract.kind`."""


def contract_kind(model: CountyModel, row: int) -> str:
    """Kind of somebody's family-doctor contract today: one of `KINDS`, empty without a contract."""
    state = model.state
    if not state.people.signed[row]:
        return ""
    regimes = model.tables.regimes
    regime = regimes.of(state.people.village[row : row + 1], state.codes[row : row + 1])
    return KINDS[int(regimes.by_regime("contract.kind")[regime[0]])]


def has_doctor(model: CountyModel, clinic: int) -> bool:
    """Whether a village clinic has a doctor of its own today; a closed point is only visited."""
    return bool(model.state.doctors.staffing[clinic] > 0.0 and not model.tables.points.closed[clinic])


def standing(model: CountyModel, row: int) -> Standing:
    """Look up how somebody stands."""
    people = model.state.people
    clinic = int(model.map.options[people.village[row], Option.OWN_CLINIC])
    return Standing(
        contract_kind(model, row),
        bool(model.state.certified[row]),
        int(people.chronic[row]),
        int(people.controlled[row]),
        bool((model.state.rounds.person == row).any()),
        clinic < 0 or has_doctor(model, clinic),
    )


def changes(before: Standing, now: Standing) -> Iterator[tuple[str, str]]:
    """Yield what is otherwise, and what it has become; see `sim.experiment.happenings.Changed`."""
    if bool(before.contract) != bool(now.contract):
        yield "signed", "gained" if now.contract else "lost"
    elif before.contract != now.contract:
        yield "contract", now.contract
    if before.managed != now.managed:
        yield "managed", "gained" if now.managed else "lost"
    if before.clinic != now.clinic:
        yield "clinic", "open" if now.clinic else "closed"
    if before.certified != now.certified:
        yield "certified", "gained" if now.certified else "lost"
    for state in Chronic:
        name = str(state.name).lower()
        if now.chronic & state and not before.chronic & state:
            yield name, "new"
        elif (before.controlled ^ now.controlled) & state:
            yield name, "controlled" if now.controlled & state else "uncontrolled"
