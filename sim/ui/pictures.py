"""The pictures that a session looks at: asked of the office, kept while it lasts, the latest first."""

from __future__ import annotations

from collections.abc import Sequence

import solara

from sim.errors import Text
from sim.experiment.picture import Picture, picture_of
from sim.scenario import Scenario
from sim.ui.office import Desk, Ticket, office
from sim.ui.office.worker import watch
from sim.ui.session import kept, session_id

Made = tuple[Picture, Scenario]
"""A picture and what it was made of."""
MOST = 4
"""Pictures that a session keeps."""
TITLE = Text("Run for map and flows: {}", "地图与流向推演：{}")


def pictures() -> solara.Reactive[tuple[Picture, ...]]:
    """Return what the session has to show, the latest first; pages draw anew when it changes."""
    return kept("pictures", ())


def scenarios() -> solara.Reactive[dict[str, Scenario]]:
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


def ask(plans: Sequence[Scenario], seed: int, sample: float) -> Ticket[tuple[Made, ...]]:
    """Have the pictures of some scenarios made by the office, one call each."""

    def work(desk: Desk) -> tuple[Made, ...]:
        desk.expect(len(plans))
        return tuple((desk.call(drawn, one, seed, sample), one) for one in plans)

    names = Text(", ".join(one.title.en for one in plans), "、".join(one.title.zh for one in plans))
    title = Text(TITLE.en.format(names.en), TITLE.zh.format(names.zh))
    return office().submit(session_id(), work, title=title, urgent=sample < 1)


def drawn(scenario: Scenario, seed: int, sample: float) -> Picture:
    """Make a picture in a worker process, which can be stopped."""
    return picture_of(scenario, seed, sample, is_preview=sample < 1, progress=watch)
