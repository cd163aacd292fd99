"""Traditional Chinese medicine (中医药) at primary institutions: a line of service, by condition.

The share of a condition's visits that is Chinese medicine tells how well its techniques suit the condition.
Where a primary institution is made able to offer them it can treat such conditions better, patients who
prefer Chinese medicine come, and more of its visits are Chinese medicine. Pure functions on arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.remote import readers
from sim.care.sites import Sites
from sim.geography.map import Kind, Map
from sim.money.rules import INSURANCES, LEVELS, PRIMARY
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes
from sim.randomness import draw, stream

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MODERATE = 2  # severities for which people seek Chinese medicine: mild and moderate


def offering(sites: Sites, regimes: Regimes) -> Bools:
    """Primary institutions that a policy makes able to offer Chinese medicine, in keyed order."""
    order = draw(stream("capability.tcm", 0), np.arange(len(sites.kind)))
    primary = (sites.kind <= Kind.TOWNSHIP_CENTRE) & (sites.county >= 0)
    return np.asarray(primary & (order < regimes.by_facility("capability.tcm.share")))


def tcm_skill(map_: Map, sites: Sites, catalogue: Catalogue, regimes: Regimes) -> F64:
    """Capability added by condition at each facility, shape (conditions, facilities).

    Members of a community led by a hospital of Chinese medicine (县级中医院牵头) learn more.
    """
    reader = readers(map_, sites)
    led = (reader >= 0) & (sites.kind[reader] == Kind.COUNTY_TCM)
    more = 1.0 + np.where(led, regimes.by_facility("capability.tcm.led"), 0.0)
    gain = np.where(offering(sites, regimes), regimes.by_facility("capability.tcm.gain") * more, 0.0)
    return np.asarray(catalogue.tcm[:, None] * gain)


def tcm_pull(sites: Sites, catalogue: Catalogue, regimes: Regimes) -> F64:
    """Utility that those who prefer Chinese medicine find, shape (conditions * 3, facilities)."""
    pull = np.where(offering(sites, regimes), regimes.by_facility("capability.tcm.pull"), 0.0)
    sought = np.tile(np.arange(3) < MODERATE, len(catalogue)) * np.repeat(catalogue.tcm, 3)
    return np.asarray(sought[:, None] * pull)


def tcm_share(sites: Sites, catalogue: Catalogue, regimes: Regimes) -> F64:
    """Share of visits that are Chinese medicine, shape (conditions, facilities).

    A place that offers it `capability.tcm.offers` times gives each patient as many chances to take it.
    """
    offers = np.where(offering(sites, regimes), regimes.by_facility("capability.tcm.offers"), 1.0)
    return offered(catalogue.tcm[:, None], offers)


def expected_tcm(catalogue: Catalogue, regimes: Regimes) -> F64:
    """Share that residents expect by the level of a place, shape (schemes, conditions, 5)."""
    share, offers = (regimes.by_regime(f"capability.tcm.{name}") for name in ("share", "offers"))
    own = catalogue.tcm[None, :, None]
    more = offered(own, offers[:, None, None]) - own
    primary = np.isin(np.arange(len(LEVELS)), PRIMARY)
    return np.repeat(own + share[:, None, None] * more * primary, len(INSURANCES), axis=0)


def offered(share: F64, times: F64) -> F64:
    """Share of patients who take what is offered so many times; `share` of them when it is offered once."""
    return np.where(times == 1.0, share, 1.0 - (1.0 - share) ** times)
