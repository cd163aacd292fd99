"""Tables that stay as they are while nothing has changed that they were made from.

A function that compiles a table reads parameter values and is given other tables. Which values it reads is
written down; on a later day it is asked again only where one of these, or an argument, is different. So on
most days on which a value changes, as in every month of a ramp, few tables are made anew, and nobody has to
state which value matters to which table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property, partial
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

from sim.policy.regimes import Regimes

P = ParamSpec("P")
T = TypeVar("T")
EVERY = "*"  # stands for every path: somebody went through all values


class Reading(Mapping[str, float]):
    """Values that write down which of them are read."""

    def __init__(self, values: Mapping[str, float], note: Callable[[str], None]) -> None:
        self._values, self._note = values, note

    def __getitem__(self, path: str) -> float:
        self._note(path)
        return self._values[path]

    def __iter__(self) -> Iterator[str]:
        self._note(EVERY)
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class ReadRegimes(Regimes):
    """Regimes whose values write down which of them are read."""

    def __init__(self, plain: Regimes, note: Callable[[str], None]) -> None:
        read = [Reading(values, note) for values in plain.values]
        super().__init__(read, plain.of_people, plain.of_facility)
        object.__setattr__(self, "_of_county", (plain, note))

    @cached_property
    def county(self) -> Mapping[str, float]:
        """Values that are the same in all regimes."""
        plain, note = cast("tuple[Regimes, Callable[[str], None]]", self.__dict__["_of_county"])
        return Reading(plain.county, note)


@dataclass(frozen=True)
class _Made:
    arguments: tuple[object, ...]
    read: frozenset[str]
    result: Any


class Kept:
    """Calls functions that compile tables, or gives what they made before.

    Parameters
    ----------
    regimes : Regimes
        Values in force now.
    before : Kept, optional
        What was made for the values in force before; this takes it over, so that nothing is kept for good.

    Attributes
    ----------
    regimes : Regimes
        The values in force, to hand to functions: what is read through them, and only that, is written down.
    """

    def __init__(self, regimes: Regimes, before: Kept | None = None) -> None:
        self._reading: list[set[str]] = [set()]
        self._plain = regimes
        self.regimes: Regimes = ReadRegimes(regimes, lambda path: self._reading[-1].add(path))
        self._changed = before._changes(regimes) if before else frozenset({EVERY})
        self._before: dict[Callable[..., Any], _Made] = {}
        if before:
            self._before, before._made = before._made, {}
        self._made: dict[Callable[..., Any], _Made] = {}

    def __call__(self, make: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Return ``make(*arguments)``, or what the last call of the function made, were it the same now."""
        made = self._made.get(make) or self._standing(make)
        asked = (*arguments, *named.items())
        if made is None or not alike(made.arguments, asked):
            self._reading.append(set())
            result = make(*arguments, **named)
            made = _Made(asked, frozenset(self._reading.pop()), result)
        self._made[make] = made
        self._reading[-1] |= made.read  # what it read, whoever asked for it depends on too
        return cast("T", made.result)

    def close(self) -> None:
        """Let go what was made before and has not been asked for again."""
        self._before = {}

    def _standing(self, make: Callable[..., Any]) -> _Made | None:
        """What the function made before, if everything that it read still holds."""
        made = self._before.get(make)
        if made is None or not self._changed:
            return made
        hold = EVERY not in self._changed and EVERY not in made.read and self._changed.isdisjoint(made.read)
        return made if hold else None

    def _changes(self, now: Regimes) -> frozenset[str]:
        """Paths with other values than in the regimes of this; all of them where other people have others."""
        then = self._plain
        if now is then:
            return frozenset()
        same_places = np.array_equal(now.of_people, then.of_people) and np.array_equal(
            now.of_facility, then.of_facility
        )
        if len(now) != len(then) or not same_places:
            return frozenset({EVERY})
        pairs = list(zip(now.values, then.values, strict=True))
        return frozenset(path for new, old in pairs for path, value in new.items() if old[path] != value)


def alike(one: object, other: object) -> bool:
    """Whether two arguments are the same: tables by what they hold; of values it is known which are read."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, (ReadRegimes, Reading, Kept)):
        return True
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(one) == len(other) and all(alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, partial) and isinstance(other, partial):
        return alike(one.func, other.func) and alike(one.args, other.args) and one.keywords == other.keywords
    if is_dataclass(one):
        return all(alike(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return (callable(one) or isinstance(one, (int, float, str))) and one == other
