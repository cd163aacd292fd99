"""The answer: who was followed, the two lives on one axis, the day that is opened, and what it comes to."""

from __future__ import annotations

from typing import Any

import solara

from sim.errors import Text
from sim.experiment.facing import Page as Facing
from sim.experiment.reckoning import reckon
from sim.experiment.sentences import yuan
from sim.experiment.twin import Twin
from sim.scenario import shipped_names
from sim.ui.charts.lives import timelines
from sim.ui.charts.payers import payers
from sim.ui.language import language, say
from sim.ui.pages.person import tables
from sim.ui.pages.person.day import Day
from sim.ui.pages.person.lives import Answer, Asked
from sim.ui.widgets.chart import Chart
from sim.ui.widgets.download import TableDownloads
from sim.ui.widgets.pick import Pick
from sim.ui.widgets.table import DataTable

PEOPLE = Text("People followed", "跟踪的居民")
LIVES = Text("The two lives", "两种经历")
HOW_TO_READ = Text(
    "Large orange marks: other care under the two policies. Dark rim: only money or minutes differ. Pale: the"
    " same. Click a mark, or choose a day below.",
    "橙色大标记：两种方案下就医不同；深色边框：仅费用或时间不同；浅色：相同。点击标记，或在下方选择日期。",
)
DAY = Text("Day", "日期")
ENDS = Text("What it comes to", "期内合计")
BEFORE = Text("Earlier", "上一条")
AFTER = Text("Later", "下一条")
AGAIN = Text("The same on the command line: ", "命令行中的同一结果：")
NOTHING = Text("No need for care came up in these days.", "这段时间没有出现就医需要。")


@solara.component
def Telling(answer: Answer) -> None:
    """Show the people followed and the lives of the one chosen."""
    who, set_who = solara.use_state(0)
    twins = answer.twins
    twin = twins[min(who, len(twins) - 1)]
    tongue = language()
    names = {
        str(k): f"{k + 1}. {tables.parting_label(one, tongue)} · {tables.person_label(one, tongue)}"
        for k, one in enumerate(twins)
    }
    parted = sum(one.parting is not None for one in twins)
    count = Text(
        f"{parted} of {len(twins)} people followed end up elsewhere, or at other times, under B than under "
        "A.",
        f"跟踪的 {len(twins)} 人中，{parted} 人在方案 B 下的去处或时间与方案 A 不同。",
    )
    with solara.v.Html(
        tag="section",
        class_="cc-card cc-row",
        style_="flex-wrap: nowrap; align-items: flex-start",
        attributes={"aria-label": say(PEOPLE)},
    ):
        with solara.v.Html(tag="div", style_="flex: 0 0 430px; max-width: 42%"):
            Pick(say(PEOPLE), str(who), names, lambda one: set_who(int(one)))
            solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(count)])
        with solara.v.Html(tag="div"):
            Portrait(twin)
    Lives(twin).key(str(twin.a.person.resident))
    command = again(answer.asked, twin)
    if command:
        with solara.v.Html(tag="p", class_="cc-muted cc-small"):
            solara.Text(say(AGAIN))
            solara.v.Html(tag="code", children=[command])


@solara.component
def Portrait(twin: Twin) -> None:
    """Show who is followed, what differs from the first day, and whether the lives part."""
    page = Facing(twin, language())
    who = twin.a.person
    icon = "mdi-human-child" if who.age < 15 else "mdi-human-female" if who.woman else "mdi-human-male"
    with solara.v.Html(tag="div", class_="cc-row", style_="gap: 4px 6px"):
        solara.v.Icon(children=[icon], large=True, attributes={"aria-hidden": "true"})
        for fact in page.tellers[0].facts(who):
            solara.v.Html(tag="span", class_="cc-chip", children=[fact])
    for line in page.starts():
        solara.v.Html(tag="div", children=[line])
    solara.v.Html(tag="p", style_="font-weight: 600; margin: 6px 0 0", children=[page.verdict()])


@solara.component
def Lives(twin: Twin) -> None:
    """Show the two timelines, the day that is open, and the sums."""
    with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-label": say(LIVES)}):
        if twin.rows:
            _Timeline(twin)
        else:
            solara.v.Html(tag="p", children=[say(NOTHING)])
    Sums(twin)


