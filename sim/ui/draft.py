"""A draft: a scenario somebody is changing, with what came before and what was taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from sim.errors import Text
from sim.policy.catalogue import load_levers
from sim.policy.use import LeverUse
from sim.problems import Problem, ScenarioErrors
from sim.scenario import Scenario
from sim.scenario.changes import Changes, read_changes
from sim.scenario.difference import Difference, differences

STEPS = 200
"""Steps that can be taken back."""


@dataclass(frozen=True)
class Draft:
    """Changes over a shipped scenario, with their history; every change makes a new draft.

    Attributes
    ----------
    changes : Changes
        What it says now.
    past, future : tuple of Changes
        What it said before, the oldest first; and what was taken back, the last first.
    """

    changes: Changes
    past: tuple[Changes, ...] = field(default=(), repr=False)
    future: tuple[Changes, ...] = field(default=(), repr=False)

    @classmethod
    def on(cls, base: str) -> Draft:
        """Draft that says what a shipped scenario says."""
        return cls(Changes(base))

    @classmethod
    def from_yaml(cls, raw: bytes) -> Draft:
        """Draft of a scenario file that somebody opened.

        Raises
        ------
        ScenarioErrors
            With everything that is wrong with it.
        """
        return cls(read_changes(raw))

    def changed(self, changes: Changes) -> Draft:
        """Draft that says something else; the same draft where nothing changes."""
        if changes == self.changes:
            return self
        return Draft(changes, (*self.past, self.changes)[-STEPS:])

    def undo(self) -> Draft:
        """Draft as it was a step ago."""
        if not self.past:
            return self
        return Draft(self.past[-1], self.past[:-1], (self.changes, *self.future))

    def redo(self) -> Draft:
        """Draft as it was before the last `undo`."""
        if not self.future:
            return self
        return Draft(self.future[0], (*self.past, self.changes), self.future[1:])

    def reset(self) -> Draft:
        """Draft that says what its base says, under the same name; it can be taken back."""
        return self.changed(Changes(self.changes.base, self.changes.title, rest=self.changes.rest))

    def named(self, name: str) -> Draft:
        """Draft under another name."""
        name = " ".join(name.split())
        return self.changed(replace(self.changes, title=Text(name, name) if name else None))

    def on_base(self, base: str) -> Draft:
        """Draft with the same changes over another shipped scenario."""
        return self.changed(replace(self.changes, base=base))

    def with_lever(self, lever: str, uses: Iterable[LeverUse] | None) -> Draft:
        """Draft with these uses of a lever: none switches it off, None leaves it to the base again."""
        return self.changed(self.changes.with_lever(lever, uses))

    def with_number(self, path: str, values: Mapping[date, float] | None) -> Draft:
        """Draft with these values of a number by date; None leaves it to the base again."""
        return self.changed(self.changes.with_number(path, values))

    def with_dates(self, start: date | None, until: date | None) -> Draft:
        """Draft with another first counted and last simulated day; None for the base's."""
        return self.changed(replace(self.changes, start=start, until=until))

    @property
    def name(self) -> Text:
        """What it is called: its title, else that of its base, marked when something is changed."""
        own = self.changes
        if own.title:
            return own.title
        title = _base_of(own).title
        changed = own.levers or own.numbers or own.start or own.until
        return Text(f"{title.en}, changed", f"{title.zh}（调整）") if changed else title

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with it, as the reader of scenario files tells it."""
        return _compiled(self.changes)[1]

    def problems_of(self, name: str) -> tuple[Problem, ...]:
        """What is wrong with a lever or a number."""
        return tuple(one for one in self.problems if concerns(one) == name)

    @property
    def base(self) -> Scenario:
        """The scenario under the changes, with the dates and the further keys of the draft."""
        return _base_of(self.changes, self.changes.start, self.changes.until)

    def scenario(self) -> Scenario:
        """The scenario it stands for, under the name of the draft.

        Raises
        ------
        ScenarioErrors
            With everything that is wrong with it.
        """
        return _named(self.changes)

    def what_changed(self) -> tuple[Difference, ...]:
        """What differs from the base, in reading order.

        Raises
        ------
        ScenarioErrors
            When something is wrong with the draft.
        """
        return _differences(self.changes)

    def changes_in_words(self, language: str) -> list[str]:
        """What differs from the base, a sentence each."""
        return [one.sentence.say(language) for one in self.what_changed()]

    def to_yaml(self) -> str:
        """The scenario file that says the same."""
        return self.changes.text()


def concerns(problem: Problem) -> str:
    """Lever or number that a problem of a scenario file is about; empty when it is about neither."""
    key, _, rest = problem.path.partition(".")
    if key == "levers":
        family, _, name = rest.partition(".")
        id_ = f"{family}.{name.partition('.')[0].partition('[')[0]}"
        return id_ if id_ in load_levers() else ""
    if key == "overrides":
        parts = rest.rpartition(".")
        return parts[0] if parts[2][:1].isdigit() and "-" in parts[2] else rest
    return ""


@lru_cache(maxsize=128)
def _compiled(changes: Changes) -> tuple[Scenario | None, tuple[Problem, ...]]:
    found, problems = changes.compile()
    return found and replace(found, name=changes.base), tuple(problems)


@lru_cache(maxsize=128)
def _named(changes: Changes) -> Scenario:
    name = changes.title.zh if changes.title else changes.base
    return replace(_known(*_compiled(changes)), name=name, title=Draft(changes).name)


@lru_cache(maxsize=128)
def _differences(changes: Changes) -> tuple[Difference, ...]:
    draft = Draft(changes)
    return tuple(differences(_base_of(changes), draft.scenario()))


def _base_of(changes: Changes, start: date | None = None, until: date | None = None) -> Scenario:
    """Return what changes are made to; a file that has no base is called as it calls itself."""
    title = None if changes.base else changes.title
    return _known(*_compiled(Changes(changes.base, title, start=start, until=until, rest=changes.rest)))


def _known(found: Scenario | None, problems: tuple[Problem, ...]) -> Scenario:
    if found is None:
        raise ScenarioErrors(problems)
    return found
