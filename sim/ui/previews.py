"""Pictures of drafts: asked of the office, kept for all sessions while there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sim.errors import Text
from sim.experiment.picture import Picture, picture_of
from sim.experiment.preview import Pace, Size, size_of
from sim.scenario import Scenario
from sim.ui.draft import Draft
from sim.ui.office import Desk, Ticket, calls, office
from sim.ui.office.worker import watch
from sim.ui.session import session_id

WHOLE = 1.0
SEED = 1
"""The random history of previews and single runs unless another is chosen; both sides have the same one."""
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


class Paces:
    """What counties cost on this machine, measured once each in the life of the server."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[str, ...], Path | None], Pace] = {}
        self._lock = threading.Lock()

    def of(self, desk: Desk, scenario: Scenario) -> Pace:
        """Return what a scenario's county costs."""
        key = scenario.counties, scenario.geography
        with self._lock:
            known = self._known.get(key)
        if known is not None:
            return known
        measured = desk.call(calls.pace, scenario)
        with self._lock:  # two who ask at once measure twice, and go on with one answer
            return self._known.setdefault(key, measured)


_paces = Paces()


def pictures(
    desk: Desk, scenarios: Sequence[Scenario], sample: float, *, is_preview: bool, seed: int = SEED
) -> tuple[Picture, ...]:
    """Return pictures of scenarios, all of the same sample and random history.

    Parameters
    ----------
    desk : Desk
    scenarios : sequence of Scenario
    sample : float
        Share of people simulated, above 0 and up to 1.
    is_preview : bool
        Written into the pictures.
    seed : int
        The random history.
    """
    keys = [(one.hash, seed, sample) for one in scenarios]
    missing = {key: one for key, one in zip(keys, scenarios, strict=True) if _shelf.get(key) is None}
    made = {key: picture for key in keys if (picture := _shelf.get(key)) is not None}
    desk.expect(max(len(missing), 1))
    for key, one in missing.items():
        made[key] = desk.call(draw_picture, one, sample, is_preview, seed)
        _shelf.put(key, made[key])
    return tuple(titled(made[key], one) for key, one in zip(keys, scenarios, strict=True))


def titled(picture: Picture, scenario: Scenario) -> Picture:
    """Return a picture under the name of a scenario; it may have been made for one called otherwise."""
    meta = replace(picture.meta, scenario=scenario.name, title=scenario.title)
    return replace(picture, meta=meta)


def draw_picture(scenario: Scenario, sample: float, is_preview: bool, seed: int = SEED) -> Picture:
    """Run a scenario and make its picture, in a worker process."""
    return picture_of(scenario, seed, sample, is_preview=is_preview, progress=watch)


def ask_preview(draft: Draft, seed: int = SEED) -> Ticket[tuple[Picture, ...]]:
    """Ask for previews of a draft's base and of the draft: people and months that take about 1.5 s each.

    Where all people and days fit into that time they are not marked as previews: they are full runs.

    Raises
    ------
    ScenarioErrors
        When something is wrong with the draft.
    """
    both = (draft.base, draft.scenario())

    def work(desk: Desk) -> tuple[Picture, ...]:
        size = size_of(*both, _paces.of(desk, both[0]))
        is_all = size == Size(WHOLE, both[0].until)
        cut = [one.with_dates(until=size.until) for one in both]
        return pictures(desk, cut, size.sample, is_preview=not is_all, seed=seed)

    return office().submit(session_id(), work, title=Text("Preview", "预览"), urgent=True)


def ask_run(draft: Draft, seed: int = SEED) -> Ticket[tuple[Picture, ...]]:
    """Ask for runs of a draft's base and of the draft with all their people.

    Raises
    ------
    ScenarioErrors
        When something is wrong with the draft.
    """
    both = (draft.base, draft.scenario())
    title = Text(f"Full run of {draft.name.en}", f"完整模拟：{draft.name.zh}")
    return office().submit(
        session_id(), lambda desk: pictures(desk, both, WHOLE, is_preview=False, seed=seed),
        title=title,
    )  # fmt: skip
