"""Words that a cell may hold, in Chinese or English, and what each stands for."""

from __future__ import annotations

from collections.abc import Mapping

from sim.geography.facts import COMPASS

_CHINESE_COMPASS = (
    "北", "东北偏北", "东北", "东北偏东", "东", "东南偏东", "东南", "东南偏南", "南", "西南偏南", "西南",
    "西南偏西", "西", "西北偏西", "西北", "西北偏北",
)  # fmt: skip
TIERS = ("village", "township", "county", "city", "far")
"""Places of care of a monthly sum; hospitals of neighbouring counties and of the city count as city."""
LISTS: Mapping[str, Mapping[str, str]] = {
    "yes": {"yes": "yes", "no": "no", "1": "yes", "0": "no", "是": "yes", "否": "no"},
    "direction": {one: one for one in COMPASS} | dict(zip(_CHINESE_COMPASS, COMPASS, strict=True)),
    "category": {
        "综合医院": "general", "中医医院": "tcm", "妇幼保健院": "maternal_child", "专科医院": "specialised",
        "民营医院": "private", "其他医院": "other", "乡镇卫生院": "township_health_centre",
        "社区卫生服务中心": "township_health_centre", "村卫生室": "village_clinic",
        "社区卫生服务站": "village_clinic", "general": "general", "tcm": "tcm",
        "maternal_child": "maternal_child", "specialised": "specialised", "private": "private",
        "other": "other", "township_health_centre": "township_health_centre",
        "village_clinic": "village_clinic",
    },
    "level": {"二级": "二级", "三级": "三级", "2": "二级", "3": "三级"},
    "owner": {
        "县属": "county", "市属": "city", "民营": "private", "county": "county", "city": "city",
        "private": "private",
    },
    "destination": {
        "邻县": "NEIGHBOUR", "市级": "CITY", "市外": "FAR", "neighbour": "NEIGHBOUR", "city": "CITY",
        "far": "FAR",
    },
    "tier": {one: one for one in TIERS}
    | dict(zip(("村", "乡镇", "县级", "市级", "市外"), TIERS, strict=True)),
    "payer": {
        "居民": "residents", "职工": "employees", "全部": "all", "residents": "residents",
        "employees": "employees", "all": "all",
    },
}  # fmt: skip
HOSPITALS = ("general", "tcm", "maternal_child", "specialised", "private", "other")


def meaning(kind: str, word: str) -> str | None:
    """What a word of a list stands for, None when the list has it not; case does not matter."""
    known = LISTS[kind]
    return known.get(word) or known.get(word.lower()) or known.get(word.upper())
