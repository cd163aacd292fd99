"""From the form to the shelf: what is chosen is the design that runs, and nothing leads out of the folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import ipyvuetify as v
import pytest
import solara

from sim.errors import Text, UserError
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import Key, Outcome
from sim.experiment.batch.read_design import load_design
from sim.experiment.batch.store import Store
from sim.policy.catalogue import load_levers
from sim.ui.choices import Offer, offered
from sim.ui.draft import Draft
from sim.ui.office import Ticket
from sim.ui.pages.batch import Page, page, shelf, work
from sim.ui.pages.batch.plan import DESIGN, MOST_FACTORS, Plan, dials
from sim.ui.session import kept

VALUE = Key("in_county_visit_rate", "happened")


def levers() -> tuple[str, ...]:
    return tuple(one.id for one in load_levers().values() if not one.needs and not one.excludes)[:2]


def plan(**more: Any) -> Plan:
    return Plan("beidaihe-2024", **more).on(Offer("beidaihe-2024", Text("", "")))


def read(one: Plan, folder: Path) -> Any:
    for name, content in one.files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return load_design(folder / DESIGN)


def test_what_is_chosen_is_the_design_that_is_read(tmp_path: Path) -> None:
    number = next(path for path, one in dials().items() if not plan().parameters[path].is_integer)
    design = read(plan(levers=levers(), numbers=(number,), levels=3, replicates=2, drawn=True), tmp_path)
    assert len(design.points()) == 2 * 2 * 3
    assert (design.replicates, design.drawn, design.sample) == (2, True, 0.05)
    levels = {point[number] for point in design.points()}
    assert min(levels) == pytest.approx(dials()[number].low)
    assert max(levels) == pytest.approx(dials()[number].high)
    filled = read(plan(levers=levers(), numbers=(number,), kind="sobol", points=16), tmp_path)
    assert len(filled.points()) == 16


@pytest.mark.parametrize("title", ["少住院", "design", "2024", "null", ""])
def test_a_draft_is_varied_as_the_file_beside_the_design(title: str, tmp_path: Path) -> None:
    draft = Draft.on("beidaihe-2024").with_number("choice.tie", {date(2024, 3, 1): 0.9}).named(title)
    (offer, *_) = offered([draft])
    mine = plan(levers=levers()[:1]).on(offer)
    assert mine.base == "A" and list(mine.files) == [f"{mine.name}.yaml", DESIGN]
    assert read(mine, tmp_path).base.hash == draft.scenario().hash
    assert mine != plan(levers=levers()[:1]).on(
        Offer("A", offer.title, draft.with_number("choice.tie", None))
    )


def test_nothing_chosen_or_too_much_is_told_before_counting() -> None:
    assert plan().fault is not None
    assert plan(levers=("a",) * (MOST_FACTORS + 1)).fault is not None
    assert plan(levers=levers()).fault is None


class Here:
    """An office that does everything at once in this thread."""

    workers = 2

    def __init__(self) -> None:
        self.engine = self
        self.shares: list[float] = []

    def submit(self, session: str, does: Callable[[Any], Any], *, title: Text, urgent: bool = False) -> Any:
        ticket: Ticket[Any] = Ticket(session, title, lambda one: None, lambda one: 0)
        try:
            ticket.settle("done", does(self))
        except UserError as error:
            ticket.settle("failed", error=error.text)
        return ticket

    def call(self, function: Callable[..., Any], *args: Any) -> float:
        return 30.0

    def tell(self, share: float) -> None:
        self.shares.append(share)


def at_once(store: Store, jobs: Sequence[Job], engine: Any, tell: Callable[[int, int], None]) -> None:
    for done, job in enumerate(jobs, 1):
        store.keep(job, Outcome({VALUE: 0.5}, {}, 1.0))
        tell(done, len(jobs))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    one = Here()
    monkeypatch.setattr(shelf, "shelf", lambda: tmp_path / "batches")
    monkeypatch.setattr(work, "run_missing", at_once)
    for module in (work, page):
        monkeypatch.setattr(module, "office", lambda: one)
    yield one


def test_an_interrupted_batch_is_seen_and_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(store: Store, jobs: Sequence[Job], *_: Any) -> None:
        store.keep(jobs[0], Outcome({VALUE: 0.5}, {}, 1.0))
        raise UserError("gone", "断了")

    with monkeypatch.context() as here:
        here.setattr(work, "run_missing", interrupted)
        name = work.start("a", plan(levers=levers()[:1], replicates=2))
    (found,) = shelf.past()
    assert (found.name, found.done, found.complete, found.same_version) == (name, 1, False, True)
    assert (found.base, found.points, found.replicates) == ("beidaihe-2024", 2, 2)
    assert found.factors == levers()[:1]
    assert work.go_on("a", name).state == "done"
    (found,) = shelf.past()
    assert (found.done, found.failed, found.complete) == (4, 0, True)
    assert shelf.result(name, "csv").startswith(b"\xef\xbb\xbfpoint,replicate")


def test_names_that_are_not_ours_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "batches").mkdir()
    (tmp_path / "20260101-000000-abcdef12").mkdir()
    for name in ("../20260101-000000-abcdef12", "20260101-000000-abcdef12", "", ".."):
        with pytest.raises(UserError, match="not there"):
            shelf.folder_of(name)


def test_too_many_runs_are_refused_with_the_way_out(here: Here) -> None:
    numbers = tuple(path for path in dials() if not plan().parameters[path].is_integer)[:4]
    with pytest.raises(UserError, match="here at most"):
        work.count(here, plan(numbers=numbers, levels=5, replicates=8))  # type: ignore[arg-type]


def test_counted_started_and_on_the_shelf(here: Here) -> None:
    kept("batch.plan", plan()).set(plan(levers=levers()[:1], replicates=2))
    kept("batch.counted", (plan(), None)).set((plan(), None))
    _, rc = solara.render(solara.AppLayout(children=[Page()]), handle_error=False)

    def press(label: str) -> None:
        (button,) = (one for one in rc.find(v.Btn).widgets if label in one.children)
        assert not button.disabled
        button.click()

    press("估算次数与时间")
    rc.find(v.Html, children=["2 个设计点，共 4 次模拟，约需 60 秒"]).assert_single()
    press("开始")
    assert here.shares == [0.25, 0.5, 0.75, 1.0]
    rc.find(v.Html, children=["已完成"]).wait_for(timeout=10)
    assert [one.complete for one in shelf.past()] == [True]
    rc.close()
