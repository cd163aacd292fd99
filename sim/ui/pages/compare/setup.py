"""What is compared, how often and with how many people; how long that takes; start and cancel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import solara

from sim.errors import Text
from sim.experiment.duration import in_words
from sim.policy.wording import percent
from sim.ui.choices import SAMPLES, Offer
from sim.ui.drafts import MOST
from sim.ui.language import say
from sim.ui.office import Ticket, office
from sim.ui.pages.compare.choice import Choice, people_of, runs_of, seconds_of
from sim.ui.pages.compare.work import Timing, timing
from sim.ui.session import kept, session_id
from sim.ui.widgets.pick import Pick
from sim.ui.widgets.ticket import Progress, use_ticket

BASELINE, SCENARIO = Text("Baseline", "基准方案"), Text("Scenario", "对比方案")
ADD, REMOVE = Text("Add a scenario", "增加方案"), Text("Remove", "移除")
REPLICATES = Text("Replicates", "重复次数")
SAMPLE = Text("Share of the people", "模拟人口比例")
START = Text("Compare", "开始对比")
MEASURED = Text("time of a run", "单次模拟用时")
AS_PEOPLE = Text("{} ({} people)", "{}（{} 人）")
COUNTS = (2, 3, 4, 6, 10, 15, 20, 30, 50, 100)


@solara.component
def Setup(
    offers: Sequence[Offer],
    chosen: Sequence[Offer],
    choose: Callable[[tuple[str, ...]], None],
    choice: Choice | None,
    replicates: solara.Reactive[int],
    sample: solara.Reactive[float],
    run: Callable[[], None],
    ticket: Ticket[Any] | None,
) -> None:
    """Show the controls.

    Parameters
    ----------
    offers : sequence of Offer
        What can be chosen.
    chosen : sequence of Offer
    choose : callable
        Told the keys of what is chosen now.
    choice : Choice or None
        What would be compared; None where it cannot be.
    replicates, sample
        A sample of 0 leaves it to the size of the place.
    run : callable
        Starts the comparison.
    ticket : Ticket or None
        Of the last comparison.
    """
    keys = [one.key for one in chosen]
    busy = use_ticket(ticket).waiting
    with solara.v.Html(tag="section", class_="cc-card"):
        with solara.v.Html(tag="div", class_="cc-sides"):
            for place, one in enumerate(chosen):
                _Place(place, one, offers, keys, choose)
            if len(chosen) < MOST:
                rest = [one.key for one in offers if one.key not in keys]
                solara.Button(
                    say(ADD), icon_name="mdi-plus", text=True, on_click=lambda: choose((*keys, rest[0])),
                    disabled=not rest,
                )  # fmt: skip
        with solara.v.Html(tag="div", class_="cc-row"):
            with solara.v.Html(tag="div", class_="cc-narrow"):
                counts = {str(one): str(one) for one in COUNTS}
                Pick(
                    say(REPLICATES), str(replicates.value), counts, lambda one: replicates.set(int(one)), busy
                )  # fmt: skip
            share = choice.comparison.sample if choice else sample.value or SAMPLES[-1]
            with solara.v.Html(tag="div", class_="cc-middling"):
                Pick(say(SAMPLE), f"{share:g}", _samples(choice), lambda one: sample.set(float(one)), busy)
            _Cost(choice, replicates.value)
            solara.v.Spacer()
            solara.Button(
                say(START), icon_name="mdi-play", color="primary", on_click=run,
                disabled=choice is None or busy,
            )  # fmt: skip
        Progress(ticket)


@solara.component
def _Place(
    place: int,
    here: Offer,
    offers: Sequence[Offer],
    keys: Sequence[str],
    choose: Callable[[tuple[str, ...]], None],
) -> None:
    """One scenario: which, and away with it."""

    def take(key: str) -> None:
        choose(tuple(key if k == place else one for k, one in enumerate(keys)))

    label = say(BASELINE) if place == 0 else f"{say(SCENARIO)} {place}"
    titles = {one.key: say(one.title) for one in offers}
    with solara.v.Html(tag="div", class_="cc-row", style_="flex-wrap: nowrap"):
        Pick(label, here.key, titles, take)
        if len(keys) > 2:
            solara.Button(
                icon_name="mdi-close", icon=True, small=True,
                on_click=lambda: choose(tuple(one for k, one in enumerate(keys) if k != place)),
                attributes={"aria-label": f"{say(REMOVE)}: {say(here.title)}"},
            )  # fmt: skip


def _samples(choice: Choice | None) -> dict[str, str]:
    """Offered shares, with the people they stand for."""
    if choice is None:
        return {f"{one:g}": say(percent(one)) for one in SAMPLES}
    people = people_of(choice.comparison.scenarios[0])
    return {f"{one:g}": say(AS_PEOPLE).format(say(percent(one)), f"{one * people:,.0f}") for one in SAMPLES}


@solara.component
def _Cost(choice: Choice | None, replicates: int) -> None:
    """How many runs, and about how long: measured on a few days of one run as soon as it is known which."""
    known = kept("compare.seconds", dict[tuple[object, ...], Ticket[Timing]]())
    mark = _mark(choice)

    def measure() -> None:
        if choice is not None and mark not in known.value:
            last = choice.comparison.scenarios[-1]
            work = timing(last, choice.comparison.sample)
            ticket = office().submit(session_id(), work, title=MEASURED, urgent=True)
            known.set({**known.value, mark: ticket})

    solara.use_effect(measure, [mark])
    ticket = known.value.get(mark)
    view = use_ticket(ticket)
    if choice is None:
        return
    runs = runs_of(choice.comparison, replicates)
    text = Text(f"{runs} runs", f"共 {runs} 次模拟")
    if view.result is not None:
        about = in_words(seconds_of(runs, view.result.seconds, view.result.workers))
        text = Text(f"{text.en}, about {about.en}", f"{text.zh}，约需{about.zh}")
    elif ticket is None or view.waiting:
        text = Text(f"{text.en}, measuring the time …", f"{text.zh}，正在测算用时…")
    solara.v.Html(tag="span", class_="cc-muted", children=[say(text)], attributes={"role": "status"})


def _mark(choice: Choice | None) -> tuple[object, ...]:
    if choice is None:
        return ()
    one = choice.comparison.scenarios[0]
    return (one.counties, one.geography, one.start, one.until, choice.comparison.sample)
