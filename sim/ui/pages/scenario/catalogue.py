"""What can be chosen: counties with their presets, levers by family, levers and numbers by a search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sim.declare import Parameter, load_parameters
from sim.errors import Text
from sim.policy.catalogue import load_levers
from sim.policy.lever import Lever
from sim.policy.wording import FAMILIES
from sim.scenario.layer import read_layer
from sim.scenario.shipped import shipped_file, shipped_names

BASELINE = "-baseline"
WITH = Text("Policies then in force", "执行当年政策")
WITHOUT = Text("Without those policies", "不实施政策（对照）")
MOST_NUMBERS = 12
"""Numbers beside the levers that a search shows."""


@dataclass(frozen=True)
class Place:
    """A county or several, with the shipped scenarios of it.

    Attributes
    ----------
    key : str
        Name of the first preset.
    label : Text
    presets : tuple of (str, Text)
        Shipped scenarios with what they are called.
    """

    key: str
    label: Text
    presets: tuple[tuple[str, Text], ...]


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """All that ships: the six units one by one and together first, then the other systems."""
    found = []
    for name in shipped_names():
        if name.endswith(BASELINE):
            continue
        file = shipped_file(name)
        title = read_layer(file).title if file else None
        pair = [(name, WITH)]
        if f"{name}{BASELINE}" in shipped_names():
            pair.append((f"{name}{BASELINE}", WITHOUT))
        found.append(Place(name, title or Text(name, name), tuple(pair)))
    return tuple(sorted(found, key=lambda one: (not _like_main(one.key), one.key)))


def _like_main(name: str) -> bool:
    """Whether it is of the units of Qinhuangdao, which come first."""
    file = shipped_file(name)
    return name.startswith("qinhuangdao") or (
        file is not None and read_layer(file).base == "qinhuangdao-2024"
    )


def place_of(base: str) -> Place:
    """Return the place of a shipped scenario."""
    return next(one for one in places() if base in dict(one.presets))


def families() -> dict[str, list[Lever]]:
    """Levers by family, in the order of the catalogue of policies."""
    found: dict[str, list[Lever]] = {name: [] for name in FAMILIES}
    for one in load_levers().values():
        found.setdefault(one.family, []).append(one)
    return found


def search_levers(query: str) -> list[Lever]:
    """Levers in whose names and texts, in either language, every word of the query occurs.

    Those with the words in their name come first.
    """
    words = query.casefold().split()
    found = [one for one in load_levers().values() if all(word in _texts(one) for word in words)]
    return sorted(found, key=lambda one: not all(word in _names(one) for word in words)) if words else []


def search_numbers(query: str) -> list[Parameter]:
    """Numbers that no lever sets in whose names every word of the query occurs, at most `MOST_NUMBERS`."""
    words = query.casefold().split()
    if not words:
        return []
    set_by_levers = {path for one in load_levers().values() for path in one.dials}
    return list(_first(
        one for path, one in load_parameters().items()
        if path not in set_by_levers
        and all(word in f"{path} {one.label.en} {one.label.zh}".casefold() for word in words)
    ))  # fmt: skip


def _first(found: Iterator[Parameter]) -> Iterator[Parameter]:
    for _, one in zip(range(MOST_NUMBERS), found, strict=False):
        yield one


def _names(lever: Lever) -> str:
    return f"{lever.id} {lever.label.en} {lever.label.zh}".casefold()


@lru_cache(maxsize=256)
def _texts_of(id_: str) -> str:
    lever = load_levers()[id_]
    texts = [lever.decision, lever.acts_through, lever.expected, FAMILIES.get(lever.family, lever.label)]
    texts += [load_parameters()[path].label for path in lever.dials]
    return _names(lever) + " " + " ".join(f"{one.en} {one.zh}" for one in texts).casefold()


def _texts(lever: Lever) -> str:
    return _texts_of(lever.id)
