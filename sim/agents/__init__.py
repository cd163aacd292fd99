"""Who acts: people as views of rows, facilities and institutions as registered Mesa agents."""

from __future__ import annotations

from sim.agents.facility import (
    CountyHospital,
    Facility,
    OutsideHospital,
    TownshipCenter,
    VillageClinic,
    make_agents,
)
from sim.agents.institution import Community, EmergencyService, Insurer
from sim.agents.patient import Patient, PatientSet

__all__ = [
    "Community",
    "CountyHospital",
    "EmergencyService",
    "Facility",
    "Insurer",
    "OutsideHospital",
    "Patient",
    "PatientSet",
    "TownshipCenter",
    "VillageClinic",
    "make_agents",
]
