"""Institutions as registered Mesa agents: the community, the insurer, the emergency service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim.indicators.tally import Flow, Person

if TYPE_CHECKING:
    from sim.model import CountyModel


class Community(mesa.Agent):
    """County medical community (县域医共体): a lead hospital with its members."""

    def __init__(self, model: CountyModel, name: str) -> None:
        super().__init__(model)
        self.name = name
        column = model.map.facilities["community"].to_numpy()
        self.members: list[int] = np.flatnonzero(column == name).tolist()


class Insurer(mesa.Agent):
    """Insurance office (医保经办机构): settles claims by the rules in force."""

    def __init__(self, model: CountyModel) -> None:
        super().__init__(model)
        self._county = model

    @property
    def paid_fen(self) -> int:
        """Paid by the funds since the first day of the warm-up, by date of the event."""
        measures = [Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL]
        return int(self._county.state.tally.flow[measures].sum())


class EmergencyService(mesa.Agent):
    """Emergency service 120 (急救中心): takes emergencies to the hospital that can treat them soonest."""

    def __init__(self, model: CountyModel) -> None:
        super().__init__(model)
        self._county = model

    @property
    def calls(self) -> int:
        """Emergencies since the first day of the warm-up."""
        return int(self._county.state.tally.people[Person.EMERGENCIES].sum())
