"""Places by name on a map, and which villages and facilities a use of a lever reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from sim.errors import Text
from sim.geography.kinds import Option
from sim.geography.map import Map
from sim.policy.groups import CODES, Trait
from sim.policy.use import LeverUse, Where
from sim.problems import nearest
from sim.randomness import key_scalar, stream, uniform_scalar

Bools = npt.NDArray[np.bool_]
I64 = npt.NDArray[np.int64]
LABELS = {
    "counties": Text("county", "县级单位"),
    "communities": Text("community", "医共体"),
    "townships": Text("township", "乡镇"),
    "facilities": Text("facility", "机构"),
}

LED = Text("the community led by {}", "{}牵头的医共体")


class Unplaced(Exception):
    """A name that stands for no place, or for several."""

    def __init__(self, wrong: Text, right: Text, guess: str) -> None:
        super().__init__(wrong.en)
        self.wrong, self.right, self.guess = wrong, right, guess


@dataclass(frozen=True, eq=False)
class Reach:
    """Who is reached: people by village and code, and facilities.

    Attributes
    ----------
    villages : bool array, shape (villages,)
    codes : bool array, shape (256,)
        People of these codes in these villages.
    facilities : bool array, shape (facilities,)
    """

    villages: Bools
    codes: Bools
    facilities: Bools

    def covers(self, other: Reach) -> bool:
        """Whether everybody and everything the other reaches is reached."""
        return all(
            not bool((getattr(other, one.name) & ~getattr(self, one.name)).any()) for one in fields(self)
        )

    def meets_places(self, other: Reach) -> bool:
        """Whether a village or a facility is reached by both."""
        return bool((self.villages & other.villages).any() or (self.facilities & other.facilities).any())


class Places:
    """The places of a map, by code, id and Chinese name."""

    def __init__(self, map_: Map) -> None:
        self.map = map_
        tables = {
            "counties": (map_.counties["code"], map_.counties["name_zh"]),
            "townships": (map_.townships["code"], map_.townships["name_zh"]),
            "facilities": (map_.facilities["id"], map_.facilities["name_zh"]),
        }
        self._codes: dict[str, dict[str, list[str]]] = {}
        for kind, (codes, names) in tables.items():
            found: dict[str, list[str]] = {code: [code] for code in codes}
            for code, name in zip(codes, names, strict=True):
                found.setdefault(name, []).append(code)
            self._codes[kind] = found
        communities = sorted(set(map_.facilities["community"]) - {""})
        self._codes["communities"] = {one: [one] for one in communities}
        self._outside = set(map_.facilities.loc[map_.facilities["county"] < 0, "id"])
        self._known: dict[tuple[Where, Trait], Reach] = {}

    def code(self, kind: str, name: str) -> str:
        """Code or id of a named place.

        Raises
        ------
        Unplaced
            When there is none of this name, or several.
        """
        label = LABELS[kind]
        found = self._codes[kind].get(name, [])
        if len(found) == 1:
            return found[0]
        if found:
            codes = ", ".join(found[:6]) + (" …" if len(found) > 6 else "")
            raise Unplaced(
                Text(f"{len(found)} places are called {name!r}", f"有 {len(found)} 处名为“{name}”"),
                Text(f"give the code: {codes}", f"请写代码：{codes}"), "",
            )  # fmt: skip
        known = [one for one in self._codes[kind] if one[0].isdigit() or kind != "facilities"]
        example = ", ".join(known[:3])
        right = Text(
            f"write the code or Chinese name of a {label.en} of this scenario"
            + (f", for example {example}" if example else ""),
            f"写本方案中{label.zh}的代码或中文名" + (f"，例如 {example}" if example else ""),
        )
        raise Unplaced(
            Text(f"there is no {label.en} {name!r} in the counties of this scenario",
                 f"本方案的县域内没有{label.zh}“{name}”"),
            right, nearest(name, self._codes[kind]),
        )  # fmt: skip

    def is_outside(self, facility: str) -> bool:
        """Whether a facility stands outside the simulated counties."""
        return facility in self._outside

    def name(self, kind: str, code: str, language: str) -> str:
        """Name of a place in a language, of a community by who leads it; the code where there is none."""
        if kind == "communities":
            leaders = self.map.facilities[self.map.facilities["leads"]]
            names = leaders.loc[leaders["community"] == code, f"name_{language}"]
            return LED.say(language).format(names.iloc[0]) if len(names) else code
        frame = getattr(self.map, kind, None)
        if frame is None:
            return code
        row = frame[frame["id" if kind == "facilities" else "code"] == code]
        return str(row[f"name_{language}"].iloc[0]) if len(row) else code

    def reach(self, use: LeverUse) -> Reach:
        """Return whom and what a use reaches once it is in full effect; its places must be codes and ids.

        A use that is narrowed to groups reaches these people and only such facilities as are named.
        Otherwise a facility is reached when its place is or when it is named; one outside the counties when
        it is named or no place is. Facilities named alone reach no people.
        """
        key = use.where, use.who
        if key not in self._known:
            self._known[key] = self._reach(use)
        return self._known[key]

    def _reach(self, use: LeverUse) -> Reach:
        frame, where = self.map.facilities, use.where
        facilities = frame["id"].isin(where.facilities).to_numpy()
        if not use.who:
            facilities = facilities | self._standing(where) if where else np.ones(len(frame), bool)
        return Reach(self._villages(where), codes_of(use.who), facilities)

    def rolled_out(self, use: LeverUse, fraction: float) -> Reach:
        """Return whom a use reaches while it goes from township to township.

        Townships follow one keyed order, the same for all levers, so that a lever comes nowhere before one
        that it needs. A facility that stands in no township is reached from the first day.
        """
        full = self.reach(use)
        within = np.unique(self._township[full.villages])
        order = within[np.argsort(self._rank[within], kind="stable")]
        count = max(1, int(len(order) * fraction + 0.5))
        reached = np.zeros(len(self.map.townships), bool)
        reached[order[:count]] = True
        stands = self.map.facilities["township"].to_numpy()
        waits = (stands >= 0) & ~reached[np.maximum(stands, 0)]
        return replace(
            full, villages=full.villages & reached[self._township], facilities=full.facilities & ~waits
        )

    @cached_property
    def _township(self) -> I64:
        return np.asarray(self.map.villages["township"].to_numpy(), np.int64)

    @cached_property
    def _rank(self) -> I64:
        """Place of each township in the order of roll-outs."""
        key = stream("policy.rollout", 0)
        drawn = [uniform_scalar(key_scalar(key, int(code))) for code in self.map.townships["code"]]
        return np.argsort(np.argsort(drawn, kind="stable"))

    @cached_property
    def _community(self) -> npt.NDArray[np.object_]:
        """Community of each village: that of its own township centre; empty for none."""
        centre = self.map.options[:, Option.OWN_CENTRE]
        names = self.map.facilities["community"].to_numpy(object)
        return np.where(centre >= 0, names[np.maximum(centre, 0)], "")

    def _villages(self, where: Where) -> Bools:
        if not where:
            return np.ones(len(self.map.villages), bool)
        townships = self.map.townships["code"].isin(where.townships).to_numpy()
        counties = self.map.counties["code"].isin(where.counties).to_numpy()
        found = townships[self._township] | counties[self.map.villages["county"].to_numpy()]
        return np.asarray(found | np.isin(self._community, list(where.communities)), bool)

    def _standing(self, where: Where) -> Bools:
        """Facilities that stand in, or belong to, the places named."""
        frame = self.map.facilities
        found = frame["community"].isin(where.communities).to_numpy()
        for column, table, codes in (
            ("township", self.map.townships, where.townships),
            ("county", self.map.counties, where.counties),
        ):
            at = frame[column].to_numpy()
            named = table["code"].isin(codes).to_numpy()
            found = found | ((at >= 0) & named[np.maximum(at, 0)])
        return np.asarray(found, bool)


@lru_cache(maxsize=2)
def places_of(map_: Map) -> Places:
    """Places of a map; asked for on every day on which a value changes."""
    return Places(map_)


def codes_of(who: Trait) -> Bools:
    """Codes of people who belong to any of the groups; all for no group."""
    return np.ones(CODES, bool) if not who else (np.arange(CODES) & int(who)) > 0


def placed(use: LeverUse, places: Places) -> LeverUse:
    """Return the use with codes and ids for the names of its places.

    Raises
    ------
    Unplaced
        For the first name that stands for no place.
    """

    def codes(kind: str, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({places.code(kind, name) for name in names}))

    return replace(use, where=Where(**{kind: codes(kind, getattr(use.where, kind)) for kind in LABELS}))
