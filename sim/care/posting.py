"""Where the doctors whom a lead hospital sends are needed (下派岗位), township by township.

Pure functions on arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.centres import people_served
from sim.care.sites import Sites
from sim.geography.map import Kind, Map, Option
from sim.needs.catalogue import Catalogue

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def usual_needs(catalogue: Catalogue) -> F64:
    """Needs a year of one person by condition and severity, ages and sexes alike, shape (conditions * 3,).

    Of a chronic condition those of one patient; what is compared are places, not conditions.
    """
    rate = catalogue.yearly_rates().mean(axis=(1, 2))
    mild = 1.0 - catalogue.moderate - catalogue.severe
    severity = np.stack([mild, catalogue.moderate, catalogue.severe], axis=1)
    return np.asarray((rate[:, None] * severity).ravel())


def need_of_places(map_: Map, sites: Sites, needs: F64, helped: F64, own: F64, sender: I64) -> F64:
    """How much each place needs a doctor sent to it, against the mean of its kind in its county.

    The need is that for treatment which the doctor can give and the place cannot.

    Parameters
    ----------
    needs : float64 array, shape (conditions * 3,)
        See `usual_needs`.
    helped, own : float64 array, shape (conditions * 3, facilities)
        Chance of adequate treatment with the doctor and without.
    sender : int64 array, shape (facilities,)
        Hospital that would send one, -1 for none.

    Returns
    -------
    float64 array, shape (facilities,)
        1 at the mean; 0 where nobody is sent.
    """
    village = sites.kind == Kind.VILLAGE_CLINIC
    people = np.where(village, people_served(map_, Option.OWN_CLINIC), people_served(map_, Option.OWN_CENTRE))
    need = people * (needs @ np.maximum(helped - own, 0.0))
    there = np.flatnonzero(sender >= 0)
    group = np.maximum(sites.county[there], 0) * 2 + village[there]
    size = 2 * len(map_.counties)
    mean = np.bincount(group, need[there], size) / np.maximum(np.bincount(group, minlength=size), 1)
    relative = np.zeros(len(need))
    relative[there] = need[there] / np.maximum(mean[group], np.finfo(float).tiny)
    return relative
