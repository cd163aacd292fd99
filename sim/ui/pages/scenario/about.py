"""Where a lever and its numbers come from, who may change it, and what its effect rests on."""

from __future__ import annotations

import solara

from sim.declare import load_parameters
from sim.errors import Text
from sim.policy.catalogue import load_levers
from sim.policy.lever import Lever
from sim.policy.wording import AUTHORITIES, EVIDENCE, quantity, span
from sim.scenario.grounds import grounds
from sim.ui.draft import Draft
from sim.ui.language import say
from sim.ui.pages.scenario.dials import name_of
from sim.ui.pages.sources.cited import UNTOLD, in_chinese

OPEN = Text("Sources, cost and mechanism", "来源、费用与作用机制")
CLOSE = Text("Close", "关闭")
LABELS = {
    "changed_by": Text("Decided by", "决定权"),
    "cost": Text("Cost", "费用"),
    "lead_time": Text("Lead time", "准备时间"),
    "acts_through": Text("Acts through", "作用机制"),
    "expected": Text("The documents claim", "文件的主张"),
    "needs": Text("Needs", "前提"),
    "excludes": Text("Not together with", "互斥"),
    "source": Text("Source", "来源"),
    "grounds": Text("Size of the effect", "效果大小"),
}
CLAIM = Text(" (a claim, never built in)", "（仅为主张，不写入模型）")
RANGE = Text("plausible", "合理范围")


def rows(lever: Lever, draft: Draft) -> list[tuple[Text, Text]]:
    """What there is to tell about a lever, with its heading; without what there is nothing to tell of."""
    levers = load_levers()

    def named(ids: tuple[str, ...]) -> Text:
        return Text(
            "; ".join(levers[one].label.en for one in ids), "；".join(levers[one].label.zh for one in ids)
        )

    evidence = EVIDENCE[lever.evidence]
    told = {
        "changed_by": AUTHORITIES[lever.changed_by],
        "cost": lever.cost,
        "lead_time": lever.lead_time,
        "acts_through": lever.acts_through,
        "expected": Text(lever.expected.en + CLAIM.en, lever.expected.zh + CLAIM.zh),
        "needs": named(lever.needs),
        "excludes": named(lever.excludes),
        "source": Text(f"{lever.source} · {evidence.en}", f"{rests_on(lever.source)} · {evidence.zh}"),
        "grounds": grounds(lever.id, draft.base.posterior).text,
    }
    return [(LABELS[key], text) for key, text in told.items() if text.en]


def rests_on(source: str) -> str:
    """Tell a source in Chinese; as it is recorded, in English, where that cannot be done."""
    told = in_chinese(source)
    return source if told == UNTOLD else told


@solara.component_vue("focus.vue")
def _Focus() -> None:
    """Takes the keyboard into the dialog."""


@solara.component
def About(id_: str, draft: Draft) -> None:
    """Show a button that opens what there is to know about a lever."""
    is_open, set_open = solara.use_state(False)
    lever = load_levers()[id_]
    solara.Button(
        say(OPEN), icon_name="mdi-information-outline", text=True, small=True,
        on_click=lambda: set_open(True), attributes={"aria-haspopup": "dialog"},
    )  # fmt: skip
    with (
        solara.v.Dialog(v_model=is_open, on_v_model=set_open, max_width="720px", scrollable=True),
        solara.v.Card(),
    ):
        solara.v.CardTitle(children=[say(lever.label)])
        with solara.v.CardText():
            if is_open:
                _Focus()
                _Told(lever, draft)
        with solara.v.CardActions():
            solara.v.Spacer()
            solara.Button(say(CLOSE), text=True, on_click=lambda: set_open(False))


@solara.component
def _Told(lever: Lever, draft: Draft) -> None:
    with solara.v.Html(tag="dl", class_="sc-about"):
        for label, text in rows(lever, draft):
            solara.v.Html(tag="dt", children=[say(label)])
            solara.v.Html(tag="dd", children=[say(text)])
        for path, dial in lever.dials.items():
            parameter = load_parameters()[path]
            grade = say(EVIDENCE[dial.evidence])
            room = say(span(dial.low, dial.high, parameter.unit))
            value = (
                say(quantity(dial.value, parameter.unit)) if parameter.unit != "kind" else f"{dial.value:g}"
            )
            solara.v.Html(tag="dt", children=[say(name_of(parameter))])
            solara.v.Html(
                tag="dd",
                children=[
                    f"{value}{room and f' ({say(RANGE)} {room})'} · {grade} · ",
                    say(Text(dial.source, rests_on(dial.source))),
                    solara.v.Html(tag="code", class_="cc-small cc-muted", children=[" " + path]),
                ],
            )  # fmt: skip
