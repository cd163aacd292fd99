"""Turns go round sessions; urgent calls come first, but not for ever."""

from __future__ import annotations

from sim.ui.office.queue import PATIENCE, FairQueue
from sim.ui.office.task import Task


def task(session: str, *, urgent: bool = False, owner: object = None) -> Task:
    return Task(session, owner, urgent, int, (), lambda share: None)


def filled(*sessions: str, urgent: bool = False) -> FairQueue:
    queue = FairQueue()
    for session in sessions:
        queue.put(task(session, urgent=urgent))
    return queue


def order(queue: FairQueue) -> str:
    taken = iter(queue.take, None)
    return "".join(one.session.upper() if one.urgent else one.session for one in taken if one)


def test_turns_go_round_sessions() -> None:
    assert order(filled(*"aaaabbc")) == "abcabaa"


def test_a_session_that_comes_later_waits_one_turn() -> None:
    queue = filled(*"aaa")
    first = queue.take()
    assert first is not None and first.session == "a"
    queue.put(task("b"))
    assert order(queue) == "aba"


def test_urgent_calls_come_first_but_stop_no_batch() -> None:
    queue = filled(*"ab")
    for session in "xy" * PATIENCE:
        queue.put(task(session, urgent=True))
    assert order(queue) == "XY" * (PATIENCE // 2) + "a" + "XY" * (PATIENCE // 2) + "b"


def test_a_slot_for_urgent_calls_takes_no_other() -> None:
    queue = filled("a")
    assert queue.take(urgent_only=True) is None
    queue.put(task("b", urgent=True))
    found = queue.take(urgent_only=True)
    assert found is not None and found.session == "b"


def test_dropped_calls_are_gone() -> None:
    queue, mine = filled(*"ab"), task("a")
    queue.put(mine)
    assert queue.drop(lambda one: one is mine) == [mine]
    assert order(queue) == "ab"


def test_calls_ahead_are_those_that_come_first() -> None:
    queue, owner = filled(*"aaabb"), object()
    queue.put(task("c", owner=owner))
    assert queue.ahead(owner) == 2  # a and b, once each
    late = object()
    queue.put(task("a", owner=late))
    assert queue.ahead(late) == 3 + 2 + 1
    queue.put(task("z", urgent=True))
    assert queue.ahead(owner) == 3
    assert queue.ahead(object()) == 0
    for session in "abczabaa":  # what `ahead` foretells
        assert queue.take() is not None, session
    assert queue.ahead(late) == 0
