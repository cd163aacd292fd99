"""The scenarios that pages offer: what the session has made of one, then what ships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sim.errors import Text
from sim.experiment.comparison.again import file_stem
from sim.scenario import Scenario
from sim.ui.draft import Draft
from sim.ui.drafts import FIRST, LETTERS, drafts
from sim.ui.shipped import shipped

SAMPLES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Shares of the people that many runs are offered with."""


@dataclass(frozen=True)
class Offer:
    """A scenario that can be chosen.

    Attributes
    ----------
    key : str
        Letter of a draft, name of a shipped one.
    title : Text
        What it is called beside the others.
    draft : Draft or None
        None for a shipped one.
    """

    key: str
    title: Text
    draft: Draft | None = None

    def scenario(self) -> Scenario:
        """Compile it.

        Raises
        ------
        UserError
            When a draft is faulty.
        """
        return self.draft.scenario() if self.draft else shipped()[self.key]

    def file(self, taken: Sequence[str] = ()) -> tuple[str, str]:
        """Return how it is named to the program, and what the file of that name says.

        Parameters
        ----------
        taken : sequence of str
            Names that other files have.

        Returns
        -------
        name : str
            Of a shipped scenario, or of a file without its ending.
        content : str
            Empty for a shipped one, which needs no file.
        """
        if self.draft is None:
            return self.key, ""
        title = self.draft.changes.title
        return file_stem(title.zh if title else "draft", taken), self.draft.to_yaml()


def offered(of: Sequence[Draft]) -> list[Offer]:
    """Return the drafts that can be run (`made`), then the scenarios that ship."""
    own = [Offer(key, title_of(key, draft), draft) for key, draft in made(of).items()]
    return [*own, *(Offer(name, one.title) for name, one in in_order(shipped()).items())]


def made(of: Sequence[Draft]) -> dict[str, Draft]:
    """Return the drafts that differ from all that ships and that can be run, by letter."""
    known = {one.hash for one in shipped().values()}
    return {
        letter: one
        for letter, one in zip(LETTERS, of, strict=False)
        if not one.problems and one.scenario().hash not in known
    }


def title_of(letter: str, draft: Draft) -> Text:
    """Return what a draft is called where scenarios that ship stand beside it."""
    return Text(f"draft {letter}: {draft.name.en}", f"草案 {letter}：{draft.name.zh}")


def choices() -> dict[str, Scenario]:
    """Return the scenarios of this session by key, its drafts first; who asks is drawn again on a change."""
    offers = offered(drafts().value.all)
    return {one.key: replace(one.scenario(), title=one.title) for one in offers}


def in_order(scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Return scenarios that ship, those of the county that a session begins with first."""
    return dict(sorted(scenarios.items(), key=lambda one: (not one[0].startswith(FIRST), one[0])))
