"""Facilities as registered Mesa agents that read the columns of the map and of the state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import mesa

from sim.agents.institution import Community, EmergencyService, Insurer
from sim.agents.patient import Need
from sim.care.treatment import ADMIT, ADVISE, KEEP, SLIP
from sim.geography.map import Kind
from sim.indicators.tally import Flow

if TYPE_CHECKING:
    from sim.model import CountyModel


class Facility(mesa.Agent):
    """A place where care is given.

    Override `refer` in a subclass to give facilities a decision of their own:
    ``CountyModel(scenario, agents={TownshipCenter: MyCentre})``.

    Parameters
    ----------
    model : CountyModel
    index : int
        Position in ``model.map.facilities``.
    """

    def __init__(self, model: CountyModel, index: int) -> None:
        super().__init__(model)
        self.index = index

    @property
    def county_model(self) -> CountyModel:
        """The model, typed."""
        return cast("CountyModel", self.model)

    def fact(self, name: str) -> Any:
        """Return a column of the facility table: ``name_zh``, ``beds``, ``doctors`` …."""
        return self.county_model.map.facilities.at[self.index, name]

    @property
    def id(self) -> str:
        """Stable id."""
        return str(self.fact("id"))

    @property
    def kind(self) -> Kind:
        """What sort of facility."""
        return Kind(int(self.fact("kind")))

    @property
    def occupied(self) -> int:
        """Beds in use."""
        return int(self.county_model.state.occupied[self.index])

    @property
    def wait(self) -> float:
        """Recent wait in minutes."""
        return float(self.county_model.state.wait[self.index])

    @property
    def visits(self) -> int:
        """Visits since the first day of the warm-up."""
        return int(self.county_model.state.tally.facility_table(Flow.OUTPATIENT_COUNT)[:, self.index].sum())

    def refer(self, need: Need, patient: int, decided: int) -> int:
        """Decide what to do with a patient who was seen here.

        Parameters
        ----------
        need : Need
        patient : int
            Row of the patient.
        decided : int
            What the model decided: ``KEEP``, ``ADMIT``, ``SLIP`` or ``ADVISE`` of `sim.care.treatment`.

        Returns
        -------
        int
            What is done; a facility without beds cannot admit.
        """
        return decided


class VillageClinic(Facility):
    """Village clinic (村卫生室)."""


class TownshipCenter(Facility):
    """Township health centre (乡镇卫生院)."""


class CountyHospital(Facility):
    """Hospital in the county: lead general, TCM, maternal and child, other."""


class OutsideHospital(Facility):
    """Hospital outside the county; not steerable."""


CLASS_OF_KIND: dict[Kind, type[Facility]] = {
    Kind.VILLAGE_CLINIC: VillageClinic,
    Kind.TOWNSHIP_CENTRE: TownshipCenter,
    Kind.COUNTY_GENERAL: CountyHospital,
    Kind.COUNTY_TCM: CountyHospital,
    Kind.COUNTY_MCH: CountyHospital,
    Kind.OTHER_HOSPITAL: CountyHospital,
    Kind.NEIGHBOUR: OutsideHospital,
    Kind.CITY: OutsideHospital,
    Kind.FAR: OutsideHospital,
}
DECISIONS = (KEEP, ADMIT, SLIP, ADVISE)


def make_agents(model: CountyModel, classes: Mapping[type, type]) -> None:
    """Register an agent for each facility, in the order of the map, and for each institution."""
    model.facilities = []
    for index, kind in enumerate(model.map.facilities["kind"].to_numpy().tolist()):
        base = CLASS_OF_KIND[Kind(kind)]
        model.facilities.append(classes.get(base, base)(model, index))
    communities = [name for name in model.map.facilities["community"].unique() if name]
    for community in communities:
        classes.get(Community, Community)(model, community)
    classes.get(Insurer, Insurer)(model)
    classes.get(EmergencyService, EmergencyService)(model)
