"""`countycare levers`: what a scenario can switch on, in a list or one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import typer

from sim.cli.screen import Screen
from sim.cli.words import Words
from sim.cli.wrapping import columns, pad, wrap
from sim.errors import Text

if TYPE_CHECKING:
    from sim.declare import Parameter
    from sim.policy.lever import Lever

WIDEST = 120
LABELS = {
    "decision": Text("Moves the decision", "影响的决策"),
    "acts_through": Text("Acts through", "作用机制"),
    "expected": Text("The documents claim", "文件的主张"),
    "changed_by": Text("Decided by", "决定权"),
    "cost": Text("Cost", "费用"),
    "lead_time": Text("Lead time", "准备时间"),
    "reaches": Text("Can be narrowed to", "可限定的范围"),
    "needs": Text("Needs", "前提"),
    "excludes": Text("Not together with", "互斥"),
    "source": Text("Source", "来源"),
    "grounds": Text("Size of the effect", "效果大小"),
}
CLAIM = (" (a claim: shown beside results, never built in)", "（仅为主张：与结果并列显示，不写入模型）")
LEGEND = ("Below each: who may change it · evidence · how it acts", "每项下方：决定权 · 证据 · 作用机制")
Line = tuple[str, str]  # Rich style, text


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    name = words.optional(
        "ID", "A lever, to tell everything about it; or a family, to list it.",
        "杠杆编号：显示全部内容；或类别（如 referral）：列出该类。",
    )  # fmt: skip
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    title = words("List the policy levers, or tell all about one.", "列出政策杠杆，或详述其中一个。")

    @app.command("levers", help=title, rich_help_panel=words("Commands", "命令"))
    def levers(ctx: typer.Context, name: str | None = name, as_json: bool = as_json) -> None:
        screen: Screen = ctx.obj
        from rich.text import Text as Styled

        from sim.policy.catalogue import load_levers
        from sim.scenario.levers import known_lever

        family = [one for one in load_levers().values() if name in (None, one.family)]
        found = family or [known_lever(str(name))]
        if as_json:
            from sim.experiment.output import as_json as text_of

            rows = [_as_dict(one) for one in found]
            print(text_of(rows if family else rows[0]), end="")
            return
        console = screen.console()
        width = min(console.width, WIDEST) - 1
        lines = _list(screen, found, width) if family else _page(screen, found[0], width)
        for style, line in lines:
            console.print(Styled(line, style), soft_wrap=True)


def _list(screen: Screen, levers: list[Lever], width: int) -> Iterator[Line]:
    """Yield two lines a lever: id and name; who may change it, evidence and how it acts."""
    from sim.policy.wording import AUTHORITIES, EVIDENCE, FAMILIES

    room = max(len(one.id) for one in levers) + 3
    yield "dim", screen(*LEGEND)
    order = list(FAMILIES)
    levers = sorted(levers, key=lambda one: order.index(one.family) if one.family in order else len(order))
    for family, members in groupby(levers, key=lambda one: one.family):
        title = f"── {FAMILIES.get(family, Text(family, family)).say(screen.language)} "
        yield "bold cyan", title + "─" * (width - columns(title))
        for one in members:
            label = one.label.say(screen.language)
            for at, line in enumerate(wrap(label, width - room)):
                yield "bold", pad(one.id if at == 0 else "", room) + line
            meta = " · ".join(
                text.say(screen.language) for text in (AUTHORITIES[one.changed_by], EVIDENCE[one.evidence])
            )
            yield "dim", _cut(f"  {meta} · {one.acts_through.say(screen.language)}", width)
    yield "", ""
    yield "", screen("More about one: countycare levers ID", "详情：countycare levers 编号")


def _page(screen: Screen, lever: Lever, width: int) -> Iterator[Line]:
    """Yield everything about a lever."""
    from sim.policy.wording import AUTHORITIES, EVIDENCE, SCOPES

    language = screen.language
    both = (lever.label.zh, lever.label.en)
    first, second = both if language == "zh" else both[::-1]
    yield "bold", f"{first}  {second}" if columns(first + second) < width - 2 else first
    if columns(first + second) >= width - 2:
        yield "bold", second
    yield "dim", lever.id
    yield "", ""
    scopes = [SCOPES[one].say(language) for one in lever.reaches]
    joint = "、" if language == "zh" else ", "
    none = screen("none", "无")
    rows = {
        "acts_through": lever.acts_through.say(language),
        "decision": lever.decision.say(language),
        "expected": lever.expected.say(language) + screen(*CLAIM),
        "changed_by": AUTHORITIES[lever.changed_by].say(language),
        "cost": lever.cost.say(language),
        "lead_time": lever.lead_time.say(language),
        "reaches": joint.join(scopes) or screen("nothing: the whole county only", "不可限定，只能全县统一"),
        "needs": joint.join(_need(lever, one) for one in lever.needs) or none,
        "excludes": joint.join(lever.excludes) or none,
        "source": f"{lever.source} · {EVIDENCE[lever.evidence].say(language)}",
        "grounds": _told_of(lever).say(language),
    }
    indent = max(columns(text.say(language)) for text in LABELS.values()) + 2
    for key, text in rows.items():
        for at, line in enumerate(wrap(text, width - indent)):
            yield "", pad(LABELS[key].say(language) if at == 0 else "", indent) + line
    yield "", ""
    yield from _dials(screen, lever, width)


def _told_of(lever: Lever) -> Text:
    """Whether figures identify the size of the effect, by shipped calibration."""
    from sim.scenario.grounds import grounds
    from sim.scenario.posterior import shipped_posteriors

    found = [(one.name, grounds(lever.id, one).text) for one in shipped_posteriors()]
    if not found:
        return grounds(lever.id, None).text
    return Text("; ".join(f"{name}: {text.en}" for name, text in found),
                "；".join(f"{name}：{text.zh}" for name, text in found))  # fmt: skip


def _need(lever: Lever, other: str) -> str:
    """Id of a needed lever, and what its number must be at least."""
    return f"{other} ≥ {lever.least[other]:g}" if other in lever.least else other


def _dials(screen: Screen, lever: Lever, width: int) -> Iterator[Line]:
    """Yield the numbers a lever sets: name, value off and on, range, and what it rests on."""
    from sim.declare import load_parameters
    from sim.policy.wording import quantity, span

    language = screen.language
    title = screen("── Numbers it sets ", "── 设定的数字 ")
    yield "bold cyan", title + "─" * (width - columns(title))
    for path, dial in lever.dials.items():
        parameter = load_parameters()[path]
        off, on = (quantity(value, parameter.unit).say(language) for value in (parameter.value, dial.value))
        plausible = span(dial.low, dial.high, parameter.unit).say(language)
        allowed = span(parameter.low, parameter.high, parameter.unit).say(language)
        for line in wrap(parameter.label.say(language), width - 2):
            yield "bold", f"  {line}"
        yield "dim", f"  {path}"
        told = [screen(f"without it {off}  →  with it {on}", f"未启用 {off}  →  启用 {on}")]
        if plausible:
            told.append(screen(f"plausible {plausible}", f"合理范围 {plausible}"))
        if allowed and parameter.unit != "switch":
            told.append(screen(f"may be set to {allowed}", f"可设 {allowed}"))
        yield from (("green", f"    {line}") for line in _joined(told, width - 4))
        for line in wrap(_grounds(screen, dial.evidence, dial.source), width - 4):
            yield "", f"    {line}"
    beside = _beside(lever)
    if beside:
        title = screen("── Numbers it rests on (set under overrides) ", "── 相关数字（在 overrides 下设定） ")
        yield "", ""
        yield "bold cyan", title + "─" * (width - columns(title))
    for parameter in beside:
        value = quantity(parameter.value, parameter.unit).say(language)
        room = span(parameter.low, parameter.high, parameter.unit).say(language)
        for line in wrap(parameter.label.say(language), width - 2):
            yield "bold", f"  {line}"
        yield "dim", f"  {parameter.path}"
        grounds = _grounds(screen, parameter.evidence, parameter.source)
        for line in wrap(f"{value}{room and f' ({room})'} · {grounds}", width - 4):
            yield "", f"    {line}"


def _grounds(screen: Screen, evidence: str, source: str) -> str:
    """Grade of evidence and source; of an assumption of this project both in one."""
    from sim.policy.wording import EVIDENCE

    own = "assumption of this project"
    if evidence == "assumption" and source.startswith(own):
        return screen(own, "本项目的假设") + source.removeprefix(own)
    return f"{EVIDENCE[evidence].say(screen.language)} · {source}"


def _beside(lever: Lever) -> list[Parameter]:
    """Parameters of the lever's name that it leaves as they are."""
    from sim.declare import load_parameters

    begins = (f"{lever.id}.", f"{lever.id}_")
    return [
        one for path, one in load_parameters().items() if path.startswith(begins) and path not in lever.dials
    ]


def _joined(parts: list[str], width: int) -> Iterator[str]:
    """Yield lines of as many parts as fit, none of them broken."""
    line = parts[0]
    for part in parts[1:]:
        if columns(f"{line}   {part}") > width:
            yield line
            line = part
        else:
            line += f"   {part}"
    yield line


def _cut(text: str, width: int) -> str:
    """Text in one line of at most `width` columns."""
    if columns(text) <= width:
        return text
    while columns(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _as_dict(lever: Lever) -> dict[str, object]:
    from dataclasses import asdict

    from sim.declare import load_parameters

    parts = asdict(lever)
    parts["numbers"] = [
        dial
        | {
            "label": {"en": parameter.label.en, "zh": parameter.label.zh},
            "unit": parameter.unit,
            "off": parameter.value,
            "least": parameter.low,
            "most": parameter.high,
        }
        for dial in parts.pop("dials").values()
        for parameter in (load_parameters()[dial["path"]],)
    ]
    return {"family": lever.family, **parts}
