"""Words of a story in both languages: names of options, people's traits, table columns, fixed sentences."""

from __future__ import annotations

from sim.errors import Text

OPTIONS = {
    "none": Text("no care", "不就医"),
    "pharmacy": Text("pharmacy", "药店"),
    "own_clinic": Text("own clinic", "本村卫生室"),
    "near_clinic": Text("nearby clinic", "邻村卫生室"),
    "own_centre": Text("own centre", "本乡镇卫生院"),
    "near_centre": Text("nearby centre", "邻乡镇卫生院"),
    "general": Text("county hospital", "县医院"),
    "tcm": Text("TCM hospital", "县中医院"),
    "mch": Text("maternal and child", "妇幼保健院"),
    "other": Text("other in the county", "县内其他"),
    "neighbour": Text("neighbouring county", "邻县"),
    "city": Text("city", "市级"),
    "far": Text("beyond the city", "市外"),
    "elsewhere": Text("a hospital where they live", "常住地医院"),
}
INSURANCE = {
    "none": Text("no medical insurance", "未参加医保"),
    "residents": Text("residents' medical insurance", "参加城乡居民医保"),
    "employees": Text("employees' medical insurance", "参加职工医保"),
}
MODES = {
    "walk": Text("on foot", "步行"),
    "ebike": Text("by e-bike", "电动车"),
    "bus": Text("by bus", "公交车"),
    "car": Text("by car", "汽车"),
    "carried": Text("in a hired car, helped by others", "由人护送乘车"),
}
CHRONIC = {
    "hypertension": Text("hypertension", "高血压"),
    "diabetes": Text("diabetes", "糖尿病"),
    "copd": Text("COPD", "慢阻肺"),
    "chd": Text("coronary heart disease", "冠心病"),
    "stroke": Text("a past stroke", "脑卒中史"),
    "tumour": Text("a tumour", "肿瘤"),
    "renal": Text("renal failure on dialysis", "透析期肾衰竭"),
}
SEVERITY = (Text("mild", "轻度"), Text("moderate", "中度"), Text("severe", "重度"))
COLUMNS = {
    "chance": Text("chance", "概率"),
    "utility": Text("utility", "效用"),
    "base": Text("base", "基础"),
    "way": Text("way", "路程"),
    "trust": Text("trust", "信任"),
    "wait": Text("wait", "候诊"),
    "price": Text("price", "价格"),
    "contract": Text("contract", "签约"),
    "habit": Text("habit", "习惯"),
    "minutes": Text("min", "分钟"),
    "own": Text("own yuan", "自付元"),
    "option": Text("option", "选项"),
}
UNPAID = {
    "": Text("", ""),
    "uninsured": Text(" (no insurance)", "（未参保）"),
    "deductible": Text(" (within the year's deductible)", "（未过年度起付线）"),
    "limit": Text(" (the year's limit is used up)", "（已达年度限额）"),
    "not_covered": Text(" (not covered at such a place)", "（在该类机构不予报销）"),
    "not_claimed": Text(" (not claimed from the insurance)", "（未向医保申报）"),
}

