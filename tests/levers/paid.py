"""Facilities that are paid in some form, and what they then decide on the same patients."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.care.sites import community_names
from sim.care.treatment import ADMIT, ADVISE, SLIP, decide
from sim.day.tables import compile_tables
from sim.money.purse import Purses
from sim.policy.regimes import one_regime
from tests.levers.switch import switched, tables_of

SERVICE = {"pay_provider__usual__county__stay": 0}


def under(map_, values, *levers, **more):
    return tables_of(map_, switched(values, *levers, **SERVICE, **more))


def neutral(map_):
    return Purses.neutral(len(community_names(map_)), len(map_.facilities))


def held(map_, values, kappa, lead_only=True, **more):
    """Tables where every community's budget gives or takes `kappa` of each fen saved or spent."""
    regimes = one_regime(switched(values, **SERVICE, **more), len(map_.villages), len(map_.facilities))
    purses = neutral(map_)
    return compile_tables(map_, regimes, 1.0, 1, replace(purses, kappa=np.full_like(purses.kappa, kappa)))


def where(tables, kind):
    return int(np.flatnonzero(tables.sites.kind == kind)[0])


def acts(tables, facility, seed=1, n=60_000):
    """What a facility decides on the same patients by the same draws."""
    rng = np.random.default_rng(seed)
    row = rng.integers(0, len(tables.treatment.admit), n)
    at, kind = np.full(n, facility), tables.sites.kind[np.full(n, facility)]
    return row, decide(tables.treatment, row, at, kind, np.ones(n, bool), *rng.random((5, n))).act


def effort(tables, facility):
    money = tables.incentive
    return float(money.visits[facility]), float(money.stays[facility]), float(money.days[facility])


def admitted(tables, facility):
    return acts(tables, facility)[1] == ADMIT


def sent(tables, facility):
    return np.isin(acts(tables, facility)[1], (SLIP, ADVISE))