@solara.component
def _Timeline(twin: Twin) -> None:
    tongue = language()
    opened, set_opened = solara.use_state(first_opened(twin))
    option = solara.use_memo(lambda: timelines(twin, tongue), [id(twin), tongue])
    page = Facing(twin, tongue)

    def clicked(what: dict[str, Any]) -> None:
        data = what.get("data")
        if isinstance(data, dict) and isinstance(data.get("row"), int):
            set_opened(data["row"])

    with solara.v.Html(tag="div", class_="cc-row"):
        solara.v.Html(tag="h2", children=[say(LIVES)])
        solara.v.Html(tag="span", class_="cc-muted cc-small", children=[say(HOW_TO_READ)])
    Chart(option, f"{say(LIVES)}. {page.verdict()}", "lives", 366, on_click=clicked)
    days = {
        str(k): f"{'● ' if row.apart else '○ ' if not row.same else ''}{row.day} · {page.heading(row)}"
        for k, row in enumerate(twin.rows)
    }
    with solara.v.Html(tag="div", class_="cc-row", style_="margin: 8px 0"):
        solara.Button(
            say(BEFORE),
            icon_name="mdi-chevron-left",
            text=True,
            disabled=opened == 0,
            on_click=lambda: set_opened(opened - 1),
        )
        with solara.v.Html(tag="div", style_="flex: 0 1 460px"):
            Pick(say(DAY), str(opened), days, lambda one: set_opened(int(one)))
        solara.Button(
            say(AFTER),
            icon_name="mdi-chevron-right",
            text=True,
            disabled=opened == len(twin.rows) - 1,
            on_click=lambda: set_opened(opened + 1),
        )
    Day(twin, opened)


@solara.component
def Sums(twin: Twin) -> None:
    """Show what the two lives come to, and who paid."""
    tongue = language()
    with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-label": say(ENDS)}):
        solara.v.Html(tag="h2", children=[say(ENDS)])
        with solara.v.Html(
            tag="div", class_="cc-grid", style_="grid-template-columns: minmax(0, 3fr) minmax(0, 2fr)"
        ):
            frame = solara.use_memo(lambda: tables.sums(twin, tongue), [id(twin), tongue])
            with solara.v.Html(tag="div"):
                DataTable(frame, "sums", tables.SUMS, downloads=False)
            with solara.v.Html(tag="div"):
                Chart(payers(twin, tongue), described(twin, tongue), "payers", 170)
                days = solara.use_memo(lambda: tables.days(twin, tongue), [id(twin), tongue])
                label = Text("Every day of both lives as a table:", "两种经历的逐日表：").say(tongue)
                solara.v.Html(tag="div", class_="cc-muted cc-small", children=[label])
                TableDownloads(days, f"twin-{twin.a.person.resident}")


def again(asked: Asked, twin: Twin) -> str:
    """Return the command that tells the same lives; empty where a policy is not one that ships."""
    names = asked.a.name, asked.b.name
    if not set(names) <= set(shipped_names()):
        return ""
    command = f"countycare twin {names[0]} {names[1]} --resident {twin.a.person.resident}"
    return f"{command} --seed {asked.seed} --sample {asked.sample:g}"


def first_opened(twin: Twin) -> int:
    """Place of the row that is open at first: where care first parts, else the first that differs at all.

    What has changed about the person alone stands behind a day on which care is sought otherwise.
    """
    rows = list(enumerate(twin.rows))
    wanted = (
        [k for k, row in rows if row.apart and row.need],
        [k for k, row in rows if row.apart],
        [k for k, row in rows if not row.same],
    )
    return next((found[0] for found in wanted if found), 0)


def described(twin: Twin, language: str) -> str:
    """Describe the chart of payers for readers who cannot see it."""
    a, b = reckon(twin.a), reckon(twin.b)
    return Text(
        f"Who paid: of bills of {yuan(a.bill)} yuan under A the patient paid {yuan(a.own)}, of "
        f"{yuan(b.bill)} under B "
        f"{yuan(b.own)}.",
        f"谁付钱：方案 A 总费用 {yuan(a.bill)} 元，自付 {yuan(a.own)} 元；方案 B 总费用 {yuan(b.bill)} 元，自"
        "付 "
        f"{yuan(b.own)} 元。",
    ).say(language)
