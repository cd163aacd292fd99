"""The open tables that ship, and a user's own counties in the place of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

EXTENT = ["lon_min", "lon_max", "lat_min", "lat_max"]
_COUNTY_OF = {
    "places": "code", "county_facts": "code", "terrain": "county_code", "hospitals": "county_code",
    "township_facts": "county_code", "centres": "township_code",
}  # fmt: skip
"""Column of each table that begins with the code of the county a row speaks of."""


def data_folder() -> Path:
    """Folder of the open data that ship with the package."""
    return Path(__file__).resolve().parent.parent.parent / "scenarios" / "data"


@lru_cache(maxsize=16)
def table(name: str) -> pd.DataFrame:
    """One CSV of the open data with every column as text ('' where empty). Do not change it in place."""
    return pd.read_csv(data_folder() / f"{name}.csv", dtype=str, keep_default_na=False)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table as dictionaries."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


@dataclass(frozen=True)
class Tables:
    """The open tables with what a user says of whole counties in the place of what ships of them.

    Attributes
    ----------
    counties : frozenset of str
        Codes of the counties that the user brings whole: nothing that ships is said of them.
    own : mapping of str to pd.DataFrame
        The user's rows by name of the open table, in its columns; ``outside`` replaces the destinations of
        the prefectures that it names.
    """

    counties: frozenset[str] = frozenset()
    own: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def __call__(self, name: str) -> pd.DataFrame:
        """One table, as `table` gives it."""
        shipped = table(name)
        if not self.counties and name not in self.own:
            return shipped
        if name == "outside":
            mine = set(self.own[name]["prefecture"]) if name in self.own else set()
            kept = shipped[~shipped["prefecture"].isin(mine)]
        else:
            kept = shipped[~shipped[_COUNTY_OF[name]].str[:6].isin(self.counties)]
        if name not in self.own:
            return kept
        own = self.own[name].reindex(columns=shipped.columns, fill_value="")
        return pd.concat([own, kept], ignore_index=True)


OPEN = Tables()
"""The open tables as they ship."""
