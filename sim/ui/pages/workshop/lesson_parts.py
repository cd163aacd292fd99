"""Parts of a lesson that who leads and who takes part both see."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.comparison.table import directions
from sim.experiment.lessons.answer import Found, Runs, answer, findings
from sim.experiment.lessons.lesson import Lesson, Question
from sim.experiment.lessons.wording import measured
from sim.ui.charts.common import description_of
from sim.ui.charts.guesses import described, guesses
from sim.ui.charts.lesson import reveal
from sim.ui.language import language, say
from sim.ui.pages.workshop.frame import Paragraphs
from sim.ui.style import font_size, large_view
from sim.ui.widgets.chart import Chart
from sim.ui.widgets.number import plain

SCENARIOS = Text("What is compared", "比较什么")
MECHANISM = Text("Why the model does this", "为什么会这样")
SHOWS = Text("What this run shows", "这次模拟说明了什么")
EVIDENCE = Text("What is known from elsewhere", "别处的证据")
ASSUMED = Text("What is assumed", "哪些是假设")
EQUITY = Text("Who gains, who loses", "谁受益、谁受损")
DISCUSS = Text("For the group", "小组讨论")
CLEAR = Text("clear", "明确")
CHANCE = Text("cannot be told apart from chance in these runs", "与偶然波动无法区分")
NOT_SO = Text("not in these runs", "本次模拟未见")
HISTORIES = Text(
    "Small sample of a synthetic county, {n} random histories, the same for all scenarios.",
    "合成区县的小样本，{n} 次随机历史，各方案相同。",
)


@solara.component
def Brief(lesson: Lesson) -> None:
    """Show what it is about and what is compared."""
    with solara.v.Html(tag="section", class_="cc-card"):
        Paragraphs(say(lesson.brief))
        solara.v.Html(tag="h2", children=[say(SCENARIOS)], style_="margin-top: 10px")
        for side in lesson.sides:
            with solara.v.Html(tag="p"):
                solara.v.Html(tag="strong", children=[say(side.title)])
                solara.Text(" – " + say(side.does))


@solara.component
def Answers(lesson: Lesson, runs: Runs, told: dict[str, dict[str, float]], me: str = "") -> None:
    """Show for each question what was guessed and what the model says."""
    for question in lesson.questions:
        mine = told.get(question.id, {})
        own = mine.get(me)
        found = answer(question.about, runs)
        with solara.v.Html(tag="section", class_="cc-card"):
            solara.v.Html(tag="h2", children=[say(question.ask)])
            values, unit = list(mine.values()), question.about.unit
            solara.v.Html(tag="p", children=[described(values, found, unit, language())])
            option = guesses(
                values, found, (question.low, question.high), unit, language(), own, font_size()
            )  # fmt: skip
            Chart(option, description_of(option), question.id, 240 if large_view.value else 170)


@solara.component
def Charts(lesson: Lesson, runs: Runs) -> None:
    """Show what the lesson reveals."""
    titles = {side.id: say(side.title) for side in lesson.sides}
    first = lesson.sides[0].scenario
    names = solara.use_memo(lambda: words.groups(first.values(first.begin)), [lesson.id])
    wide = "460px" if large_view.value else "360px"
    with solara.v.Html(tag="div", class_="cc-grid", style_=f"--cell: {wide}"):
        for one in lesson.reveal:
            option = reveal(one, runs, titles, names, language(), font_size())
            tall = 90 + 2 * font_size() * len(titles) if one.chart == "bars" else 300
            with solara.v.Html(tag="section", class_="cc-card"):
                solara.v.Html(tag="h2", children=[heading(one.key.indicator)])
                Chart(option, description_of(option), one.key.indicator, tall)
    solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(HISTORIES).format(n=lesson.replicates)])


def heading(indicator: str) -> str:
    """Name of an indicator with its unit."""
    unit = words.unit_of(directions()[indicator][0])
    return f"{say(words.labels()[indicator])} ({say(unit)})"


@solara.component
def Debrief(lesson: Lesson, runs: Runs) -> None:
    """Show what to talk about."""
    debrief = lesson.debrief
    with solara.v.Html(tag="div", class_="cc-grid", style_="--cell: 420px"):
        with solara.v.Html(tag="div"):
            with solara.v.Html(tag="section", class_="cc-card"):
                solara.v.Html(tag="h2", children=[say(SHOWS)])
                for found in findings(lesson, runs):
                    _Finding(found)
            _Said(MECHANISM, debrief.mechanism)
            _Said(EQUITY, debrief.equity)
        with solara.v.Html(tag="div"):
            with solara.v.Html(
                tag="section", class_="cc-card", style_="border-left: 5px solid var(--accent)"
            ):
                solara.v.Html(tag="h2", children=[say(DISCUSS)])
                solara.v.Html(tag="p", children=[say(debrief.discuss)], style_="font-size: 1.1rem")
            with solara.v.Html(tag="section", class_="cc-card"):
                solara.v.Html(tag="h2", children=[say(EVIDENCE)])
                for one in debrief.evidence:
                    solara.v.Html(tag="p", children=[say(one.says)], style_="margin-bottom: 0")
                    source = one.source if one.source == one.figure else f"{one.source} [{one.figure}]"
                    solara.v.Html(tag="p", class_="cc-muted cc-small", children=[source])
            _Said(ASSUMED, debrief.assumed)


@solara.component
def _Said(title: Text, text: Text) -> None:
    with solara.v.Html(tag="section", class_="cc-card"):
        solara.v.Html(tag="h2", children=[say(title)])
        solara.v.Html(tag="p", children=[say(text)])


@solara.component
def _Finding(found: Found) -> None:
    """A sentence with the number of this run, and whether the run bears it out."""
    sign, colour = ("✓", "var(--good)") if found.holds else ("✗", "var(--bad)")
    word = NOT_SO if not found.holds else CLEAR if found.sure else CHANCE
    with solara.v.Html(tag="div", style_="display: flex; gap: 10px; margin-bottom: 8px"):
        solara.v.Html(tag="span", children=[sign], style_=f"color: {colour}; font-weight: 700")
        with solara.v.Html(tag="div"):
            solara.v.Html(tag="div", children=[say(found.claim.says)])
            about = found.claim.about
            told = measured(found.number, about.unit, language(), signed=bool(about.against))
            solara.v.Html(
                tag="div", class_="cc-muted cc-small", children=[f"{told} · {say(word)}"]
            )  # fmt: skip


def middle_of(question: Question) -> float:
    """Where the slider of a question stands before anybody moves it."""
    return float(plain((question.low + question.high) / 2))
