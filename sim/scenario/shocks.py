"""Shocks (冲击): what befalls a county for a while, whatever its policies are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from sim.errors import Text, UserError
from sim.problems import nearest

if TYPE_CHECKING:
    import networkx as nx

    from sim.geography.map import Map
    from sim.geography.trouble import Edge, Trouble


class Kind(Enum):
    """What is lost or comes."""

    FACILITY = "facility"
    """An institution is closed (机构关停)."""
    DOCTOR = "doctor"
    """Doctors of an institution leave; at a village clinic their posts stay empty (医生流失)."""
    ROAD = "road"
    """The road between two places is blocked (道路中断)."""
    WAVE = "wave"
    """A wave of influenza comes (流感高峰)."""
    ADVANCE = "advance"
    """The fund pays its quarterly advances late (预拨款延迟)."""


LABELS = {
    Kind.FACILITY: Text("closed", "关停"),
    Kind.DOCTOR: Text("doctors gone", "医生离岗"),
    Kind.ROAD: Text("road blocked", "道路中断"),
    Kind.WAVE: Text("influenza wave", "流感高峰"),
    Kind.ADVANCE: Text("advance late", "预拨款延迟"),
}
WAVE_DAYS = 300
"""Days for which a wave's numbers stand: longer than any wave, and over before the next would begin."""
QUARTER_DAYS = 89
"""Days after its first in which a quarter ends at the latest; so many make one advance late."""


@dataclass(frozen=True)
class Shock:
    """One shock.

    Attributes
    ----------
    id : str
        As its user calls it.
    kind : Kind
    start : date
        First day.
    end : date or None
        Last day, inclusive; None for the end of the run (of a wave: until it is over; of late advances: the
        one quarter).
    places : tuple of str
        Id of the institution, or the nodes of the two ends of the road; names as long as the map has not
        been asked.
    amount : float
        Doctors who leave, share of adults who fall ill, or months by which an advance is late.
    """

    id: str
    kind: Kind
    start: date
    end: date | None = None
    places: tuple[str, ...] = ()
    amount: float = 1.0

    @property
    def last(self) -> date:
        """Last day on which it is in force."""
        if self.end is not None:
            return self.end
        days = {Kind.WAVE: WAVE_DAYS, Kind.ADVANCE: QUARTER_DAYS}.get(self.kind)
        return date.max if days is None else self.start + timedelta(days=days)

    def in_force(self, on: date) -> bool:
        """Whether a day lies in it."""
        return self.start <= on <= self.last

    def change_dates(self) -> tuple[date, ...]:
        """Days on which something changes."""
        return (self.start,) if self.last == date.max else (self.start, self.last + timedelta(days=1))

    def numbers(self) -> dict[str, float]:
        """Parameters that it sets while it is in force, by path."""
        if self.kind is Kind.WAVE:
            return {"epidemic.size": self.amount, "epidemic.start_day": self.start.timetuple().tm_yday}
        return {"pay_provider.advance_delay": self.amount} if self.kind is Kind.ADVANCE else {}

    def plain(self) -> list[object]:
        """Everything that matters to a run, for a fingerprint."""
        end = self.end.isoformat() if self.end else None
        return [self.kind.value, self.start.isoformat(), end, list(self.places), float(self.amount)]


def in_words(shock: Shock, name: Callable[[str], Text]) -> Text:
    """Tell what happens where, from when to when; `name` gives the name of a place."""
    label = LABELS[shock.kind]
    en, zh = [label.en], [label.zh]
    if shock.places:
        names = [name(one) for one in shock.places]
        en.append(" – ".join(one.en for one in names))
        zh.append("—".join(one.zh for one in names))
    if shock.kind is Kind.DOCTOR:
        en.append(f"{shock.amount:g}")
        zh.append(f"{shock.amount:g} 名")
    elif shock.kind is Kind.WAVE:
        en.append(f"{100 * shock.amount:g} % of adults")
        zh.append(f"成人发病 {100 * shock.amount:g}%")
    elif shock.kind is Kind.ADVANCE:
        en.append(f"{shock.amount:g} months")
        zh.append(f"{shock.amount:g} 个月")
    until = Text(f" to {shock.end}", f" 至 {shock.end}") if shock.end else Text("", " 起")
    return Text(f"{', '.join(en)}, from {shock.start}{until.en}", f"{'，'.join(zh)}，{shock.start}{until.zh}")