LEGEND = (
    Text(
        "How to read a choice: each option within reach has a utility, the sum of its parts; the higher it "
        "is, the likelier the choice. A random number picks, counting the chances down the list.",
        "选择表的读法：每个可及选项有一个效用，为各部分之和，越高越可能被选；"
        "随机数按自上而下累计的概率确定选择。",
    ),
    Text(
        "Parts: base = liking for the option with this illness, less what the place lacks in skill; way = "
        "travel; trust = how cases of the village fared there; wait = recent waits; price = expected own "
        "cost, a stay that may follow included; contract = the family doctor's team; habit = where they went "
        "last.",
        "各部分：基础＝此病情下对该选项的偏好，减去机构能力不足；路程＝出行时间；信任＝本村病人在那里的经历；"
        "候诊＝近期候诊时间；价格＝预期自付（含可能的住院）；签约＝家庭医生团队；习惯＝上次去的地方。",
    ),
)
DECISION = {
    ("kept", True): Text("It could treat this and did.", "该机构有能力诊治，已诊治。"),
    ("awaits", True): Text(
        "It sent a test to the lead hospital and asked to come back for the report.",
        "检查已传牵头医院，约定取报告。",
    ),
    ("no_drug", False): Text("It could treat this, but did not have the drug.", "该机构有能力诊治，但缺药。"),
    ("kept", False): Text(
        "It could not treat this adequately, but kept the patient.", "该机构能力不足，但仍留治。"
    ),
    ("admitted", True): Text("It could treat this and decided on a stay.", "该机构有能力诊治，决定收住院。"),
    ("admitted", False): Text(
        "It could not treat this adequately; a stay is needed.", "该机构能力不足，需要住院。"
    ),
    ("slip", True): Text(
        "A stay is needed and it has no ward; it wrote a referral slip.",
        "需要住院而该机构无病床，开具转诊单。",
    ),
    ("slip", False): Text(
        "It could not treat this adequately and wrote a referral slip.", "该机构能力不足，开具转诊单。"
    ),
    ("advised", True): Text(
        "A stay is needed and it has no ward; it told the patient to go higher.",
        "需要住院而该机构无病床，建议到上级医院。",
    ),
    ("advised", False): Text(
        "It could not treat this adequately and told the patient to go higher.",
        "该机构能力不足，建议到上级医院。",
    ),
}
ENDED = {
    "solved": Text("The need is over.", "病情解决。"),
    "by_itself": Text("It passed by itself.", "自行好转。"),
    "supplied": Text(
        "Drugs at home (long prescription) meet the need without a visit.",
        "家中备药（长期处方）够用，不必就诊。",
    ),
    "unsolved": Text("No further attempt; the need is left unsolved.", "不再求医，病情未解决。"),
    "gave_up": Text("Gave up; the need is left unsolved.", "放弃就医，病情未解决。"),
    "no_show": Text(
        "Took the slip but did not go; the need is left unsolved.", "接受转诊但未前往，病情未解决。"
    ),
    "death": Text("Died of it.", "因此去世。"),
    "overtaken": Text("Overtaken: in hospital for something else.", "因其他疾病住院，此需要不再单独处理。"),
}
OTHER_DEATH = Text("Died of a cause outside the catalogue of conditions.", "因病种目录以外的原因去世。")
STANDING = {
    ("signed", "gained"): Text("Signs with a family doctor.", "签约家庭医生。"),
    ("signed", "lost"): Text("The contract with the family doctor ends.", "家庭医生签约终止。"),
    ("contract", "plain"): Text("The contract now binds to nothing.", "签约不再带有约定。"),
    ("contract", "soft"): Text("The contract now opens a green channel.", "签约改为绿色通道型。"),
    ("contract", "first_contact"): Text(
        "The contract now asks for first contact with the own team.", "签约改为首诊型：先到签约团队就诊。"
    ),
    ("contract", "bundled"): Text(
        "The own team now holds the year's money for the signed.", "签约改为打包型：团队包干全年费用。"
    ),
    ("managed", "gained"): Text("The team now follows the chronic disease up.", "纳入团队的慢病规范管理。"),
    ("managed", "lost"): Text(
        "The team no longer follows the chronic disease up.", "不再由团队规范管理慢病。"
    ),
    ("clinic", "closed"): Text(
        "The village clinic is closed: its doctor has left.", "村卫生室停诊：村医离岗。"
    ),
    ("clinic", "open"): Text("The village clinic has a doctor again.", "村卫生室恢复开诊。"),
    ("certified", "gained"): Text("Gets a certificate for chronic outpatient care.", "取得门诊慢特病待遇。"),
    ("certified", "lost"): Text("Loses the certificate for chronic outpatient care.", "失去门诊慢特病待遇。"),
}
CONTROL = {
    "new": Text("Now lives with {name}.", "新患{name}。"),
    "controlled": Text("Control of {name} is won.", "{name}得到控制。"),
    "uncontrolled": Text("Control of {name} is lost.", "{name}失去控制。"),
}

