"""Indicators of sent doctors, remote consultations, moves up from the ward, long-term care (长期照护)."""

from __future__ import annotations

from sim.errors import Text
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.tally import Flow, Person
from sim.indicators.views import ANYWHERE, Home

HUNDREDTHS = 100  # of need, as counted in the stock

INDICATORS: tuple[Indicator[Home], ...] = (
    Indicator(
        "expert_patients",
        Text("Patients of doctors sent to the townships", "下派医师诊疗患者人次"),
        "count",
        "none",
        Text(
            "Visits at township centres seen by a doctor whom the lead hospital sent; they are visits too.",
            "由牵头医院派驻医师在乡镇卫生院接诊的人次，同时计入诊疗人次。",
        ),
        Formula(lambda v: v.count(Flow.EXPERT_VISITS, ANYWHERE), chance="rate"),
    ),
    Indicator(
        "lead_days_away_share",
        Text("Clinic days that sent doctors lack at home", "牵头医院因医师下派减少的门诊日比例"),
        "share",
        "none",
        Text(
            "Doctor-days that lead hospitals lack because the doctor is in a township or village / their "
            "doctor-days in clinic, on working days of a timetable.",
            "牵头医院医师因在乡镇、村出诊而减少的门诊人日÷其门诊人日（有下派安排的工作日）。",
        ),
        Formula(lambda v: v.mean("lead_days_away"), lambda v: v.mean("lead_days")),
    ),
    Indicator(
        "posts_to_need",
        Text("Need where doctors are sent, against the mean", "医师下派地的需要程度（与平均之比）"),
        "ratio",
        "higher",
        Text(
            "Mean over days of sent doctors of the need of the place against that of all places of its kind "
            "in the county. Need is what its people fall ill with and a sent doctor could treat, but not the "
            "place itself; 1: no regard to need.",
            "下派医师日所在地的需要与县内同类机构平均之比，按日平均。需要指当地居民所患、下派医师可治而"
            "本机构不能治的病例；等于1表示与需要无关。",
        ),
        Formula(lambda v: v.mean("expert_days_need") / HUNDREDTHS, lambda v: v.mean("expert_days")),
    ),
    Indicator(
        "prescriptions_forwarded",
        Text("Prescriptions filled by the central pharmacy", "中心药房代配处方"),
        "count",
        "none",
        Text(
            "Prescriptions of primary institutions which these could not fill and the central pharmacy did.",
            "基层机构缺药、由中心药房代为调配的处方数。",
        ),
        Formula(lambda v: v.count(Flow.DRUGS_FORWARDED, ANYWHERE), chance="rate"),
    ),
    Indicator(
        "ecg_reports",
        Text("ECG reports for the townships", "心电中心出具报告"),
        "count",
        "none",
        Text(
            "Electrocardiograms of township centres on which the lead hospital reported.",
            "乡镇卫生院检查、由牵头医院出具报告的心电图例数。",
        ),
        Formula(lambda v: v.count(Flow.ECG_REPORTS, ANYWHERE), chance="rate"),
    ),
    Indicator(
        "image_reports",
        Text("Image reports for the townships", "影像中心出具报告"),
        "count",
        "none",
        Text(
            "Images of township centres on which the lead hospital reported.",
            "乡镇卫生院检查、由牵头医院出具报告的影像例数。",
        ),
        Formula(lambda v: v.count(Flow.IMAGE_REPORTS, ANYWHERE), chance="rate"),
    ),
    Indicator(
        "remote_consultations",
        Text("Remote consultations", "远程会诊人次"),
        "count",
        "none",
        Text(
            "Visits at primary care with a doctor of the lead hospital asked from afar; they are visits too.",
            "基层就诊时请牵头医院远程会诊的人次，同时计入诊疗人次。",
        ),
        Formula(lambda v: v.count(Flow.REMOTE, ANYWHERE), chance="rate"),
    ),
    Indicator(
        "moved_up_from_ward",
        Text("Inpatients of township centres moved up", "乡镇住院加重上转人次"),
        "count",
        "none",
        Text(
            "Inpatients of township centres who got worse and were moved to a hospital bed.",
            "乡镇卫生院住院期间加重并转入上级医院的人次。",
        ),
        Formula(lambda v: v.people(Person.MOVED_UP), chance="rate"),
    ),
    Indicator(
        "long_term_care_days",
        Text("Days in long-term care places", "长期照护床日"),
        "count",
        "none",
        Text(
            "Days of those who left a long-term care place in the period.",
            "期内离开长期照护床位者的照护天数。",
        ),
        Formula(lambda v: v.count(Flow.LONG_TERM_DAYS, ANYWHERE)),
    ),
    Indicator(
        "long_term_care_cost",
        Text("Cost of long-term care", "长期照护费用"),
        "yuan",
        "none",
        Text("Price of these days, whoever pays.", "上述照护天数的费用，不论由谁支付。"),
        Formula(lambda v: v.yuan(Flow.LONG_TERM_BILL, ANYWHERE)),
    ),
    Indicator(
        "long_term_care_paid",
        Text("Paid by the payer of long-term care", "长期照护支付方支付"),
        "yuan",
        "none",
        Text("The family pays the rest of the cost.", "费用其余部分由家庭承担。"),
        Formula(lambda v: v.yuan(Flow.OTHER_PAYER, ANYWHERE)),
    ),
)
