"""The incentive sums of one facility: what money moves in its decisions on a condition."""

from __future__ import annotations

import pandas as pd
import solara

from sim.errors import Text
from sim.experiment.incentive import Explanation, Line, Moved, explain_incentive
from sim.experiment.phrases import SEVERITY
from sim.experiment.picture import Picture
from sim.geography.tables import OPEN
from sim.money.prices import SEVERITIES
from sim.policy.wording import percent
from sim.scenario import Scenario
from sim.ui import pictures
from sim.ui.charts.ground.base import names_of
from sim.ui.language import language, say
from sim.ui.office import Desk, Ticket, office
from sim.ui.office.worker import watch
from sim.ui.pages.map.layers import busiest
from sim.ui.session import kept, session_id
from sim.ui.widgets.explain import Notice
from sim.ui.widgets.runs import Choice
from sim.ui.widgets.table import Column, DataTable
from sim.ui.widgets.ticket import Progress, use_ticket

FACILITY, CONDITION, HOW = Text("Facility", "机构"), Text("Condition", "病种"), Text("Severity", "病情")
TELL = Text("Work out the sums", "计算")
READ = Text(
    "Every sum that the facility sees for this condition on the last day of the run, and what it does to its "
    "decisions; where a budget is held, its worth is taken from a run of a sample up to that day.",
    "该机构在模拟最后一日面对此病种的每一项金额，以及对其决策的影响；实行总额预算时，其价值取自抽样模拟到当日的结果。",
)
NO_SCENARIO = Text("Run a scenario above first.", "请先在上方选择方案并开始模拟。")
SUM, VALUE = Text("Sum", "项目"), Text("Value", "数值")
DECISION, HABIT, NOW = Text("Decision", "决策"), Text("By habit", "按惯例"), Text("Now", "现在")
DECISIONS = Text("Decisions", "决策变化")
YUAN, TIMES = Text("{:,.2f} yuan", "{:,.2f} 元"), Text("{:.3f}", "{:.3f}")
FORM = Text("{}: {} → {}", "{}：{} → {}")
SAMPLE = 0.05


def explained(scenario: Scenario, facility: str, condition: str, severity: str) -> Explanation:
    """Explain in a worker process, as ``countycare explain-incentive`` does."""
    return explain_incentive(scenario, facility, condition, severity, None, 1, SAMPLE, watch)


@solara.component
def Incentive(picture: Picture) -> None:
    """Choose facility, condition and severity, and read the sums."""
    tongue = language()
    scenario = pictures.scenarios().value.get(picture.meta.fingerprint)
    places = solara.use_memo(
        lambda: names_of(picture.sites[picture.sites["inside"]], "id", tongue), [id(picture), tongue]
    )
    conditions = solara.use_memo(lambda: names_of(OPEN("conditions"), "id", tongue), [tongue])
    facility = kept(f"flows.facility.{'-'.join(picture.meta.counties)}", busiest(picture))
    condition, severity = kept("flows.condition", "copd"), kept("flows.severity", "moderate")
    ticket: solara.Reactive[Ticket[Explanation] | None] = kept("flows.explanation", None)

    def start() -> None:
        def work(desk: Desk) -> Explanation:
            return desk.call(explained, scenario, facility.value, condition.value, severity.value)

        ticket.set(office().submit(session_id(), work, title=TELL, urgent=True))

    with solara.v.Html(tag="div", class_="cc-card"):
        solara.v.Html(tag="p", class_="cc-small cc-muted", children=[say(READ)])
        with solara.v.Html(tag="div", class_="cc-row"):
            items = [{"text": f"{name}（{code}）", "value": code} for code, name in places.items()]
            solara.v.Autocomplete(
                label=say(FACILITY), items=items, v_model=facility.value, on_v_model=facility.set, dense=True,
                outlined=True, hide_details=True, style_="max-width: 23rem",
                attributes={"aria-label": say(FACILITY)},
            )  # fmt: skip
            Choice(say(CONDITION), conditions, condition, 16)
            named = {one: text.say(tongue) for one, text in zip(SEVERITIES, SEVERITY, strict=True)}
            Choice(say(HOW), named, severity, 9)
            busy = ticket.value is not None and not ticket.value.over
            solara.Button(say(TELL), on_click=start, color="primary", disabled=busy or scenario is None)
        if scenario is None:
            Notice(say(NO_SCENARIO))
        if ticket.value is not None:
            _Answer(ticket.value).key(f"answer-{id(ticket.value)}")


@solara.component
def _Answer(ticket: Ticket[Explanation]) -> None:
    """What became of the question."""
    view = use_ticket(ticket)
    if view.result is None:
        Progress(ticket)
    else:
        Sums(view.result)


@solara.component
def Sums(told: Explanation) -> None:
    """The sums of an explanation and its decisions, as tables."""
    tongue = language()
    head = [told.facility.say(tongue), told.level.say(tongue), told.condition.say(tongue), str(told.on)]
    solara.v.Html(tag="h2", children=[" · ".join(head)], style_="margin-top: 12px")
    for what, usual, now in told.forms:
        text = say(FORM).format(*(one.say(tongue) for one in (what, usual, now)))
        solara.v.Html(tag="p", class_="cc-small", style_="margin: 0", children=[text])
    solara.v.Html(tag="h3", children=[say(DECISIONS)], style_="margin-top: 10px")
    DataTable(
        decisions(told.decisions, tongue), "decisions",
        {"what": Column(DECISION), "before": Column(HABIT), "after": Column(NOW)}, downloads=False,
    )  # fmt: skip
    with solara.v.Html(tag="div", class_="cc-grid", style_="margin-top: 12px"):
        for title, lines in told.sections:
            with solara.v.Html(tag="div"):
                DataTable(
                    sums(lines, tongue), "sums", {"what": Column(SUM), "value": Column(VALUE)},
                    caption=title.say(tongue), downloads=False,
                )  # fmt: skip


def sums(lines: tuple[Line, ...], tongue: str) -> pd.DataFrame:
    """Lines of a section in words: ``what, value``."""
    return pd.DataFrame(
        [(one.label.say(tongue), amount(one.value, one.unit, tongue)) for one in lines],
        columns=["what", "value"],
    )


def decisions(moved: tuple[Moved, ...], tongue: str) -> pd.DataFrame:
    """Decisions in words: ``what, before, after``."""
    rows = [
        (one.label.say(tongue), *(amount(value, one.unit, tongue) for value in (one.before, one.after)))
        for one in moved
    ]
    return pd.DataFrame(rows, columns=["what", "before", "after"])


def amount(value: float, unit: str, tongue: str) -> str:
    """A value with its unit: fen as yuan, shares in per cent, multiples plain."""
    if unit in ("fen", "day"):
        return YUAN.say(tongue).format(value / 100)
    return percent(value, 2).say(tongue) if unit == "share" else TIMES.say(tongue).format(value)