# Clauses of one short sentence about a day, after "she" or "he".
DONE = {
    ("kept", True): Text("is treated there", "得到诊治"),
    ("kept", False): Text("is kept there although it lacks the skill", "能力不足仍被留治"),
    ("admitted", True): Text("needs a stay", "需住院"),
    ("admitted", False): Text("needs a stay beyond its skill", "需住院而该机构能力不足"),
    ("slip", True): Text("gets a referral slip for a stay", "因需住院拿到转诊单"),
    ("slip", False): Text("gets a referral slip", "拿到转诊单"),
    ("advised", True): Text("is told to go higher for a stay", "因需住院被建议去上级"),
    ("advised", False): Text("is told to go higher", "被建议去上级"),
    ("awaits", True): Text("is to come back for a report", "约定取报告"),
    ("no_drug", False): Text("does not get the drug", "缺药未能取药"),
}
NEXT = {
    "returns": Text("is not better yet (again on {due})", "未愈（{due} 再次出现）"),
    "follow_up": Text("has a follow-up on {due}", "{due} 复诊"),
    "report": Text("comes back for a report on {due}", "{due} 取报告"),
    "higher": Text("will seek higher care on {due}", "{due} 去上级"),
    "same_place": Text("will come again on {due}", "{due} 再来"),
    "elsewhere": Text("will try elsewhere on {due}", "{due} 改去别处"),
    "bed": Text("waits for a bed until {due}", "等床位至 {due}"),
    "no_bed": Text("finds no bed and looks elsewhere on {due}", "无床位，{due} 改去别处"),
}
ENDS = {
    "solved": Text("is better", "痊愈或好转"),
    "by_itself": Text("recovers unaided", "自行好转"),
    "supplied": Text("has drugs enough at home", "家中备药够用"),
    "unsolved": Text("seeks no further care", "不再求医"),
    "gave_up": Text("gives up", "放弃就医"),
    "no_show": Text("takes the slip but does not go", "接受转诊但未去"),
    "death": Text("dies", "去世"),
    "overtaken": Text("is in hospital for something else", "因其他疾病住院"),
}
STANDS = {
    ("signed", "gained"): Text("signs with a family doctor", "签约家庭医生"),
    ("signed", "lost"): Text("is no longer signed with a family doctor", "不再签约家庭医生"),
    ("contract", "plain"): Text("has a contract that binds to nothing now", "签约不再带有约定"),
    ("contract", "soft"): Text("has a contract with a green channel now", "签约改为绿色通道型"),
    ("contract", "first_contact"): Text("has a first-contact contract now", "签约改为首诊型"),
    ("contract", "bundled"): Text("has a bundled contract now", "签约改为打包型"),
    ("managed", "gained"): Text("is followed up by the team now", "纳入慢病规范管理"),
    ("managed", "lost"): Text("is no longer followed up by the team", "不再规范管理慢病"),
    ("clinic", "closed"): Text("finds the village clinic without a doctor", "村卫生室因村医离岗停诊"),
    ("clinic", "open"): Text("has a doctor in the village again", "村卫生室恢复开诊"),
    ("certified", "gained"): Text("gets a chronic-care certificate", "取得门诊慢特病待遇"),
    ("certified", "lost"): Text("loses the chronic-care certificate", "失去门诊慢特病待遇"),
}
CONTROLS = {
    "new": Text("now lives with {name}", "新患{name}"),
    "controlled": Text("wins control of {name}", "{name}得到控制"),
    "uncontrolled": Text("loses control of {name}", "{name}失去控制"),
}
PULLS = {
    ("base", True): Text("{name} suits this illness better under B", "方案 B 下{name}更适合此病"),
    ("base", False): Text("{name} suits this illness less under B", "方案 B 下{name}较不适合此病"),
    ("way", True): Text("the way to {name} is easier under B", "方案 B 下去{name}更方便"),
    ("way", False): Text("the way to {name} is harder under B", "方案 B 下去{name}更不便"),
    ("trust", True): Text("the village trusts {name} more under B", "方案 B 下村里更信任{name}"),
    ("trust", False): Text("the village trusts {name} less under B", "方案 B 下村里较不信任{name}"),
    ("wait", True): Text("waits at {name} have been shorter under B", "方案 B 下{name}近期候诊更短"),
    ("wait", False): Text("waits at {name} have been longer under B", "方案 B 下{name}近期候诊更长"),
    ("price", True): Text("{name} costs the patient less under B", "方案 B 下{name}自付更低"),
    ("price", False): Text("{name} costs the patient more under B", "方案 B 下{name}自付更高"),
    ("contract", True): Text("the contract leads to {name} under B", "方案 B 下签约引向{name}"),
    ("contract", False): Text("the contract leads to {name} less under B", "方案 B 下签约较少引向{name}"),
    ("habit", True): Text("{name} is the habit under B", "方案 B 下习惯去{name}"),
    ("habit", False): Text("{name} is not the habit under B", "方案 B 下没有去{name}的习惯"),
}
LAYERS = {
    "bill": Text("bill", "费用"),
    "fund": Text("fund", "医保基金"),
    "critical": Text("critical-illness insurance", "大病保险"),
    "aid": Text("medical aid", "医疗救助"),
    "other": Text("long-term care insurance", "长期护理保险"),
    "own": Text("own", "自付"),
    "due": Text("deductible asked for", "应计起付线"),
    "penalty": Text("lost by skipping the order", "越级少报"),
}
MINUTES = {"minutes": Text("travel", "路上"), "wait": Text("wait", "候诊")}
UNDER_CONTROL = {True: Text("controlled", "已控制"), False: Text("not controlled", "未控制")}
FACTS = {
    "age": Text("age", "年龄"),
    "village": Text("village", "村"),
    "insurance": Text("insurance", "参保"),
    "income": Text("income fifth", "收入五分位"),
    "mode": Text("travel mode", "出行方式"),
    "chronic": Text("chronic disease", "慢性病"),
    "certified": Text("certificate for chronic outpatient care", "门诊慢特病待遇"),
    "signed": Text("contract with a family doctor", "家庭医生签约"),
    "contract": Text("kind of contract", "签约类型"),
    "away": Text("living elsewhere", "常年在外"),
    "home": Text("days at home", "在家日期"),
    "alive": Text("alive", "健在"),
}
SUMS = {
    "needs": Text("new needs", "新发需要"),
    "village": Text("visits to village clinics", "村卫生室就诊"),
    "township": Text("visits to township centres", "乡镇卫生院就诊"),
    "county": Text("visits to hospitals in the county", "县内医院就诊"),
    "outside": Text("visits outside the county", "县外就诊"),
    "turned_away": Text("times turned away", "未排上号"),
    "slips": Text("referrals offered", "提出的转诊"),
    "declined": Text("declined", "未接受的转诊"),
    "follow_ups": Text("follow-ups by the team", "团队随访"),
    "home_visits": Text("visits at home", "上门服务"),
    "remote": Text("remote consultations", "远程会诊"),
    "supplied": Text("needs met by drugs at home", "家中备药解决"),
    "forgone": Text("times without care", "未就医"),
    "pharmacy": Text("purchases at a pharmacy", "药店购药"),
    "stays": Text("hospital stays", "住院次数"),
    "bed_days": Text("days in hospital", "住院天数"),
    "travel": Text("minutes on the way", "路上分钟（单程）"),
    "wait": Text("minutes in waiting rooms", "候诊分钟"),
    "bill": Text("bills, yuan", "费用（元）"),
    "fund": Text("paid by the fund, yuan", "医保基金支付（元）"),
    "critical": Text("by critical-illness insurance, yuan", "大病保险支付（元）"),
    "aid": Text("by medical aid, yuan", "医疗救助支付（元）"),
    "other": Text("by long-term care insurance, yuan", "长期护理保险支付（元）"),
    "own": Text("own cost, yuan", "自付（元）"),
    "penalty": Text("of it by skipping the order, yuan", "其中越级少报（元）"),
}
CONTRACTS = {
    "": Text("none", "无"),
    "plain": Text("without a declared kind", "未定类型"),
    "soft": Text("green channel", "绿色通道型"),
    "first_contact": Text("first contact", "首诊型"),
    "bundled": Text("bundled", "打包型"),
}
GROUPS = {
    "pregnant": Text("pregnant or with a newborn", "孕产妇"),
    "bedbound": Text("bed-bound", "卧床或行动不便"),
}
"""Groups that nothing else in a portrait says."""
