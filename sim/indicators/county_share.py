"""Why an in-county share (县域内占比) changed: it can rise by good and by harm."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Counts = npt.ArrayLike


class ShareChange(NamedTuple):
    """A change of an in-county share, split into its three sources.

    Attributes
    ----------
    before, after : float
        Shares of care given in the county.
    brought_home, new_in_county, outside_forgone : float
        Events of each source; negative where it went the other way (care sent outside, in-county care lost,
        new outside care).
    from_brought_home, from_new_in_county, from_outside_forgone : float
        What each source adds to the share; the three add up to ``after - before``.
    """

    before: float
    after: float
    brought_home: float
    new_in_county: float
    outside_forgone: float
    from_brought_home: float
    from_new_in_county: float
    from_outside_forgone: float


def split_share_change(
    inside_before: Counts, outside_before: Counts, inside_after: Counts, outside_after: Counts
) -> ShareChange:
    """Split the change of an in-county share between two results.

    In each cell (group of like people, condition, or whatever the counts distinguish), outside care that
    disappears while in-county care appears was brought home, as far as the two match; in-county care beyond
    that is new, and outside care that disappears without an in-county event in its place was forgone.
    Matching inside cells understates what was forgone when people of one cell stop going while others of the
    same cell begin, so finer cells are better. With I and O events inside and outside, B brought home, N new
    and F forgone, ``I' = I + B + N`` and ``O' = O - B - F`` hold in every cell, and exactly

        s' - s = (B + (1 - s) N + s F) / (I' + O')

    Parameters
    ----------
    inside_before, outside_before, inside_after, outside_after : array_like of one shape
        Events in the county and outside, in the first and in the second result, by cell.

    Raises
    ------
    ValueError
        When the shapes differ or a count is negative.
    """
    counts = [
        np.asarray(each, np.float64) for each in (inside_before, outside_before, inside_after, outside_after)
    ]
    if len({each.shape for each in counts}) > 1:
        raise ValueError("the counts must have one shape")
    if any((each < 0).any() for each in counts):
        raise ValueError("counts are never negative")
    more_inside, less_outside = counts[2] - counts[0], counts[1] - counts[3]
    same_way = more_inside * less_outside > 0
    least = np.minimum(np.abs(more_inside), np.abs(less_outside)) * np.sign(more_inside)
    home = np.where(same_way, least, 0.0)
    brought, new = float(home.sum()), float((more_inside - home).sum())
    forgone = float((less_outside - home).sum())
    inside, outside, inside_now, outside_now = (float(each.sum()) for each in counts)
    before, after = _share(inside, outside), _share(inside_now, outside_now)
    total = inside_now + outside_now
    per_event = 1.0 / total if total > 0 else np.nan
    return ShareChange(
        before, after, brought, new, forgone,
        brought * per_event, new * (1.0 - before) * per_event, forgone * before * per_event,
    )  # fmt: skip


def _share(inside: float, outside: float) -> float:
    return inside / (inside + outside) if inside + outside > 0 else np.nan
