"""From paired runs to the table: differences with intervals, claims with verdicts, shares by source."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.errors import UserError
from sim.experiment.ablation.plan import Pair
from sim.experiment.batch.outcome import SHARES, Key, Outcome
from sim.experiment.comparison.table import POOREST, directions
from sim.experiment.paired import movement, paired
from sim.experiment.shares import added_by_part
from sim.indicators import registry

F64 = npt.NDArray[np.float64]
HARM = (
    Key("late_emergency_share", "happened"), Key("emergency_death_share", "happened"),
    Key("deaths_per_1000", "happened"), Key("deaths_of_illness_per_1000", "happened"),
    Key("forgone_share", "happened"), Key("gave_up_share", "happened"),
    Key("refused_per_1000_visits", "happened"), Key("kept_beyond_capability", "happened"),
    Key("up_declined_share", "happened"), Key("up_no_slot_share", "happened"),
    Key("up_no_bed_share", "happened"), Key("catastrophic_share", "happened"),
    Key("penalty_per_person", "happened"), Key("stays_withheld_per_10000", "happened"),
    Key("stays_deferred_per_10000", "happened"), Key("shifted_per_person", "happened"),
    *(
        Key(name, "happened", POOREST)
        for name in ("own_cost_per_person", "forgone_share", "forgone_per_person", "penalty_per_person")
    ),
)  # fmt: skip
"""What tells harm, given for every lever whatever is claimed; the last ones for the poorest fifth."""
COLUMNS = (
    "lever", "mode", "about", "indicator", "group", "part", "basis", "unit", "baseline", "difference", "low",
    "high", "seeds", "claimed", "verdict", "movement", "mechanism_en", "mechanism_zh", "note_en", "note_zh",
)  # fmt: skip


def verdict(claimed: str, low: float, high: float) -> str:
    """Compare a claimed sign with an interval.

    Returns
    -------
    str
        ``agrees`` or ``disagrees`` where the interval leaves zero out, ``unclear`` where it does not or is
        unknown; empty when nothing is claimed. A claim that it may move either way agrees with any movement.
    """
    if not claimed:
        return ""
    if not (low > 0 or high < 0):
        return "unclear"
    return "agrees" if claimed == "either" or (low > 0) == (claimed == "up") else "disagrees"


def check_claims(pairs: Sequence[Pair]) -> None:
    """Refuse claims about what is no indicator.

    Raises
    ------
    UserError
        Naming the first lever that makes one.
    """
    known = directions()
    for pair in pairs:
        for name in pair.lever.claims:
            if name not in known:
                raise UserError(
                    f"{name!r} is claimed, but is no indicator", f"主张中的“{name}”不是指标", pair.lever.id
                )


def table(pairs: Sequence[Pair], runs: Mapping[str, Sequence[Outcome]]) -> pd.DataFrame:
    """Make the table of an ablation.

    Parameters
    ----------
    pairs : sequence of Pair
    runs : mapping of str to sequence of Outcome
        By hash of the scenario, one outcome a seed, seeds in the same order.

    Returns
    -------
    pd.DataFrame
        Columns `COLUMNS`: a row for each lever, mode and value that is claimed, a headline or tells harm;
        and for each in-county share that changes three more (`part`) that add up to its difference.
        ``difference`` is always the value with the lever less the value without it, which is ``baseline``.
    """
    units = directions()
    rows = [row for pair in pairs for row in _rows(pair, runs, units)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(
    pair: Pair, runs: Mapping[str, Sequence[Outcome]], units: Mapping[str, tuple[str, str]]
) -> Iterator[dict[str, object]]:
    mechanism = pair.lever.acts_through
    empty = (*COLUMNS[2:8], "claimed", "verdict", "movement", "note_en", "note_zh")
    common: dict[str, object] = {
        **dict.fromkeys(empty, ""),
        "lever": pair.lever.id, "mode": pair.mode,
        "mechanism_en": mechanism.en, "mechanism_zh": mechanism.zh,
    }  # fmt: skip
    if pair.without is None or pair.having is None:
        reason = {"note_en": pair.reason.en, "note_zh": pair.reason.zh} if pair.reason else {}
        yield common | reason | {"verdict": "not_applicable"}
        return
    without, having = runs[pair.without.hash], runs[pair.having.hash]
    for key, about in keys_of(pair.lever.claims, without[0].values).items():
        before, after = (np.array([run.values[key] for run in side]) for side in (without, having))
        found = paired(before, after)
        unit, better = units[key.indicator]
        claimed = "" if key.group else pair.lever.claims.get(key.indicator, "")
        yield common | {
            "about": about, **_about(key), "part": "", "unit": unit,
            "baseline": float(np.nanmean(before)) if not np.isnan(before).all() else math.nan,
            "difference": found.value, "low": found.low, "high": found.high, "seeds": found.seeds,
            "claimed": claimed, "verdict": verdict(claimed, found.low, found.high),
            "movement": movement(better, found.low, found.high),
        }  # fmt: skip
        if key.basis == "happened" and key.indicator in SHARES and not key.group and (before != after).any():
            yield from _parts(common, key, without, having)


def _parts(
    common: Mapping[str, object], key: Key, without: Sequence[Outcome], having: Sequence[Outcome]
) -> Iterator[dict[str, object]]:
    """Yield what each source adds to the change of an in-county share."""
    for part, added in added_by_part(without, having, key.indicator).items():
        found = paired(np.zeros(len(added)), added)
        yield {
            **common, "about": "part", **_about(key), "part": part, "unit": "share",
            "difference": found.value, "low": found.low, "high": found.high, "seeds": found.seeds,
        }  # fmt: skip


def _about(key: Key) -> dict[str, object]:
    """Return the columns that tell what a value is."""
    return {"indicator": key.indicator, "basis": key.basis, "group": key.group}


def keys_of(claims: Mapping[str, str], known: Mapping[Key, float]) -> dict[Key, str]:
    """Values that a lever is compared by, each with why: ``claim``, ``headline`` or ``harm``.

    Parameters
    ----------
    claims : mapping of str to str
        Claimed signs by indicator.
    known : mapping of Key to float
        Values that the runs have.
    """
    both = ("happened", "reported")
    found = {Key(name, basis): "claim" for name in claims for basis in both}
    for name in registry.HEADLINE:
        for basis in both:
            found.setdefault(Key(name, basis), "headline")
    for key in HARM:
        if found.get(key) != "claim":
            found[key] = "harm"
    return {key: about for key, about in found.items() if key in known}
