"""The pictures that a session looks at, the latest first, and the scenarios that they were made of."""

from __future__ import annotations

from collections.abc import Mapping

import solara

from sim.experiment.picture import Picture
from sim.scenario import Scenario
from sim.ui.session import kept

MOST = 4
"""Pictures that a session keeps."""


def pictures() -> solara.Reactive[tuple[Picture, ...]]:
    """Return what the session has to show, the latest first; pages draw anew when it changes."""
    return kept("pictures", ())


def scenarios() -> solara.Reactive[Mapping[str, Scenario]]:
    """Return the scenarios of the pictures by fingerprint, for what must be asked of the model anew."""
    return kept("pictures.scenarios", {})


def show(picture: Picture, scenario: Scenario) -> None:
    """Show a picture, made of a scenario, first; an older one of the same run gives way."""
    mine, known = pictures(), scenarios()
    known.set({**known.peek(), picture.meta.fingerprint: scenario})
    others = [one for one in mine.peek() if not same_run(one, picture)]
    mine.set((picture, *others)[:MOST])


def same_run(one: Picture, other: Picture) -> bool:
    """Whether two pictures are of the same scenario, random history and sample."""
    return all(
        getattr(one.meta, name) == getattr(other.meta, name) for name in ("fingerprint", "seed", "sample")
    )
