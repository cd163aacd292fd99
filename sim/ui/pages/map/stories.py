"""The story of a facility or a village in words, from the tables of a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from sim.errors import Text
from sim.experiment.phrases import OPTIONS
from sim.experiment.picture.picture import Picture
from sim.experiment.picture.tiers import NAMES, Tier
from sim.geography.tables import records
from sim.policy.wording import percent
from sim.ui.charts.ground.base import month_name, names_of, place_of
from sim.ui.charts.ground.sites import indicator_of

KINDS = {
    "village_clinic": Text("village clinic", "村卫生室（社区卫生服务站）"),
    "township_centre": Text("township health centre", "乡镇卫生院（社区卫生服务中心）"),
    "county_general": Text("county general hospital", "县级综合医院"),
    "county_tcm": Text("county hospital of Chinese medicine", "县级中医医院"),
    "county_mch": Text("maternal and child hospital", "妇幼保健院"),
    "other_hospital": Text("other hospital in the county", "县域内其他医院"),
    "neighbour": Text("hospital of a neighbouring county", "邻县医院"),
    "city": Text("city level-3 hospital", "市三级医院"),
    "far": Text("hospital beyond the city", "市外医院"),
}
NEAR = {"own_clinic": "walk", "own_centre": "ebike", "general": "bus", "city": "bus"}
BY = {
    "walk": Text("on foot", "步行"),
    "ebike": Text("by e-bike", "骑电动车"),
    "bus": Text("by bus", "乘公交"),
}
HOMES = 3
"""Villages that a story names."""


def facility_story(picture: Picture, facility: str, language: str) -> list[str]:
    """Sentences on a facility: what it is, its load, waits and beds, whom it serves, what it earns."""
    row = place_of(picture.sites, "id", facility)
    months = picture.facilities[picture.facilities["id"] == facility].sort_values("month")
    texts = [
        _what(row),
        *_load(months),
        *_peak(picture, months, "wait_minutes", WAITED),
        *(_peak(picture, months, "bed_occupancy", USED) if float(row["beds"]) else ()),
        *_homes(picture, facility, row),
        *_money(months),
    ]
    return [one.say(language) for one in texts]


def _what(row: Mapping[str, Any]) -> Text:
    kind = KINDS[str(row["kind"])]
    role = Text("", "")
    if row["community"]:
        role = Text(f", member of community {row['community']}", f"，{row['community']} 医共体成员")
        if row["leads"]:
            role = Text(f", leads community {row['community']}", f"，{row['community']} 医共体牵头医院")
    beds = Text(f", {row['beds']:.0f} beds", f"、{row['beds']:.0f} 张床位") if row["beds"] else Text("", "")
    place = (
        Text("Its place is observed.", "位置为实测。")
        if row["provenance"] == "observed"
        else Text("Its place is put by rule (schematic).", "位置为推定（示意）。")
    )
    return Text(
        f"{kind.en[0].upper()}{kind.en[1:]}{role.en}; {row['doctors']:.0f} doctors{beds.en}. {place.en}",
        f"{kind.zh}{role.zh}；医师 {row['doctors']:.0f} 人{beds.zh}。{place.zh}",
    )


def _load(months: pd.DataFrame) -> Iterator[Text]:
    visits, stays = int(months["visits"].sum()), int(months["discharges"].sum())
    if not visits and not stays:
        yield Text("Nobody was seen here in this run.", "本次模拟期内无人就诊。")
        return
    top = records(months.sort_values("visits", ascending=False).head(1))[0]
    stayed = Text(f", {stays:,} discharges", f"、出院 {stays:,} 人次") if stays else Text("", "")
    yield Text(
        f"In {len(months)} months {visits:,} outpatient visits{stayed.en}; busiest in "
        f"{month_name(top['month'], 'en')} ({top['visits']:,}).",
        f"{len(months)} 个月共门急诊 {visits:,} 人次{stayed.zh}；最忙为{month_name(top['month'], 'zh')}"
        f"（{top['visits']:,} 人次）。",
    )


Peak = tuple[Text, Callable[[float], Text]]
"""A sentence with ``mean``, ``month`` and ``top``, and how its values are written."""
WAITED: Peak = (
    Text("People waited {mean} min on average, longest in {month} ({top} min).",
         "平均候诊 {mean} 分钟，{month}最长（{top} 分钟）。"),
    lambda minutes: Text(f"{minutes:.0f}", f"{minutes:.0f}"),
)  # fmt: skip
USED: Peak = (
    Text("{mean} of its beds were in use, most in {month} ({top}).",
         "病床使用率 {mean}，{month}最高（{top}）。"),
    lambda share: percent(share, 0),
)  # fmt: skip


def _peak(picture: Picture, months: pd.DataFrame, indicator: str, words: Peak) -> Iterator[Text]:
    """Mean and highest month of an indicator of the facility, where it has one."""
    facility = str(months["id"].iloc[0])
    main = picture.at_facilities(indicator).get(facility, float("nan"))
    values = pd.Series(indicator_of(picture, months, indicator), index=months["month"]).dropna()
    if main != main or not len(values):
        return
    text, told = words

    def said(language: str) -> str:
        month = month_name(str(values.idxmax()), language)
        mean, top = (told(one).say(language) for one in (main, float(values.max())))
        return text.say(language).format(mean=mean, month=month, top=top)

    yield Text(said("en"), said("zh"))


def _homes(picture: Picture, facility: str, row: Mapping[str, Any]) -> Iterator[Text]:
    ways = picture.ways[(picture.ways["facility"] == facility) & (picture.ways["visits"] > 0)]
    if not len(ways):
        return
    by_village = ways.groupby("village")["visits"].sum().sort_values(ascending=False)
    own = picture.villages.set_index("code")["township"].reindex(by_village.index) == row["township"]
    share = float(by_village[own].sum()) / float(by_village.sum())
    tops = {
        language: (", " if language == "en" else "、").join(
            names_of(picture.villages, "code", language)[code] for code in by_village.index[:HOMES]
        )
        for language in ("en", "zh")
    }
    near = Text("", "")
    if row["township"]:  # a hospital belongs to the county, not to a township
        own_share = percent(share, 0)
        near = Text(f", {own_share.en} from its own township", f"，其中本乡镇占 {own_share.zh}")
    yield Text(
        f"Its patients come from {len(by_village)} villages{near.en}; most from {tops['en']}.",
        f"患者来自 {len(by_village)} 个村（社区）{near.zh}；最多的是{tops['zh']}。",
    )


def _money(months: pd.DataFrame) -> Iterator[Text]:
    bills = float(months[["outpatient_bill_fen", "inpatient_bill_fen"]].sum().sum())
    if not bills:
        return
    paid = ["outpatient_fund_fen", "inpatient_fund_fen", "critical_fen"]
    share = percent(float(months[paid].sum().sum()) / bills, 0)
    million, wan = bills / 1e8, bills / 1e6
    yield Text(
        f"Its bills came to {million:,.2f} million yuan, of which insurance paid {share.en}.",
        f"医疗费用合计 {wan:,.1f} 万元，医保支付 {share.zh}。",
    )


def village_story(picture: Picture, village: str, language: str) -> list[str]:
    """Sentences on a village: who lives there, how far care is, where its people go."""
    row = place_of(picture.villages, "code", village)
    town = names_of(picture.townships, "code", language)[row["township"]]
    kind = Text("Urban community", "城镇社区") if row["urban"] else Text("Village", "行政村")
    place = (
        Text("place observed", "位置为实测")
        if row["provenance"] == "observed"
        else Text("place put by rule (schematic)", "位置为推定（示意）")
    )
    people = int(row["people"])
    first = Text(
        f"{kind.en} in {town}, {people:,} registered people; {place.en}.",
        f"{town}{kind.zh}，户籍人口 {people:,} 人；{place.zh}。",
    )
    texts = [first, *_distances(picture, village), *_choices(picture, village)]
    return [one.say(language) for one in texts]


def _distances(picture: Picture, village: str) -> Iterator[Text]:
    reach = {row["option"]: row for row in records(picture.reach[picture.reach["village"] == village])}
    told = [
        (OPTIONS[option], BY[mode], float(reach[option][mode]))
        for option, mode in NEAR.items()
        if option in reach
    ]
    if told:
        yield Text(
            "One way: " + "; ".join(f"{o.en} {m:.0f} min {by.en}" for o, by, m in told) + ".",
            "单程：" + "；".join(f"到{o.zh}{by.zh} {m:.0f} 分钟" for o, by, m in told) + "。",
        )


def _choices(picture: Picture, village: str) -> Iterator[Text]:
    rows = picture.ways[picture.ways["village"] == village]
    by_tier = rows.groupby("tier")["visits"].sum()
    total = float(by_tier.sum())
    if not total:
        yield Text("None of its people were seen anywhere in this run.", "模拟期内本村无人就诊。")
        return
    shares = [
        (NAMES[tier], percent(float(by_tier.get(tier.name.lower(), 0)) / total, 0))
        for tier in Tier
        if by_tier.get(tier.name.lower(), 0)
    ]
    best = rows[rows["facility"] != ""].sort_values("visits", ascending=False).head(1)
    names = {one: names_of(picture.sites, "id", one) for one in ("en", "zh")}
    used = best["facility"].iloc[0] if len(best) else ""
    most = Text("", "")
    if used:
        most = Text(f" Most used: {names['en'][used]}.", f"去得最多的是{names['zh'][used]}。")
    en = ", ".join(f"{share.en} {one.en}" for one, share in shares)
    zh = "、".join(f"{one.zh} {share.zh}" for one, share in shares)
    yield Text(f"Of {total:,.0f} visits: {en}.{most.en}", f"门急诊 {total:,.0f} 人次中：{zh}。{most.zh}")
