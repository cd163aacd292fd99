"""Decisions of agents that were given one of their own, asked one by one for the cases concerned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.agents.facility import CLASS_OF_KIND, DECISIONS, Facility
from sim.agents.patient import Need, Patient
from sim.care.treatment import ADMIT, Decision
from sim.choice.choose import Parts
from sim.geography.map import Kind, Option
from sim.needs.cases import CaseArray

if TYPE_CHECKING:
    from sim.day.visits import Visits
    from sim.model import CountyModel


class Decisions:
    """Asks overridden agents; costs nothing for all others."""

    def __init__(self, model: CountyModel, classes: Mapping[type, type]) -> None:
        self._model = model
        patient: Any = classes.get(Patient, Patient)
        self.people_decide = patient.choose is not Patient.choose
        facility: Mapping[type, Any] = classes
        own = [
            kind
            for kind, base in CLASS_OF_KIND.items()
            if facility.get(base, base).refer is not Facility.refer
        ]
        self._kinds: npt.NDArray[np.bool_] = np.isin(np.arange(len(Kind)), own)

    def need(self, case: np.void) -> Need:
        """What a case is about, in words."""
        ids = self._model.tables.catalogue.ids
        return Need(ids[int(case["condition"])], int(case["severity"]), int(case["step"]))

    def choices(self, cases: CaseArray, parts: Parts, option: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
        """Let people who decide for themselves choose.

        Raises
        ------
        ValueError
            When an agent chooses an option that cannot be reached.
        """
        if not self.people_decide:
            return option
        model = self._model
        applies = model.patients.kind.applies_to(model.state.people)
        utility = sum(parts[1:], parts[0])
        option = option.copy()
        for at in np.flatnonzero(applies[cases["person"]]).tolist():
            offers = {Option(k): float(u) for k, u in enumerate(utility[at]) if np.isfinite(u)}
            patient = model.patients[int(cases["person"][at])]
            chosen = patient.choose(self.need(cases[at]), offers, Option(int(option[at])))
            if chosen not in offers:
                raise ValueError(f"{type(patient).__name__} chose {chosen!r}, which cannot be reached")
            option[at] = chosen
        return option

    def treatments(self, visits: Visits, decision: Decision) -> Decision:
        """Let facilities that decide for themselves have the last word.

        Raises
        ------
        ValueError
            When an agent admits where there is no ward, or returns something that is no decision.
        """
        model = self._model
        mine = self._kinds[model.tables.sites.kind[visits.facility]] & ~visits.emergency
        if not mine.any():
            return decision
        act = decision.act.copy()
        for at in np.flatnonzero(mine).tolist():
            facility = model.facilities[int(visits.facility[at])]
            chosen = facility.refer(self.need(visits.case[at]), int(visits.person[at]), int(act[at]))
            if chosen not in DECISIONS or (
                chosen == ADMIT and not model.tables.treatment.beds[facility.index]
            ):
                raise ValueError(f"{type(facility).__name__} decided {chosen!r}, which is not possible there")
            act[at] = chosen
        return Decision(decision.adequate, act)
