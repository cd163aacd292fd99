"""Words of a story on referrals, ends of stays, follow-ups by teams and long-term care, in both languages."""

from __future__ import annotations

from sim.errors import Text

REFERRED = {
    ("down", "accepted"): Text("Agrees to go down to {place} once stable.", "同意病情稳定后下转到{place}。"),
    ("down", "far"): Text(
        "Offered to go down to the township once stable; declines, too far.",
        "医院提出病情稳定后下转基层，因路远未接受。",
    ),
    ("down", "price"): Text(
        "Offered to go down to the township once stable; declines, it would cost more.",
        "医院提出病情稳定后下转基层，因自付更高未接受。",
    ),
    ("down", "trust"): Text(
        "Offered to go down to the township once stable; has no wish to.",
        "医院提出病情稳定后下转基层，本人不愿意。",
    ),
    ("down", "no_bed"): Text(
        "Stable, but {place} has no free bed; stays at the hospital to the end.",
        "病情已稳定，但{place}无空床，留在医院至出院。",
    ),
    ("down", "bounced"): Text("The township bed did not meet the need.", "在乡镇床位未能满足病情需要。"),
    ("slip", "far"): Text("Declines a slip to {place}: too far.", "未接受转诊到{place}：太远。"),
    ("slip", "price"): Text("Declines a slip to {place}: too dear.", "未接受转诊到{place}：太贵。"),
    ("slip", "trust"): Text("Declines a slip to {place}: no trust in it.", "未接受转诊到{place}：不信任。"),
    ("slip", "no_slot"): Text(
        "The slip comes to nothing: no place on the list of {place}.", "转诊落空：{place}没有号。"
    ),
    ("slip", "no_bed"): Text("The slip comes to nothing: no bed at {place}.", "转诊落空：{place}没有床位。"),
    ("slip", "overtaken"): Text("The slip to {place} is void.", "转往{place}的转诊单作废。"),
    ("slip", "returned"): Text("Goes back to {place} for the follow-up.", "回到{place}复诊。"),
}
"""Sentences by way (``slip`` for up and out) and fate; what is not here other events say."""
REFERS = {
    ("down", "accepted"): Text("agrees to go down once stable", "同意稳定后下转"),
    ("down", "far"): Text("declines to go down as too far", "嫌远不愿下转"),
    ("down", "price"): Text("declines to go down as too dear", "嫌贵不愿下转"),
    ("down", "trust"): Text("has no wish to go down", "不愿下转"),
    ("down", "no_bed"): Text("finds no bed to go down to", "下转无床"),
    ("down", "bounced"): Text("is not helped enough in the township bed", "在乡镇床位未好转"),
    ("slip", "far"): Text("declines a slip to {place} as too far", "嫌远未接受转诊到{place}"),
    ("slip", "price"): Text("declines a slip to {place} as too dear", "嫌贵未接受转诊到{place}"),
    ("slip", "trust"): Text("declines a slip to {place} for lack of trust", "因不信任未接受转诊到{place}"),
    ("slip", "no_slot"): Text("loses the slip for want of a place", "因无号转诊落空"),
    ("slip", "no_bed"): Text("loses the slip for want of a bed", "因无床转诊落空"),
    ("slip", "overtaken"): Text("has no more use for the slip", "转诊单作废"),
    ("slip", "returned"): Text("will go back to {place}", "将回到{place}"),
}
FATES = {
    "far": Text("declined as too far", "因太远未接受"),
    "price": Text("declined as too dear", "因太贵未接受"),
    "trust": Text("declined for lack of trust or of the wish", "因不信任或不愿意未接受"),
    "no_show": Text("did not go", "未前往"),
    "no_slot": Text("no place on the list on {on}", "{on} 无号"),
    "no_bed": Text("no bed on {on}", "{on} 无床位"),
    "overtaken": Text(
        "void on {on}, when in hospital for something else or dead", "{on} 因另行住院或去世作废"
    ),
    "attended": Text("got there on {on}", "{on} 已到达"),
    "home": Text("home early on {on}", "{on} 提前回家"),
    "accepted": Text("still to come when the days end", "到期末尚未前往"),
}
AFTER = {
    "returned": Text(", came back to the sender", "，后回到转出机构复诊"),
    "bounced": Text(", was not helped enough there", "，但在那里未好转"),
}
WAYS = {
    "up": Text("slip", "开具转诊单"),
    "out": Text("slip out of the county", "开具县外转诊单"),
    "down": Text("offer to go down", "提出下转"),
}
LEFT = {
    "": Text("The stay at {place} ends after {days} days.", "在{place}的住院结束，共 {days} 天。"),
    "bed": Text("Stable after {days} days at {place}.", "在{place}住院 {days} 天后病情稳定。"),
    "up": Text("Gets worse after {days} days at {place}.", "在{place}住院 {days} 天后病情加重。"),
    "home": Text(
        "Goes home early after {days} days at {place}, to be seen by the own team.",
        "在{place}住院 {days} 天后提前出院，由签约团队随访。",
    ),
    "care": Text(
        "Leaves {place} after {days} days for a long-term care place.",
        "在{place}住院 {days} 天后转入长期照护床位。",
    ),
}
LEAVES = {
    "": Text("leaves {place} after {days} days", "在{place}住院 {days} 天后出院"),
    "bed": Text("is stable after {days} days at {place}", "在{place}住院 {days} 天后病情稳定"),
    "up": Text("gets worse after {days} days at {place}", "在{place}住院 {days} 天后病情加重"),
    "home": Text("goes home early after {days} days at {place}", "在{place}住院 {days} 天后提前出院"),
    "care": Text(
        "leaves {place} after {days} days for long-term care", "在{place}住院 {days} 天后转入长期照护"
    ),
}
ADMITTED = {
    "": Text("Admitted to {place}.", "入住{place}。"),
    "down": Text("Moved to a bed of {place} to recover.", "转到{place}康复。"),
    "up": Text("Moved up to {place}.", "上转到{place}。"),
}
ADMITS = {
    "": Text("is admitted to {place}", "住进{place}"),
    "down": Text("moves to a bed of {place}", "转到{place}康复"),
    "up": Text("is moved up to {place}", "上转到{place}"),
}
CHAINS = {
    "difference": Text(
        "Linked to the stay before: only the difference of the deductibles was due, {due} yuan.",
        "与前次住院连续：起付线只补差额，{due} 元。",
    ),
    "down": Text(
        "Moved down within one course of care: no further deductible was due.", "同一疗程下转：不再计起付线。"
    ),
    "tight": Text(
        "Linked stays in a tight community: one deductible, paid already.",
        "紧密型医共体内连续住院：起付线只计一次，前次已计。",
    ),
    "per_stay": Text(
        "Skipped the order: the full deductible was due again, {due} yuan.",
        "越级住院：起付线按次全额再计，{due} 元。",
    ),
}
POOLS = {
    "chronic": Text(" (chronic outpatient care)", "（门诊慢特病）"),
    "drugs": Text(" (drugs for hypertension and diabetes)", "（两病用药）"),
}
CIRCUMSTANCES = {
    "change": Text("How the person stands", "个人状况变化"),
    "team_follow_up": Text("Family doctor's team", "家庭医生团队"),
    "long_term_care": Text("Long-term care", "长期照护"),
}
LONG_TERM = {
    False: Text("Moves into a long-term care place at {place}.", "入住{place}的长期照护床位。"),
    True: Text(
        "Leaves the long-term care place at {place} after {days} days.",
        "离开{place}的长期照护床位，共 {days} 天。",
    ),
}
LIVES = {
    False: Text("moves into long-term care at {place}", "入住{place}长期照护床位"),
    True: Text("leaves long-term care at {place} after {days} days", "在{place}长期照护 {days} 天后离开"),
}
