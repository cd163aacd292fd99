"""How a number is set on the page: its unit as people read it, its range and the names within it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from sim.declare import UNIT_WORDS, Parameter
from sim.errors import Text
from sim.experiment.incentive import FORMS
from sim.money.payment import AS_USUAL
from sim.policy.lever import Dial

OFF = Text("without it", "未启用")
NOW = Text("as now", "现状")
LOW, USUAL, HIGH = Text("low", "低"), Text("as documented", "文件值"), Text("high", "高")
CHOSEN = Text("usual choice", "常用值")
AS_BEFORE = Text("as before", "维持原方式")
STEPS = 100
"""Least number of steps of a slider over its range."""
_KIND = re.compile(r"(?<![\w.])(\d)\s*([^\d,，:：;；]+)")


@dataclass(frozen=True)
class Scale:
    """How values are shown: money in yuan, shares in per cent.

    Attributes
    ----------
    times : float
        Shown is the value times this.
    unit : Text
    """

    times: float
    unit: Text

    def shown(self, value: float) -> float:
        """Return a value as it is shown."""
        return round(value * self.times, 8)

    def meant(self, shown: float) -> float:
        """Return the value that is meant by what is shown."""
        return round(shown / self.times, 10)


def scale_of(unit: str) -> Scale:
    """Return how values of a unit are shown."""
    if unit == "share":
        return Scale(100, Text("%", "%"))
    if unit == "fen":
        return Scale(0.01, Text("yuan", "元"))
    return Scale(1, UNIT_WORDS.get(unit, Text("", "")))


def step_of(parameter: Parameter) -> float:
    """Step of a slider as shown: 1, 2 or 5 times a power of ten, at least `STEPS` over the range."""
    scale = scale_of(parameter.unit)
    span = scale.shown(parameter.high - parameter.low)
    if span <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(span / STEPS))
    step = max(one * power for one in (1, 2, 5) if one * power <= span / STEPS * (1 + 1e-9))
    least = scale.shown(1) if parameter.is_integer else 0
    return float(round(max(step, least), 10))


def marks(parameter: Parameter, dial: Dial) -> tuple[tuple[float, Text], ...]:
    """Named values of a dial, sorted; a value that has several names has the first of these.

    The value without the lever, that of the catalogue, and the ends of the range in which it is plausible.
    """
    usual = USUAL if dial.evidence == "official" else CHOSEN
    without = OFF if parameter.evidence == "neutral" else NOW
    named: dict[float, Text] = {}
    for value, text in ((dial.value, usual), (parameter.value, without), (dial.low, LOW), (dial.high, HIGH)):
        named.setdefault(value, text)
    return tuple(sorted(named.items()))


def choices(parameter: Parameter) -> tuple[tuple[float, Text], ...]:
    """Kinds among which a number chooses, as its label tells them."""
    values = range(int(parameter.low), int(parameter.high) + 1)
    if parameter.path.startswith("pay_provider.form."):
        known = {float(form): text for form, text in FORMS.items()} | {float(AS_USUAL): AS_BEFORE}
        return tuple((float(one), known[float(one)]) for one in values)
    en, zh = (_kinds(text) for text in (parameter.label.en, parameter.label.zh))
    return tuple(
        (float(one), Text(en.get(one, str(one)), zh.get(one, str(one)))) for one in values
    )  # fmt: skip


def _kinds(label: str) -> dict[int, str]:
    return {int(number): text.strip() for number, text in _KIND.findall(label)}


def name_of(parameter: Parameter) -> Text:
    """Name of a number, without the list of its kinds."""
    if parameter.unit != "kind":
        return parameter.label
    cut = [re.split(r"[:：]", text)[0] for text in (parameter.label.en, parameter.label.zh)]
    return Text(*cut)
