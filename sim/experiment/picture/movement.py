"""Tables of how people move: from home to tiers, from tier to tier, by referral, and what they believe."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.experiment.events import PLACES as PLACE_NAMES
from sim.experiment.picture.tiers import TIER_OF_PLACE, Tier
from sim.experiment.picture.watch import HOMES, Step, Ways
from sim.geography.kinds import Option
from sim.geography.map import Map
from sim.indicators.funnel import Fate, Way
from sim.indicators.run import Run
from sim.needs.catalogue import Group

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Names = npt.NDArray[np.object_]

TIER_NAMES: Names = np.array([tier.name.lower() for tier in Tier], object)
HOME_NAMES: Names = np.array(["village", "town"], object)
assert len(HOME_NAMES) == HOMES


def ways_of(map_: Map, ways: Ways, sample: float) -> pd.DataFrame:
    """Where the people of each village went, see `Picture.ways`."""
    visits, stays = ways.visited.sum(axis=0), ways.stayed.sum(axis=0)
    village, place = np.nonzero((visits > 0) | (stays > 0))
    options = np.concatenate([map_.options, np.full((len(map_.villages), 1), -1)], axis=1)
    ids: Names = np.array([*map_.facilities["id"].astype(str), ""], object)
    return pd.DataFrame(
        {
            "village": map_.villages["code"].astype(str).to_numpy()[village],
            "place": np.array(PLACE_NAMES, object)[place],
            "tier": TIER_NAMES[TIER_OF_PLACE[place]],
            "facility": ids[options[village, place]],
            "visits": _whole(visits[village, place], sample),
            "stays": _whole(stays[village, place], sample),
        }
    )


def flows_of(map_: Map, ways: Ways, months: Sequence[str], sample: float) -> pd.DataFrame:
    """From home township to tier by month, see `Picture.flows`."""
    township = map_.villages["township"].to_numpy(np.int64)
    member = (township[:, None] == np.arange(len(map_.townships))).astype(np.int64)
    visits, stays = (
        np.stack([table[:, :, tier == TIER_OF_PLACE].sum(axis=2) @ member for tier in Tier], axis=2)
        for table in (ways.visited, ways.stayed)
    )  # fmt: skip
    month, town, tier_ = np.nonzero((visits > 0) | (stays > 0))
    return pd.DataFrame(
        {
            "month": np.array(months, object)[month],
            "township": map_.townships["code"].astype(str).to_numpy()[town],
            "tier": TIER_NAMES[tier_],
            "visits": _whole(visits[month, town, tier_], sample),
            "stays": _whole(stays[month, town, tier_], sample),
        }
    )


def steps_of(ways: Ways, months: Sequence[str], sample: float) -> pd.DataFrame:
    """From tier to tier by month, see `Picture.steps`."""
    month, step, origin, tier = np.nonzero(ways.steps)
    names = np.where(
        step == Step.FIRST, HOME_NAMES[np.minimum(origin, HOMES - 1)], TIER_NAMES[origin]
    )  # fmt: skip
    return pd.DataFrame(
        {
            "month": np.array(months, object)[month],
            "step": np.array([one.name.lower() for one in Step], object)[step],
            "origin": names,
            "tier": TIER_NAMES[tier],
            "count": _whole(ways.steps[month, step, origin, tier], sample),
        }
    )


def trust_of(map_: Map, first: F64, last: F64) -> pd.DataFrame:
    """What villages believe of the options that they have, see `Picture.trust`."""
    there = map_.options >= 0
    there[:, [Option.NONE, Option.PHARMACY]] = False
    village, option = np.nonzero(there)
    codes = map_.villages["code"].astype(str).to_numpy()
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "village": codes[village],
                    "option": np.array(PLACE_NAMES, object)[option],
                    "group": group.name.lower(),
                    "first": first[group, village, option],
                    "last": last[group, village, option],
                }
            )
            for group in Group
        ],
        ignore_index=True,
    )


def referrals_of(run: Run) -> pd.DataFrame:
    """What became of referrals by month, see `Picture.referrals`."""
    counted = [k for k, (first, _) in enumerate(run.months) if first >= run.start]
    return pd.DataFrame(
        [
            (f"{run.months[month][0]:%Y-%m}", way.name.lower(), fate.name.lower(), linked, count)
            for way in Way
            for fate in Fate
            for linked in (False, True)
            for month, count in zip(
                counted,
                _whole(run.tally.fates(way, fate, linked).sum(axis=1)[counted], run.sample).tolist(),
                strict=True,
            )
        ],
        columns=["month", "way", "fate", "linked", "count"],
    )


def _whole(count: I64, sample: float) -> I64:
    """Scale a count to all people and round."""
    return np.rint(count / sample).astype(np.int64)
