"""Work of many sessions in shared processes: fair, seen at work, stopped at once, never hung by a death."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, wait
from pathlib import Path
from typing import Any

import pytest

from sim.errors import Text
from sim.experiment.batch.runner import run_missing
from sim.experiment.batch.store import Store
from sim.ui.office import Desk, Office, Ticket
from sim.ui.office.office import MOST_OPEN
from tests.experiment.batch import fakes as runs
from tests.ui.office import fakes
from tests.ui.office.fake_run import quick_run

TITLE = Text("Work", "工作")
PATIENCE = 120
"""Seconds that a loaded machine may take over what takes a moment."""


@pytest.fixture(scope="module")
def place() -> Iterator[Office]:
    one = Office(workers=1, quick=1)
    yield one
    one.close()


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "notes")


def finished(ticket: Ticket[Any]) -> Ticket[Any]:
    assert ticket.wait(PATIENCE), "took too long"
    return ticket


def until(true: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "took too long"
        time.sleep(0.01)


def words(file: str) -> list[str]:
    return Path(file).read_text(encoding="utf-8").split() if Path(file).exists() else []


def busy(place: Office, door: str) -> Ticket[str]:
    """Keep the worker for everything busy until the door opens."""
    ticket = place.submit("gate", lambda desk: desk.call(fakes.gate, door), title=TITLE)
    until(lambda: ticket.state == "running")
    return ticket


def test_a_big_batch_of_one_does_not_keep_another_waiting(place: Office, file: str, tmp_path: Path) -> None:
    gate = busy(place, str(tmp_path / "door"))

    def batch(word: str, count: int) -> Any:
        def work(desk: Desk) -> int:
            executor = desk.engine.start()
            wait([executor.submit(fakes.note, file, word) for _ in range(count)])
            return count

        return work

    first = place.submit("a", batch("a", 8), title=TITLE)
    until(lambda: place._crew.ahead(first) == 0 and len(place._crew._queue._patient.get("a", ())) == 8)
    second = place.submit("b", batch("b", 2), title=TITLE)
    until(lambda: len(place._crew._queue._patient.get("b", ())) == 2)
    assert second.state == "queued" and second.ahead == 1
    (tmp_path / "door").touch()
    for ticket in (gate, first, second):
        assert finished(ticket).state == "done"
    assert words(file) == list("abab") + ["a"] * 6


def test_a_preview_waits_for_no_long_run(place: Office, file: str, tmp_path: Path) -> None:
    gate = busy(place, str(tmp_path / "door"))
    preview = place.submit("b", lambda desk: desk.call(fakes.note, file, "seen"), title=TITLE, urgent=True)
    assert finished(preview).result == "seen" and gate.state == "running"
    (tmp_path / "door").touch()
    finished(gate)


def test_progress_never_falls_and_time_left_is_told(place: Office, file: str) -> None:
    seen: list[tuple[str, float, float | None]] = []

    def work(desk: Desk) -> int:
        desk.expect(2)
        desk.call(fakes.in_steps, file, 6)
        return desk.call(fakes.in_steps, file, 6)

    ticket = place.submit("a", work, title=TITLE)
    stop = ticket.on_change(lambda: seen.append((ticket.state, ticket.share, ticket.seconds_left)))
    finished(ticket)
    stop()
    shares = [share for _, share, _ in seen]
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert sum(0 < share < 0.5 for share in shares) >= 1 and sum(0.5 < share < 1 for share in shares) >= 1
    assert any(left and 0 < left < 10 for _, _, left in seen)
    assert seen[-1][0] == "done" and ticket.seconds_left is None


def test_cancel_stops_a_run_that_watches_and_keeps_its_process(place: Office, file: str) -> None:
    before = finished(place.submit("a", lambda desk: desk.call(fakes.in_steps, file, 1), title=TITLE)).result
    ticket = place.submit("a", lambda desk: desk.call(fakes.in_steps, file, 1000), title=TITLE)
    until(lambda: ticket.share > 0)
    began = time.monotonic()
    ticket.cancel()
    assert ticket.state == "cancelled" and ticket.result is None
    until(lambda: "stopped" in words(file))
    assert time.monotonic() - began < 1.0
    after = finished(place.submit("a", lambda desk: desk.call(fakes.in_steps, file, 1), title=TITLE)).result
    assert after == before


def test_cancel_ends_a_process_that_does_not_listen(place: Office, file: str) -> None:
    ticket = place.submit("a", lambda desk: desk.call(fakes.deaf), title=TITLE)
    until(lambda: ticket.state == "running")
    began = time.monotonic()
    ticket.cancel()
    assert ticket.state == "cancelled" and time.monotonic() - began < 1.0
    assert (
        finished(place.submit("a", lambda desk: desk.call(fakes.note, file, "on"), title=TITLE)).result
        == "on"
    )


def test_a_cancelled_batch_keeps_what_is_finished_and_blames_no_run(place: Office, tmp_path: Path) -> None:
    left: list[dict[str, int]] = []

    def work(desk: Desk) -> None:
        with Store(tmp_path) as store:
            try:
                told = lambda done, of: desk.tell(done / of)  # noqa: E731
                run_missing(store, runs.jobs(200), desk.engine, told, quick_run)
            finally:
                left.append(store.counts())

    ticket = place.submit("a", work, title=TITLE)
    until(lambda: ticket.share > 0 or ticket.over)
    ticket.cancel()
    until(lambda: left)
    assert ticket.state == "cancelled"
    assert 0 < left[0]["done"] < 200 and left[0]["failed"] == 0


def test_a_death_is_told_of_the_call_that_died_and_no_other(place: Office, file: str) -> None:
    def work(desk: Desk) -> str:
        executor = desk.engine.start()
        deadly, other = executor.submit(fakes.die), executor.submit(fakes.note, file, "alive")
        with pytest.raises(BrokenExecutor):
            deadly.result()
        return other.result()

    assert finished(place.submit("a", work, title=TITLE)).result == "alive"


def test_a_call_whose_worker_dies_is_begun_again(place: Office, file: str) -> None:
    ticket = finished(place.submit("a", lambda desk: desk.call(fakes.die_once, file), title=TITLE))
    assert ticket.result == "second"
    ticket = finished(place.submit("a", lambda desk: desk.call(fakes.die), title=TITLE))
    assert ticket.state == "failed" and ticket.error is not None and "not your fault" in ticket.error.en


def test_faults_are_told_without_paths(place: Office, caplog: pytest.LogCaptureFixture) -> None:
    def told(kind: str) -> Text:
        ticket = finished(place.submit("a", lambda desk: desk.call(fakes.wrong, kind), title=TITLE))
        assert ticket.state == "failed" and ticket.error is not None
        assert "secret" not in ticket.error.en + ticket.error.zh
        return ticket.error

    assert told("user") == Text("no such county", "没有这个县")
    assert told("file").en == "mine.yaml:3: is odd; mend"
    number = told("ours").en.split("no. ")[1][:6]
    assert f"fault {number}" in caplog.text and "/srv/secret is full" in caplog.text


def test_one_session_may_not_have_too_much_open(place: Office, tmp_path: Path) -> None:
    door = str(tmp_path / "door")
    tickets = [
        place.submit("greedy", lambda desk: desk.call(fakes.gate, door), title=TITLE)
        for _ in range(MOST_OPEN + 1)
    ]
    assert tickets[-1].state == "failed" and tickets[-1].error is not None
    assert str(MOST_OPEN) in tickets[-1].error.zh
    assert place.submit("modest", lambda desk: 1, title=TITLE).wait(5)
    assert place.tickets("greedy") == tickets[:-1]
    place.leave("greedy")
    assert {one.state for one in tickets[:-1]} == {"cancelled"} and not place.tickets("greedy")
    Path(door).touch()
