"""The drafts of a session: up to four side by side, one of them in hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

import solara

from sim.ui.draft import Draft
from sim.ui.session import kept

MOST = 4
"""Drafts side by side; as many as are compared."""
FIRST = "lulong-2024"
"""What the first draft of a session builds on."""
LETTERS = "ABCD"


@dataclass(frozen=True)
class Drafts:
    """Drafts and which of them is in hand.

    Attributes
    ----------
    all : tuple of Draft
        One to `MOST`.
    at : int
        Place of the one in hand.
    """

    all: tuple[Draft, ...]
    at: int = 0

    @property
    def current(self) -> Draft:
        """The draft in hand."""
        return self.all[self.at]

    def put(self, draft: Draft) -> Drafts:
        """Return them with another draft in the place of the one in hand."""
        return replace(self, all=(*self.all[: self.at], draft, *self.all[self.at + 1 :]))

    def chosen(self, at: int) -> Drafts:
        """Return them with another one in hand."""
        return replace(self, at=min(max(at, 0), len(self.all) - 1))

    def added(self, draft: Draft) -> Drafts:
        """Return them with one more, in hand; in the place of the one in hand when there are `MOST`."""
        if len(self.all) >= MOST:
            return self.put(draft)
        return Drafts((*self.all, draft), len(self.all))

    def closed(self, at: int) -> Drafts:
        """Return them without one; the last one stays."""
        if len(self.all) == 1:
            return self
        left = (*self.all[:at], *self.all[at + 1 :])
        return Drafts(left, min(self.at - (at < self.at), len(left) - 1))


def drafts() -> solara.Reactive[Drafts]:
    """Return the drafts of this session; who asks for the value is drawn again on a change."""
    return kept("scenario.drafts", Drafts((Draft.on(FIRST),)))
