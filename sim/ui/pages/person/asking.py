"""The form: which two policies, whom to follow, how many are simulated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import solara

from sim.errors import Text
from sim.experiment.examples import EXAMPLES
from sim.experiment.phrases import CHRONIC, INSURANCE
from sim.experiment.wish import Wish
from sim.policy.wording import percent
from sim.ui.language import language, say
from sim.ui.pages.person import begin, sides
from sim.ui.pages.person.lives import MOST, Asked
from sim.ui.session import kept
from sim.ui.widgets.explain import Explain, Notice
from sim.ui.widgets.pick import Pick

POLICY = {"a": Text("Policy A", "方案 A"), "b": Text("Policy B", "方案 B")}
WHO = Text("Whom to follow", "跟踪谁")
LIKE = Text("Somebody who is …", "选一类人")
NARROW = Text("Narrow it down", "进一步筛选")
ANY = Text("any", "不限")
FOUR = "grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr) minmax(0, 1.4fr) minmax(0, .8fr)"
FOLLOW = Text("Follow them", "开始跟踪")
AGE = Text("Age", "年龄")
AGES = {
    "": (0, 120),
    "0-6": (0, 6),
    "7-17": (7, 17),
    "18-44": (18, 44),
    "45-59": (45, 59),
    "60-74": (60, 74),
    "75+": (75, 120),
}
SEX = Text("Sex", "性别")
SEXES = {"": ANY, "woman": Text("women", "女"), "man": Text("men", "男")}
ILLNESS = Text("Chronic illness", "慢性病")
INCOME = Text("Household income", "家庭收入")
FIFTHS = {
    0: ANY,
    1: Text("poorest fifth", "最低五分之一"),
    2: Text("second fifth", "第二个五分位"),
    3: Text("middle fifth", "中间五分位"),
    4: Text("fourth fifth", "第四个五分位"),
    5: Text("richest fifth", "最高五分之一"),
}
INSURED = Text("Insurance", "医疗保险")
ROAD = Text("Road to the county hospital", "到县医院的路")
ROADS = {
    "": ANY,
    "near": Text("shortest fifth", "最近五分之一"),
    "far": Text("longest fifth", "最远五分之一"),
}
EVERYBODY = Text("People simulated", "模拟人口")
SAMPLES = {"0.1": Text("a tenth (quicker)", "十分之一（较快）"), "1": Text("everybody", "全部居民")}
HOW = Text(
    f"Up to {MOST} people of this kind, spread over the county, are followed through both policies with the "
    "same "
    "random history: same illnesses, same draws. Where the two lives part, the policy is the reason. The "
    "people "
    "are synthetic: none of them is a real resident.",
    f"从符合条件的居民中均匀选出最多 {MOST} 人，在两种方案下以同一随机历史（同样的患病、同样的随机数）各模拟"
    "一遍；"
    "两种经历若有分岔，原因在于政策。居民均为合成人口，不对应任何真实个人。",
)


@solara.component
def Asking(policies: sides.Sides, on_ask: Callable[[Asked], None], busy: bool) -> None:
    """Show the form.

    Parameters
    ----------
    policies
        What can be chosen.
    on_ask
        Called when the button is pressed and the two can be compared.
    busy
        Whether an answer is on its way.
    """
    tongue = language()
    a, b = kept("person.a", sides.FIRST[0]), kept("person.b", sides.FIRST[1])
    wish, sample = kept("person.wish", Wish("old-hypertensive-far")), kept("person.sample", "0.1")
    names = {key: one.title.say(tongue) for key, one in policies.items()}
    found = begin.brought().value
    wrong = sides.fault(policies, (a.value, b.value))

    def choose_a(key: str) -> None:
        a.set(key)
        possible = sides.partners(policies, key)
        if b.value not in possible and possible:
            b.set(possible[0])

    def ask() -> None:
        first, second = policies[a.value], policies[b.value]
        titles = first.title, second.title
        who = found.resident if found else wish.value
        on_ask(Asked(first.scenario, second.scenario, who, sample=float(sample.value), titles=titles))

    with solara.v.Html(tag="section", class_="cc-card", attributes={"aria-label": say(WHO)}):
        with solara.v.Html(tag="div", class_="cc-grid", style_=FOUR):
            Pick(say(POLICY["a"]), a.value, names, choose_a)
            possible = sides.partners(policies, a.value) if a.value in policies else []
            Pick(say(POLICY["b"]), b.value, {key: names[key] for key in possible}, b.set)
            examples = {"": say(ANY)} | {key: one.say(tongue) for key, one in EXAMPLES.items()}
            Pick(
                say(LIKE),
                wish.value.example,
                examples,
                lambda one: wish.set(replace(wish.value, example=one)),
                disabled=found is not None,
            )
            shares = {key: one.say(tongue) for key, one in SAMPLES.items()}
            if found:
                shares = {sample.value: say(percent(found.sample))}
            Pick(say(EVERYBODY), sample.value, shares, sample.set)
        begin.Fixed()
        if wrong:
            Notice(say(wrong))
        with solara.v.Html(tag="div", class_="cc-row", style_="margin-top: 10px; align-items: flex-start"):
            solara.Button(
                say(FOLLOW),
                icon_name="mdi-account-search",
                color="primary",
                on_click=ask,
                disabled=bool(wrong) or busy,
            )
            if not found:
                with solara.v.Html(tag="details", class_="cc-explain", style_="max-width: 100%"):
                    solara.v.Html(tag="summary", children=[say(NARROW)])
                    Filters(wish.value, wish.set)
            Explain(say(HOW))


@solara.component
def Filters(wish: Wish, on_wish: Callable[[Wish], None]) -> None:
    """Show what narrows the choice."""
    tongue = language()

    def words(every: dict[str, Text]) -> dict[str, str]:
        return {"": say(ANY)} | {key: one.say(tongue) for key, one in every.items()}

    age = next(key for key, span in AGES.items() if span == wish.age)
    sex = "" if wish.woman is None else "woman" if wish.woman else "man"
    with solara.v.Html(tag="div", class_="cc-grid", style_="margin: 8px 0"):
        Pick(
            say(AGE),
            age,
            {key: key or say(ANY) for key in AGES},
            lambda one: on_wish(replace(wish, age=AGES[one])),
        )
        Pick(
            say(SEX),
            sex,
            {key: one.say(tongue) for key, one in SEXES.items()},
            lambda one: on_wish(replace(wish, woman=None if not one else one == "woman")),
        )
        Pick(
            say(ILLNESS),
            next(iter(wish.chronic), ""),
            words(CHRONIC),
            lambda one: on_wish(replace(wish, chronic=(one,) if one else ())),
        )
        Pick(
            say(INCOME),
            str(wish.income),
            {str(key): one.say(tongue) for key, one in FIFTHS.items()},
            lambda one: on_wish(replace(wish, income=int(one))),
        )
        Pick(
            say(INSURED), wish.insurance, words(INSURANCE), lambda one: on_wish(replace(wish, insurance=one))
        )
        Pick(
            say(ROAD),
            wish.road,
            {key: one.say(tongue) for key, one in ROADS.items()},
            lambda one: on_wish(replace(wish, road=one)),
        )
