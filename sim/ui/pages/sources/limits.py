"""What the model cannot do, in plain words."""

from __future__ import annotations

from sim.calibration.findings import Findings
from sim.calibration.report import ASSUMED
from sim.declare import load_parameters
from sim.errors import Text

FIRST = (
    Text(
        "It describes no real person and is no forecast. It is no substitute for clinical or fiscal "
        "judgement.",
        "它不描述任何真实的个人，也不是预测，不能代替临床和财政判断。",
    ),
    Text(
        "Read differences between scenarios, with their intervals, rather than one level.",
        "请看不同方案之间的差异及其区间，而不要只看某一个数值。",
    ),
)
GROUPS = {
    Text("Place and people", "地点与人口"): (
        Text(
            "Villages and most townships are real by name and stand at estimated points: a map is schematic, "
            "and travel "
            "times are as good as that. A county's own map can take their place.",
            "村和多数乡镇名称真实、位置为估计：地图仅为示意，行程时间的可靠程度以此为限；可换上本县的真实地"
            "图。",
        ),
        Text(
            "The people are made from the census of 2020 and surveys; nobody changes insurance during a run, "
            "and newborns "
            "enter at New Year.",
            "居民按 2020 年人口普查和调查资料合成；模拟期间不改变参保类型，新生儿于年初计入。",
        ),
        Text(
            "Beds, doctors and what institutions are able to treat are partly assumptions with wide ranges.",
            "床位、医师和机构诊治能力有一部分是范围很宽的假设。",
        ),
    ),
    Text("How people and doctors answer", "患者与医生的反应"): (
        *ASSUMED,
        Text(
            "How strongly doctors and patients follow most measures is an assumption with a range: documents "
            "say what is "
            "asked for, hardly ever how far it is done.",
            "多数措施的执行程度是带范围的假设：文件写明要求，却很少写明落实到什么程度。",
        ),
        Text(
            "A simulated person weighs money, travel, waits, trust, contract and habit. Advice of family, "
            "advertising and "
            "personal ties to a doctor are not told apart from trust and habit.",
            "模拟中的居民权衡费用、路程、候诊、信任、签约和习惯；家人意见、宣传和熟人关系未与信任和习惯区"
            "分。",
        ),
    ),
    Text("What is counted", "统计口径"): (
        Text(
            "The reported in-county visit rate depends on what is counted. The range over the admissible "
            "readings is wider "
            "than most effects.",
            "上报的县域内就诊率取决于统计口径，各种合理口径之间的差距大于多数政策效果。",
        ),
        Text(
            "The published figures are of six county units together; they say nothing of one county alone.",
            "公布的指标为六个县区合计，不能说明单个县的情况。",
        ),
        Text(
            "The rise of the primary share of visits within 2024 cannot be behaviour alone: returns of "
            "village clinics "
            "explain most of it, and how many were missing is known from this figure only.",
            "2024 年内基层诊疗占比的上升不可能全是行为变化，主要来自村卫生室纳入报表，而此前缺报多少只能由该"
            "指标推知。",
        ),
    ),
    Text("What the model leaves out", "模型未包含"): (
        Text(
            "Several illnesses of one person do not influence each other, and case fatality does not depend "
            "on age.",
            "同一人的多种疾病互不影响，病死率不随年龄变化。",
        ),
        Text(
            "Bookable examinations are not a resource of their own; nothing moves the share of difficult "
            "operations within "
            "a year.",
            "检查预约不作为单独资源；没有任何过程能在一年内改变高难度手术的比例。",
        ),
        Text(
            "A tenth of the people gives slightly other levels than everybody, since clinics of a sample "
            "meet fewer "
            "people. Compare scenarios at one sample; quote levels from whole runs.",
            "抽样十分之一时水平值与全部人口略有不同，因为样本中的机构接诊较少；比较方案须用同一抽样，引用水平"
            "值须用全部人口。",
        ),
    ),
}
"""Limits by what they concern."""


def in_numbers(findings: Findings) -> list[Text]:
    """Say how much of the model is measured and how much is assumed."""
    declared = load_parameters().values()
    weak = sum(one.evidence == "assumption" for one in declared)
    neutral = sum(one.evidence == "neutral" for one in declared)
    told = [
        Text(
            f"Of {len(declared):,} declared numbers {weak:,} are assumptions with a range; {neutral:,} more "
            "are neutral "
            "settings of levers that are off.",
            f"全部 {len(declared):,} 个已声明参数中，{weak:,} 个为带范围的假设，另有 {neutral:,} 个为未启用杠"
            "杆的中性值。",
        )
    ]
    known = findings.rows("identifiability")
    if known:
        count = sum(str(row["status"]) == "identified" for row in known)
        told.append(
            Text(
                f"The published figures tell {count} of the {len(known)} numbers that were left free; the "
                "others keep what "
                "was believed before.",
                f"{len(known)} 个放开的参数中，{count} 个能由公布指标识别，其余保持先验。",
            )
        )
    else:
        told.append(
            Text(
                "The model has not been fitted to the published figures in this version: levels are set by "
                "hand near them.",
                "本版本尚未按公布指标校准：水平值为人工设定在公布值附近。",
            )
        )
    return told
