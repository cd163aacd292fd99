"""Looking through a long table: words that must occur, filters, and one page of rows at a time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

SIZE = 20
"""Rows a page."""


def haystack(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series[str]:
    """Return everything in these columns of each row as one text to search, letters alike."""
    if frame.empty:
        return pd.Series([], dtype=str)
    text = frame[list(columns)].fillna("").astype(str).agg(" ".join, axis=1)
    return text.str.casefold()


def matching(
    frame: pd.DataFrame, words: pd.Series[str], query: str, filters: Mapping[str, str]
) -> pd.DataFrame:
    """Return the rows in which every word of a query occurs and that pass the filters.

    Parameters
    ----------
    frame : pd.DataFrame
    words : pd.Series
        Of `haystack`.
    query : str
        Words, in any order; an empty one keeps all.
    filters : mapping of str to str
        Value wanted by column; an empty value keeps all.
    """
    keep = pd.Series(True, index=frame.index)
    for word in query.casefold().split():
        keep &= words.str.contains(word, regex=False)
    for column, value in filters.items():
        if value:
            keep &= frame[column] == value
    return frame[keep]


def pages_of(rows: int) -> int:
    """Return how many pages there are; one where there is nothing."""
    return max(math.ceil(rows / SIZE), 1)


def page_of(frame: pd.DataFrame, page: int) -> pd.DataFrame:
    """Return the rows of a page, counted from 1; the last one when there are fewer."""
    first = (min(max(page, 1), pages_of(len(frame))) - 1) * SIZE
    return frame.iloc[first : first + SIZE]