def trouble_of(shocks: tuple[Shock, ...], on: date, graph: Callable[[], nx.Graph[str]]) -> Trouble:
    """What is out of order on a day; `graph` is asked for only where a road is blocked."""
    from sim.geography.trouble import Trouble, road_between

    now = [one for one in shocks if one.in_force(on)]
    absent: dict[str, int] = {}
    blocked: list[Edge] = []
    for one in now:
        if one.kind is Kind.DOCTOR:
            absent[one.places[0]] = absent.get(one.places[0], 0) + int(one.amount)
        elif one.kind is Kind.ROAD:
            a, b = one.places
            blocked.append(road_between(graph(), a, b))
    shut = sorted({one.places[0] for one in now if one.kind is Kind.FACILITY})
    return Trouble(tuple(shut), tuple(sorted(absent.items())), tuple(dict.fromkeys(blocked)))


def placed(shock: Shock, map_: Map, until: date) -> Shock:
    """Return the shock with ids and nodes for the names of its places.

    Raises
    ------
    UserError
        For a name that stands for no place, or for several, and for days that do not begin by `until`.
    """
    if shock.start > until or shock.last < shock.start:
        raise UserError(
            f"{shock.id} ({shock.start}) does not begin within the days of the scenario, to {until}",
            f"{shock.id}（{shock.start}）不在方案期内（至 {until}）",
        )
    if shock.kind in (Kind.FACILITY, Kind.DOCTOR):
        return replace(shock, places=(_facility(map_, shock.places[0]),))
    if shock.kind is Kind.ROAD:
        a, b = (_node(map_, one) for one in shock.places)
        if a == b:
            raise UserError(f"{a} is both ends of the road", f"道路两端都是 {a}", shock.id)
        return replace(shock, places=(a, b))
    return shock


def _facility(map_: Map, name: str) -> str:
    inside = map_.facilities[map_.facilities["county"] >= 0]
    label = Text("institution", "机构")
    return _one(name, inside["id"].astype(str), inside["name_zh"], label)


def _node(map_: Map, name: str) -> str:
    """Node of the road network at a township, village or institution."""
    nodes: dict[str, str] = {}
    kinds = [(map_.villages, "code"), (map_.townships, "code"), (map_.facilities, "id")]
    names: dict[str, set[str]] = {}
    for table, column in kinds:
        for code, zh in zip(table[column].astype(str), table["name_zh"], strict=True):
            node = _stands_at(map_, code) if column == "id" else code
            nodes[code] = node
            names.setdefault(str(zh), set()).add(node)
    if name in nodes:
        return nodes[name]
    found = sorted(names.get(name, ()))
    return _told(name, found, [*nodes, *names], Text("place", "地点"))


def _stands_at(map_: Map, facility: str) -> str:
    """Node at which an institution stands: a hospital has one of its own."""
    if facility in map_.graph:
        return facility
    row = map_.facilities[map_.facilities["id"] == facility].iloc[0]
    if row["village"] >= 0:
        return str(map_.villages["code"].iloc[int(row["village"])])
    return str(map_.townships["code"].iloc[int(row["township"])])


def _one(name: str, codes: object, names: object, label: Text) -> str:
    by: dict[str, list[str]] = {}
    for code, zh in zip(codes, names, strict=True):  # type: ignore[call-overload]
        by.setdefault(str(code), []).append(str(code))
        by.setdefault(str(zh), []).append(str(code))
    return _told(name, by.get(name, []), list(by), label)


def _told(name: str, found: list[str], known: list[str], label: Text) -> str:
    """Return the only one found; tell otherwise."""
    if len(found) == 1:
        return found[0]
    if found:
        codes = ", ".join(found[:6]) + (" …" if len(found) > 6 else "")
        raise UserError(
            f"{len(found)} places are called {name!r}; give the code: {codes}",
            f"有 {len(found)} 处名为“{name}”；请写代码：{codes}",
        )
    guess = nearest(name, known)
    raise UserError(
        f"there is no {label.en} {name!r} in this scenario" + (f"; did you mean {guess!r}?" if guess else ""),
        f"本方案中没有{label.zh}“{name}”" + (f"；是否想写“{guess}”？" if guess else ""),
    )


def with_numbers(values: Mapping[str, float], shocks: tuple[Shock, ...], on: date) -> dict[str, float]:
    """Return values with those that the shocks of a day set."""
    found = dict(values)
    for one in shocks:
        if one.in_force(on):
            found |= one.numbers()
    return found
