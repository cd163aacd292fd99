"""What the source of a number says, for readers of Chinese: sources and notes are recorded in English.

Nothing is translated word by word. Told are the standing phrases (what a number rests on), the published
figures that are cited by id, the documents, and titles that are given in Chinese; the record stays beside.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sim.errors import Text
from sim.ui.pages.sources.figures import figures

STANDING = {
    "assumption of this project": "本项目假设",
    "modelling choice": "建模选择",
    "off by default": "默认不启用",
    "neutral": "未启用时取中性值",
    "steady state of this model": "本模型稳态值",
    "from memory": "凭记忆，待核对",
    "national health statistics": "国家卫生健康统计",
    "national bureau of statistics": "国家统计局",
    "china statistical yearbook": "中国统计年鉴",
    "national cancer statistics": "全国癌症统计",
    "list prices": "收费标准",
    "geocoded village points": "村级地理编码点",
    "population census": "人口普查",
    "seed of the drawing": "抽签种子",
    "free flow": "畅行车速",
    "sustainable development goal": "联合国可持续发展目标指标",
    "the class the others are compared with": "对照类别",
    "usual formula": "常用统计公式",
    "1 by default": "默认取 1",
}
"""Phrases with which sources begin or end, in small letters, and what they mean."""
IDS = re.compile(r"\b(?:IN|TG)\d{3}\b")
DOCUMENT = re.compile(
    r"\b([a-z]+(?:-[a-z]+)*-20\d\d)\b(?: ([问题一二三四五六七八九十]+(?:[(（][^)）]*[)）])?\d*))?"
)
TITLE = re.compile(
    r"[《]?[\u4e00-\u9fff〔〕（）、“”0-9]*[\u4e00-\u9fff]{6,}[\u4e00-\u9fff〔〕（）、“”0-9]*[》]?"
)
MOST = 3
"""Figures named in one source; the others are named in the record."""
RECORD = Text("Source", "原始记录（英文）")
CITED = Text("Source", "来源")
UNTOLD = "见原始记录"
HOW = Text(
    "",
    "参数的来源与备注以英文记录，未逐条翻译。“来源”列据此用中文列出其依据：固定用语、所引公布数字和文件名称；"
    "“原始记录”列为英文原文，以原文为准。",
)


def in_chinese(source: str) -> str:
    """Tell a source in Chinese: what it rests on, the figures and documents it cites, and Chinese titles.

    Returns
    -------
    str
        `UNTOLD` where nothing of that stands in the source.
    """
    small = source.casefold()
    names = figure_names()
    ids = list(dict.fromkeys(IDS.findall(source)))
    told = [f"{one}（{names[one]}）" for one in ids[:MOST] if one in names]
    documents = document_names()
    for key, clause in DOCUMENT.findall(source):
        if key in documents:
            told.append(f"{documents[key]}{f'（{clause}）' if clause else ''}")
    titles = (one.strip("、") for one in TITLE.findall(DOCUMENT.sub(" ", source)))
    told += [one if one.count("（") == one.count("）") else one.strip("（）") for one in titles]
    told += [words for phrase, words in STANDING.items() if phrase in small]
    return "；".join(dict.fromkeys(told)) or UNTOLD


@lru_cache(maxsize=1)
def figure_names() -> dict[str, str]:
    """Return Chinese names of the published figures by id."""
    frame = figures("zh")
    return dict(zip(frame["id"], frame["name"], strict=True))


@lru_cache(maxsize=1)
def document_names() -> dict[str, str]:
    """Return Chinese names of documents by the key under which they are cited."""
    found: dict[str, str] = {}
    for title in figures("zh")["source"].unique():
        name, _, key = str(title).rpartition(", ")
        if DOCUMENT.fullmatch(key):
            found.setdefault(key, name)
    return found
