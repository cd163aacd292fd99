"""Everything a day looks up, compiled from parameter values; anew on the days when a value changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.care.emergency import EmergencyTables, emergency_tables
from sim.care.noise import lognormal
from sim.care.outcome import OutcomeTables, outcome_tables
from sim.care.sites import Sites, build_sites
from sim.care.treatment import TreatmentTables, treatment_tables
from sim.care.ward import WardTables, ward_tables
from sim.choice.tables import ChoiceTables, choice_tables, stay_bills, visit_bills
from sim.geography.map import Map
from sim.money.rules import Rules, compile_rules, stack_rules
from sim.needs.catalogue import Catalogue, read_catalogue
from sim.needs.onset import Hazards, hazards
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class DayTables:
    """Tables in force on a day, and the parameter values they were made from.

    `values` are those that are the same for everybody; the others are in `regimes`.
    """

    regimes: Regimes
    values: Mapping[str, float]
    catalogue: Catalogue
    hazards: Hazards
    rules: Rules
    sites: Sites
    choice: ChoiceTables
    treatment: TreatmentTables
    emergency: EmergencyTables
    outcome: OutcomeTables
    ward: WardTables
    visit_bill: I64
    stay_bill: I64
    bill_noise: F64
    minutes: F64
    """Travel minutes in double precision, shape (modes, villages, 13)."""


def compile_tables(map_: Map, regimes: Regimes, sample: float, seed: int) -> DayTables:
    """Compile all tables from the parameter values in force."""
    values = regimes.county
    catalogue = read_catalogue(values)
    rules = stack_rules([compile_rules(one) for one in regimes.values])
    sites = build_sites(map_, values, sample, seed)
    return DayTables(
        regimes=regimes,
        values=values,
        catalogue=catalogue,
        hazards=hazards(catalogue, values),
        rules=rules,
        sites=sites,
        choice=choice_tables(map_, catalogue, rules, regimes),
        treatment=treatment_tables(map_, sites, catalogue, values),
        emergency=emergency_tables(map_, sites, catalogue, values),
        outcome=outcome_tables(catalogue, values),
        ward=ward_tables(catalogue, values),
        visit_bill=visit_bills(catalogue, values),
        stay_bill=stay_bills(catalogue, values),
        bill_noise=lognormal(values["prices.spread"]),
        minutes=map_.minutes.astype(np.float64),
    )
