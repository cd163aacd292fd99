"""Every lesson that ships: both languages, and what its debrief claims is what the model shows."""

from __future__ import annotations

from functools import lru_cache

import pytest

from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import outcome_of
from sim.experiment.lessons.answer import Values, answer, findings
from sim.experiment.lessons.lesson import Lesson
from sim.experiment.lessons.read import lesson_named, lesson_names, shipped_lessons
from sim.experiment.run import run_scenario

SAMPLE = 0.025
LESSONS = ("tiers", "prices", "contracts", "budget", "experts", "nothing-for-free")


@lru_cache(maxsize=64)
def _values(key: str, job: Job) -> Values:
    return outcome_of(run_scenario(job.scenario, seed=job.seed, sample=job.sample, draw=job.draw)).values


_jobs: dict[str, Job] = {}
"""First job of each key, so that lessons that share a scenario share its run."""


def _runs(lesson: Lesson) -> dict[str, list[Values]]:
    found = {}
    for side, jobs in lesson.jobs(SAMPLE, 1).items():
        shared = [_jobs.setdefault(job.key, job) for job in jobs]
        found[side] = [_values(job.key, job) for job in shared]
    return found


def test_the_course_is_complete_and_in_order() -> None:
    assert lesson_names() == list(LESSONS)


def test_every_scenario_of_a_lesson_is_another_one() -> None:
    for lesson in shipped_lessons():
        hashes = [side.scenario.hash for side in lesson.sides]
        assert len(set(hashes)) == len(hashes)
        assert len({side.scenario.until for side in lesson.sides}) == 1


def test_reveal_shows_every_indicator_that_is_asked_for_or_claimed() -> None:
    """What a participant guessed is among the charts, or among the sentences with their numbers."""
    for lesson in shipped_lessons():
        shown = {one.key.indicator for one in lesson.reveal}
        shown |= {one.about.key.indicator for one in lesson.debrief.shows}
        assert {one.about.key.indicator for one in lesson.questions} <= shown, lesson.id


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_the_debrief_claims_what_the_model_shows(name: str) -> None:
    lesson = lesson_named(name)
    runs = _runs(lesson)
    for found in findings(lesson, runs):
        assert found.holds, (found.claim.says.en, found.number)
    for question in lesson.questions:
        number = answer(question.about, runs).value
        assert question.low <= number <= question.high, (question.id, number)
