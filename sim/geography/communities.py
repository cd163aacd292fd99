"""Which institutions form which medical community (医共体), and which hospital leads it.

Membership is a property of the place, read from a table that a user can replace. By itself it moves nothing:
what a community does, its levers do. Where a source gives only how many townships belong to a community, they
are drawn with a seed so that the published numbers of villages and residents are met.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.errors import Text, UserError
from sim.geography.community_rows import Row, read_rows
from sim.geography.kinds import Kind
from sim.geography.plane import F64
from sim.problems import nearest
from sim.randomness import draw, stream

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_DRAWS = 4096
_EXACT = 10.0
"""Villages are known exactly, residents as an estimate: how much more a miss of the former weighs."""
_CLOSE = 0.02
"""A draw whose villages are right and whose residents are as near as this to those published is taken."""


@dataclass(frozen=True)
class _County:
    """Places of one county: positions of its townships and hospitals, and the names they go by."""

    code: str
    townships: I64
    hospitals: I64
    by_name: Mapping[str, list[tuple[str, int]]]


def join_communities(
    counties: pd.DataFrame,
    townships: pd.DataFrame,
    villages: pd.DataFrame,
    facilities: pd.DataFrame,
    values: Mapping[str, float],
    own: Path | None = None,
) -> pd.DataFrame:
    """Give every facility its community (``community``, '' for none) and mark the hospitals that lead.

    Parameters
    ----------
    counties, townships, villages, facilities : pd.DataFrame
        As in `Map`, the facilities without these two columns.
    values : mapping
        Reads ``geography.membership_seed``.
    own : Path, optional
        A user's table, which takes the place of the shipped rows of the counties it names.

    Returns
    -------
    pd.DataFrame
        The facilities with ``community`` (such as 130324-1) and ``leads``.

    Raises
    ------
    UserError
        With file and line, when a row names what is not there or takes what another row has.

    Notes
    -----
    A county of which no row speaks has one community of its public institutions, led by its general hospital,
    else by its TCM hospital; so has one whose hospitals or townships a user's geography names otherwise than
    the shipped rows.
    """
    rows = read_rows(own, list(counties["code"]))
    community = np.full(len(facilities), "", object)
    leads = np.zeros(len(facilities), bool)
    for c, code in enumerate(counties["code"]):
        county = _county(c, str(code), townships, facilities)
        mine = rows.get(str(code), [])
        if not mine or (mine[0].shipped and not _known(county, mine)):
            mine = [Row.of_all(str(code))]
        of_township, of_hospital, lead = _members(county, mine, villages, townships, counties, values)
        if lead[0] < 0 and not mine[0].lead:
            lead[0] = _usual_lead(facilities, county)
        for number, row in enumerate(mine):
            joined = _institutions(facilities, c, row, of_township == number)
            joined[county.hospitals[of_hospital == number]] = True
            if row.takes_the_rest:
                joined[county.hospitals[(of_hospital < 0) & _public(facilities, county)]] = True
            community[joined] = row.id
            if lead[number] >= 0:
                community[lead[number]] = row.id
                leads[lead[number]] = True
    return facilities.assign(community=community.astype(str), leads=leads)


def _county(c: int, code: str, townships: pd.DataFrame, facilities: pd.DataFrame) -> _County:
    at = np.flatnonzero(townships["county"].to_numpy() == c)
    kind = facilities["kind"].to_numpy()
    hospitals = np.flatnonzero((facilities["county"].to_numpy() == c) & (kind >= Kind.COUNTY_GENERAL))
    names: dict[str, list[tuple[str, int]]] = {}
    for number, t in enumerate(at.tolist()):
        for name in (townships["code"].iat[t], townships["name_zh"].iat[t]):
            names.setdefault(str(name), []).append(("township", number))
    for number, h in enumerate(hospitals.tolist()):
        for name in (facilities["id"].iat[h], facilities["name_zh"].iat[h]):
            names.setdefault(str(name), []).append(("hospital", number))
    return _County(code, at, hospitals, names)


def _known(county: _County, rows: list[Row]) -> bool:
    """Whether a county has all institutions that its rows name."""
    return all(name in county.by_name for row in rows for name in (row.lead, *row.members))


def _usual_lead(facilities: pd.DataFrame, county: _County) -> int:
    """General hospital of a county, else its TCM hospital, -1 for neither."""
    kind = facilities["kind"].to_numpy()[county.hospitals]
    for wanted in (Kind.COUNTY_GENERAL, Kind.COUNTY_TCM):
        found = county.hospitals[kind == wanted]
        if len(found):
            return int(found[0])
    return -1


def _public(facilities: pd.DataFrame, county: _County) -> Bools:
    """County hospitals proper; others (private, of enterprises or the city) join only when they are named."""
    kind = facilities["kind"].to_numpy()[county.hospitals]
    return np.asarray(kind != Kind.OTHER_HOSPITAL)


def _institutions(facilities: pd.DataFrame, c: int, row: Row, townships: Bools) -> Bools:
    """Centres of some townships of a county, and their clinics where these belong to it."""
    kind = facilities["kind"].to_numpy()
    at = facilities["township"].to_numpy()
    here = (facilities["county"].to_numpy() == c) & (at >= 0)
    wanted = (kind == Kind.TOWNSHIP_CENTRE) | (row.clinics & (kind == Kind.VILLAGE_CLINIC))
    member = np.zeros(len(facilities), bool)
    first = int(at[here].min()) if here.any() else 0
    member[here] = townships[at[here] - first]
    return np.asarray(here & wanted & member)


def _members(
    county: _County, rows: list[Row], villages: pd.DataFrame, townships: pd.DataFrame, counties: pd.DataFrame,
    values: Mapping[str, float],
) -> tuple[I64, I64, list[int]]:  # fmt: skip
    """Row of each township and hospital of a county (-1 for none), and the facility that leads each row."""
    of_township = np.full(len(county.townships), -1, np.int64)
    of_hospital = np.full(len(county.hospitals), -1, np.int64)
    lead = [-1] * len(rows)
    for number, row in enumerate(rows):
        if row.lead:
            what, at = _find(county, row, row.lead, "hospital")
            _take(of_hospital, at, number, row, row.lead, rows)
            lead[number] = int(county.hospitals[at])
        for name in row.members:
            what, at = _find(county, row, name)
            _take(of_township if what == "township" else of_hospital, at, number, row, name, rows)
    rural, people = _size(county, villages, townships, counties)
    for number, row in enumerate(rows):
        if row.centres:
            _draw(row, number, of_township, rural, people, county, int(values["geography.membership_seed"]))
    for number, row in enumerate(rows):
        if row.takes_the_rest:
            of_township[of_township < 0] = number
    return of_township, of_hospital, lead


def _size(
    county: _County, villages: pd.DataFrame, townships: pd.DataFrame, counties: pd.DataFrame
) -> tuple[F64, F64]:
    """Rural villages and people of each township of a county."""
    at = villages["township"].to_numpy()
    c = counties.index[counties["code"] == county.code][0]
    census = float(counties["population_2020"].loc[c])
    count = [
        np.bincount(at, weight, len(townships)).astype(np.float64)[county.townships]
        for weight in (~villages["community"].to_numpy(bool), villages["weight"].to_numpy() * census)
    ]
    return count[0], count[1]


def _find(county: _County, row: Row, name: str, wanted: str = "") -> tuple[str, int]:
    """Kind and number of what a row names."""
    found = [one for one in county.by_name.get(name, []) if wanted in ("", one[0])]
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(
            f"{name!r} stands for {len(found)} places of {county.code}; give the code or id",
            f"“{name}”在 {county.code} 有 {len(found)} 处，请写代码", row.where,
        )  # fmt: skip
    what = Text("hospital", "医院") if wanted else Text("township or hospital", "乡镇或医院")
    guess = nearest(name, county.by_name)
    raise UserError(
        f"{county.code} has no {what.en} {name!r}" + (f"; did you mean {guess!r}?" if guess else ""),
        f"{county.code} 没有{what.zh}“{name}”" + (f"；是否想写“{guess}”？" if guess else ""), row.where,
    )  # fmt: skip


def _take(taken: I64, at: int, number: int, row: Row, name: str, rows: list[Row]) -> None:
    if taken[at] not in (-1, number):
        other = rows[taken[at]]
        raise UserError(
            f"{name!r} is in {other.id} already ({other.where}); an institution belongs to one community",
            f"“{name}”已在 {other.id}（{other.where}）；一个机构只属于一个医共体", row.where,
        )  # fmt: skip
    taken[at] = number


def _draw(
    row: Row, number: int, of_township: I64, rural: F64, people: F64, county: _County, seed: int
) -> None:
    """Draw the townships of a row that its source does not name, in place."""
    named = of_township == number
    free = np.flatnonzero(of_township < 0)
    wanted = row.centres - int(named.sum())
    if wanted < 0 or wanted > len(free):
        raise UserError(
            f"{row.id} is to have {row.centres} centres, but {int(named.sum())} are named and "
            f"{len(free)} are free",
            f"{row.id} 应有 {row.centres} 个成员，但已列名 {int(named.sum())} 个、可抽取 {len(free)} 个",
            row.where,
        )
    key = stream(f"geography.membership.{county.code}.{row.number}", seed)
    chance = draw(key, np.arange(_DRAWS * len(free), dtype=np.uint64)).reshape(_DRAWS, len(free))
    tried = free[np.argsort(chance, axis=1)[:, :wanted]]
    off = np.zeros(_DRAWS)
    for size, published, exact in ((rural, row.villages, _EXACT), (people, row.residents, 1.0)):
        if published:
            off += exact * np.abs(size[tried].sum(axis=1) + size[named].sum() - published) / published
    good = np.flatnonzero(off <= _CLOSE)
    of_township[tried[good[0] if len(good) else int(off.argmin())]] = number
