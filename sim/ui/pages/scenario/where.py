"""Where a use of a lever applies: counties, communities, townships and facilities picked by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pandas as pd
import solara

from sim.errors import Text
from sim.geography.kinds import Kind
from sim.geography.map import Map
from sim.geography.tables import records
from sim.policy.lever import Lever
from sim.policy.reach import LABELS, LED, Places, Unplaced
from sim.policy.use import KINDS, Where
from sim.scenario import Scenario
from sim.ui.language import language, say

LABEL = Text("Where (empty: everywhere)", "适用地点（不选即全域）")
WITHIN = Text("{} ({})", "{}（{}）")
NONE = Text("No place of this name", "没有此名称的地点")
BETWEEN = ":"
"""Between kind and code in the key of a place."""


@dataclass(frozen=True)
class Place:
    """A place that can be picked.

    Attributes
    ----------
    kind : str
        A field of `Where`.
    code : str
        Code or id.
    name : Text
    """

    kind: str
    code: str
    name: Text

    @property
    def key(self) -> str:
        """Kind and code."""
        return f"{self.kind}{BETWEEN}{self.code}"


def pickable(scenario: Scenario, lever: Lever) -> list[Place]:
    """Places to which a lever can be narrowed, the widest first, hospitals and centres before clinics.

    Facilities outside the counties are among them unless the lever is a county's to decide.
    """
    map_ = scenario.map(scenario.base_values(scenario.begin))
    found: list[Place] = []
    if "places" in lever.reaches:
        found += [*_counties(map_), *_communities(map_), *_townships(map_)]
    if "facilities" in lever.reaches:
        found += _facilities(map_, outside=lever.changed_by != "county")
    return found


def _counties(map_: Map) -> Iterator[Place]:
    if len(map_.counties) > 1:
        for row in records(map_.counties):
            yield Place("counties", row["code"], _name(row))


def _communities(map_: Map) -> Iterator[Place]:
    frame = map_.facilities
    for row in records(frame[frame["leads"] & (frame["community"] != "")].sort_values("community")):
        name = _name(row)
        yield Place("communities", row["community"], Text(LED.en.format(name.en), LED.zh.format(name.zh)))


def _townships(map_: Map) -> Iterator[Place]:
    several = len(map_.counties) > 1
    for row in records(map_.townships):
        county = _name(map_.counties.iloc[int(row["county"])])
        yield Place("townships", row["code"], _within(_name(row), county) if several else _name(row))


def _facilities(map_: Map, *, outside: bool) -> Iterator[Place]:
    frame = map_.facilities if outside else map_.facilities[map_.facilities["county"] >= 0]
    clinics = frame["kind"] == Kind.VILLAGE_CLINIC
    for row in records(pd.concat([frame[~clinics], frame[clinics]])):
        small = row["kind"] == Kind.VILLAGE_CLINIC
        township = _name(map_.townships.iloc[int(row["township"])]) if small else None
        yield Place("facilities", row["id"], _within(_name(row), township) if township else _name(row))


def _name(row: pd.Series | dict[str, object]) -> Text:
    return Text(str(row["name_en"]), str(row["name_zh"]))


def _within(name: Text, other: Text) -> Text:
    return Text(WITHIN.en.format(name.en, other.en), WITHIN.zh.format(name.zh, other.zh))


def keys_of(where: Where, scenario: Scenario) -> list[str]:
    """Keys of the places of a use; a name that a file gave is turned into the code where it has one."""
    if not where:
        return []
    places = Places(scenario.map(scenario.base_values(scenario.begin)))
    return [f"{kind}{BETWEEN}{_code(places, kind, one)}" for kind in KINDS for one in getattr(where, kind)]


def _code(places: Places, kind: str, name: str) -> str:
    try:
        return places.code(kind, name)
    except Unplaced:
        return name


def where_of(keys: Iterable[str]) -> Where:
    """Return the places of some keys."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for key in keys:
        kind, _, code = key.partition(BETWEEN)
        found[kind].append(code)
    return Where(**{kind: tuple(sorted(codes)) for kind, codes in found.items()})


@solara.component
def PickWhere(where: Where, lever: Lever, scenario: Scenario, on_where: Callable[[Where], None]) -> None:
    """Show the places of a use, to be searched by name and picked.

    Parameters
    ----------
    where
        Of the use.
    lever
        What can be picked follows from it.
    scenario
        Whose counties they stand in.
    on_where
        Takes the changed places.
    """
    tongue = language()
    offered = solara.use_memo(lambda: pickable(scenario, lever), [scenario.hash, lever.id])
    chosen = solara.use_memo(lambda: keys_of(where, scenario), [scenario.hash, where])
    items = solara.use_memo(lambda: _items(offered, chosen, tongue), [offered, tuple(chosen), tongue])
    solara.v.Autocomplete(
        v_model=chosen, on_v_model=lambda keys: on_where(where_of(keys or ())), items=items, label=say(LABEL),
        multiple=True, small_chips=True, deletable_chips=True, dense=True, outlined=True, hide_details=True,
        class_="sc-who", no_data_text=say(NONE), attributes={"aria-label": say(LABEL)},
    )  # fmt: skip


def _items(offered: list[Place], chosen: list[str], tongue: str) -> list[dict[str, str]]:
    """Entries under a heading for each kind; what is chosen and not offered can be removed."""
    items: list[dict[str, str]] = []
    for kind in KINDS:
        of_kind = [one for one in offered if one.kind == kind]
        if of_kind:
            items.append({"header": LABELS[kind].say(tongue)})
        items += [{"text": one.name.say(tongue), "value": one.key} for one in of_kind]
    known = {one.key for one in offered}
    return items + [{"text": key.partition(BETWEEN)[2], "value": key} for key in chosen if key not in known]
