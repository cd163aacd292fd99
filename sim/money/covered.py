"""The rules that worked cases cover, with the clause each comes from."""

from __future__ import annotations

from typing import NamedTuple

from sim.errors import Text


class Covered(NamedTuple):
    """A rule in both languages, and the clause that makes it; empty for one that is local or arithmetic."""

    label: Text
    clause: str


_ROWS = """
first_admission | 90 % for the first stay at the own institution | 首诊机构首次住院90% | yangzhou-2020 三(一)1
benefit_limit | first-contact signers: limit +100 | 首诊签约限额提高100元 | yangzhou-2020 三(一)2
benefit_deductible | first-contact signers: deductible −50 | 首诊签约起付线降低50元 | yangzhou-2020 三(一)2
benefit_special | first-contact signers: special −100 | 特殊病种起付线降低100元 | yangzhou-2020 三(一)2
tiers | ratio and deductible by tier | 按级别的起付线与比例 | yangzhou-2020 三(一)3
tcm | higher ratio for traditional medicine | 中医药提高比例 | yangzhou-2020 三(一)3
exempt_emergency | emergency, verified afterwards or not | 急危重症及事后审核 | yangzhou-2020 三(二)1
exempt_child | children and pupils need no slip | 学生儿童免转诊手续 | yangzhou-2020 三(二)1
difference | moving up: difference of deductibles | 上转补起付线差额 | yangzhou-2020 三(二)3
down_free | moving down: no deductible | 下转不计起付线 | yangzhou-2020 三(二)3
tight | one deductible in a tight community | 紧密型医共体一次起付线 | yangzhou-2020 三(二)3
per_stay | who skips pays per stay | 越级者按次计起付线 | yangzhou-2020 三(二)3
stepwise | +5 points step by step | 逐级转诊加5个百分点 | yangzhou-2020 三(二)3
skipped | −10 points for skipping | 越级减10个百分点 | yangzhou-2020 三(二)3
far_referred | −5 points out of the city with referral | 转市外减5个百分点 | yangzhou-2020 三(二)3
far_unreferred | −20 points out of the city without | 未转诊到市外减20个百分点 | yangzhou-2020 三(二)3
drugs | drugs for hypertension and diabetes | 两病门诊用药 | yangzhou-2020 三(三)3
one_stop | all layers at one window | 一站式结算 | yangzhou-2020 四(四)
partner | partner hospital outside, local rules | 协议合作医院按本地办法 | arun-banner-2020 三(六)
exam | level-one examination at the lead | 上转检查享一级医院待遇 | qinhuangdao-2024 问题三一
hunan_chain | deductibles counted on after referral | 转诊连续计算起付线 | hunan-2024 五(三)
telehealth | telehealth fee | 远程会诊费 | hunan-2024 五(三)
outpatient_pool | outpatient pool | 门诊统筹 | yangzhou-2020 一
special | special outpatient care | 门诊特殊病种 |
scope | fully, partly and not covered parts | 甲类、乙类与目录外 |
limit | yearly limits | 年度限额 |
repeat | later unlinked stays of a year | 年内再次住院起付线 |
chain_of_three | chains of three stays and more | 三次及以上连续转诊 |
bands | bands of cost | 费用分段 |
critical | critical-illness insurance | 大病保险 | arun-banner-2020 三(五)
aid | medical aid | 医疗救助 | yangzhou-2020 四(四)
cap | cap on points | 加分上限 |
year | insurance year | 医保年度 | yangzhou-2020 三(二)3
same_day | several bills on one day | 同日多张账单 |
rounding | rounding and smallest bills | 舍入与最小账单 |
uninsured | no insurance | 未参保 |
employees | employees' insurance | 职工医保 |
"""


def _covered() -> dict[str, Covered]:
    rows = [[cell.strip() for cell in row.split("|")] for row in _ROWS.strip().splitlines()]
    return {name: Covered(Text(en, zh), clause) for name, en, zh, clause in rows}


COVERED = _covered()
"""By the name that cases give under `covers`."""
