"""Pictures of drafts: asked of the office, kept for all sessions while there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from sim.errors import Text
from sim.experiment.picture import Picture, picture_of
from sim.population.census import county_facts
from sim.scenario import Scenario
from sim.ui.draft import Draft
from sim.ui.office import Desk, Ticket, office
from sim.ui.office.worker import watch
from sim.ui.session import session_id

PREVIEW_PEOPLE = 3000
"""People that a preview simulates: fewer are no quicker, since every day has its fixed part."""
LEAST, WHOLE = 0.001, 1.0
SEED = 1
"""The random history of previews and single runs; scenarios are compared within the same one."""
KEPT = 12
"""Pictures kept on the server; one takes about 10 MB."""
Key = tuple[str, int, float]


class Shelf:
    """The last pictures made, by fingerprint, seed and sample; for all sessions."""

    def __init__(self, most: int = KEPT) -> None:
        self._most, self._lock = most, threading.Lock()
        self._kept: OrderedDict[Key, Picture] = OrderedDict()

    def get(self, key: Key) -> Picture | None:
        """Return a picture that is kept, as the one asked for last."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Key, picture: Picture) -> None:
        """Keep a picture; the one that was asked for longest ago goes."""
        with self._lock:
            self._kept[key] = picture
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


_shelf = Shelf()


def preview_sample(scenario: Scenario) -> float:
    """Share of people that a preview of a scenario simulates."""
    if scenario.geography is not None:
        return LEAST  # how many people an imported map holds is known once it is built
    people = sum(county_facts(code).population for code in scenario.counties)
    return min(max(round(PREVIEW_PEOPLE / people, 4), LEAST), WHOLE)


def ask_pictures(
    scenarios: Sequence[Scenario], sample: float, *, is_preview: bool, title: Text
) -> Ticket[tuple[Picture, ...]]:
    """Ask for pictures of scenarios, all of the same sample and random history.

    Parameters
    ----------
    scenarios : sequence of Scenario
    sample : float
        Share of people simulated, above 0 and up to 1.
    is_preview : bool
        Somebody waits at the screen: it comes before the long work of others.
    title : Text
        What is asked for, for people.
    """

    def work(desk: Desk) -> tuple[Picture, ...]:
        keys = [(one.hash, SEED, sample) for one in scenarios]
        missing = {key: one for key, one in zip(keys, scenarios, strict=True) if _shelf.get(key) is None}
        made = {key: picture for key in keys if (picture := _shelf.get(key)) is not None}
        desk.expect(max(len(missing), 1))
        for key, one in missing.items():
            made[key] = desk.call(draw_picture, one, sample, is_preview)
            _shelf.put(key, made[key])
        return tuple(made[key] for key in keys)

    return office().submit(session_id(), work, title=title, urgent=is_preview)


def draw_picture(scenario: Scenario, sample: float, is_preview: bool) -> Picture:
    """Run a scenario and make its picture, in a worker process."""
    return picture_of(scenario, SEED, sample, is_preview=is_preview, progress=watch)


def ask_preview(draft: Draft) -> Ticket[tuple[Picture, ...]]:
    """Ask for previews of a draft's base and of the draft.

    Raises
    ------
    ScenarioErrors
        When something is wrong with the draft.
    """
    scenario = draft.scenario()
    return ask_pictures(
        (draft.base, scenario), preview_sample(scenario), is_preview=True, title=Text("Preview", "预览")
    )


def ask_run(draft: Draft) -> Ticket[tuple[Picture, ...]]:
    """Ask for runs of a draft's base and of the draft with all their people.

    Raises
    ------
    ScenarioErrors
        When something is wrong with the draft.
    """
    title = Text(f"Full run of {draft.name.en}", f"完整推演：{draft.name.zh}")
    return ask_pictures((draft.base, draft.scenario()), WHOLE, is_preview=False, title=title)
