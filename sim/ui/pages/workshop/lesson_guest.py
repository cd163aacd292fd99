"""A lesson for who takes part."""

from __future__ import annotations

import solara

from sim.errors import Text, UserError
from sim.experiment.lessons.lesson import Lesson
from sim.experiment.lessons.read import lesson_named
from sim.ui.language import say
from sim.ui.pages.workshop import texts
from sim.ui.pages.workshop.frame import Head
from sim.ui.pages.workshop.lesson_parts import Answers, Brief, Debrief, middle_of
from sim.ui.pages.workshop.seat import Seen, browser
from sim.ui.widgets.explain import Notice
from sim.ui.widgets.number import Number
from sim.ui.workshop.keep import unpacked
from sim.ui.workshop.rooms import rooms

SEND = Text("Send my guesses", "提交我的预测")
SENT = Text("Sent. You may change them until guessing is closed.", "已提交。停止作答前可以修改。")
YOURS = Text("Your guesses", "您的预测")


@solara.component
def LessonGuest(seen: Seen) -> None:
    """Show what the step of the lesson asks of a participant."""
    room, lesson = seen.room, lesson_named(seen.room.subject)
    Head(say(lesson.title), room, texts.PHASES)
    if room.phase == "brief":
        Brief(lesson)
    elif room.phase == "predict":
        _Guess(lesson, room.code)
    elif room.phase == "run":
        Notice(say(texts.RUNNING) + "… " + say(texts.WAIT))
        _Mine(lesson, room.code)
    else:
        runs = unpacked(rooms().result(room.code, "runs"))
        if room.phase == "reveal":
            Answers(lesson, runs, rooms().guesses(room.code), browser())
        else:
            Debrief(lesson, runs)


@solara.component
def _Guess(lesson: Lesson, code: str) -> None:
    told, me = rooms().guesses(code), browser()
    first = {one.id: told.get(one.id, {}).get(me, middle_of(one)) for one in lesson.questions}
    values = solara.use_reactive(first)
    fault, tell = solara.use_state("")
    sent, set_sent = solara.use_state(all(me in told.get(one.id, {}) for one in lesson.questions))

    def put(name: str, value: float) -> None:
        values.set({**values.peek(), name: value})
        set_sent(False)

    def send() -> None:
        try:
            for name, value in values.peek().items():  # what is typed now, not what was drawn last
                rooms().guess(code, me, name, value)
        except UserError as error:
            tell(say(error.text))
        else:
            tell("")
            set_sent(True)

    for k, one in enumerate(lesson.questions, 1):
        with solara.v.Html(tag="section", class_="cc-card"):
            solara.v.Html(tag="h2", children=[f"{k}. {say(one.ask)}"])
            Number(
                say(Text(f"Guess {k}", f"预测 {k}")),
                values.value[one.id],
                lambda value, name=one.id: put(name, value),
                one.low, one.high, one.step, say(one.about.unit),
            )  # fmt: skip
    if fault:
        Notice(fault, bad=True)
    with solara.v.Html(tag="div", class_="cc-row"):
        solara.Button(say(SEND), color="primary", on_click=send, disabled=sent)
        solara.v.Html(
            tag="span", children=["✓ " + say(SENT)] if sent else [], attributes={"role": "status"}
        )  # fmt: skip


@solara.component
def _Mine(lesson: Lesson, code: str) -> None:
    """Show what one has guessed oneself."""
    told, me = rooms().guesses(code), browser()
    with solara.v.Html(tag="section", class_="cc-card"):
        solara.v.Html(tag="h2", children=[say(YOURS)])
        for one in lesson.questions:
            value = told.get(one.id, {}).get(me)
            shown = "–" if value is None else f"{value:g} {say(one.about.unit)}"
            solara.v.Html(
                tag="p", children=[f"{say(one.ask)} ", solara.v.Html(tag="strong", children=[shown])]
            )
