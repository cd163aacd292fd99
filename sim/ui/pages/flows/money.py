"""Money: who pays for care and where, from the pool to the purse, and the ledgers through the years."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.experiment.picture import Picture
from sim.ui.charts import ledger, sankeys
from sim.ui.language import language, say
from sim.ui.session import kept
from sim.ui.style import font_size
from sim.ui.widgets.chart import Chart
from sim.ui.widgets.explain import Explain
from sim.ui.widgets.runs import Choice
from sim.ui.widgets.table import Column, DataTable

PAYERS = Text(
    "Who pays, and at which tier ({period}, million yuan)", "谁付费、付到哪一级（{period}，百万元）"
)
PURSES = Text(
    "From the pool to the ledger, the place and the purse ({period}, million yuan)",
    "基金池→账户→机构→留用（{period}，百万元）",
)
READ_PAYERS = Text(
    "Bills of the county's own people, wherever they were treated; pharmacies are left out.",
    "本县居民在各地就医的费用，不含药店。",
)
READ_PURSES = Text(
    "What the funds pay is debited to the community that covers the patient; what is paid for the employees' "
    "insurance and for people of no community stands apart. Where a budget was not used up, what members "
    "keep goes to the purses of hospital, township centres and village doctors; without a budget there is "
    "none.",
    "基金支付计入患者所属医共体的账户；职工医保及未纳入医共体者单列。实行总额预算且有结余时，"
    "留用部分分入牵头医院、乡镇卫生院和村医；未实行总额预算时无此项。",
)
FUND = Text("Residents' fund by year, million yuan", "居民医保基金（按年，百万元）")
MONTHS = Text("Debited to the ledger by month, million yuan", "账户逐月支出（百万元）")
HOLDER = Text("Ledger", "账户")
SETTLED = Text("How budgets were settled", "总额预算清算")
NO_BUDGET = Text("No budget was settled in this run.", "本次模拟无总额预算清算。")
YUAN = Text("million yuan", "百万元")
COLUMNS = {
    "community": Column(Text("Community", "医共体")),
    "period": Column(Text("Period", "期间")),
    "kappa": Column(Text("κ: kept or borne of one fen more", "κ：每多支一分的留用或分担"), decimals=2),
    "budget": Column(Text("Budget", "预算"), YUAN, 2),
    "spending": Column(Text("Spent", "支出"), YUAN, 2),
    "kept": Column(Text("Kept", "留用"), YUAN, 2),
    "borne": Column(Text("Borne", "自担"), YUAN, 2),
    "lead": Column(Text("of it lead hospital", "其中牵头医院"), YUAN, 2),
    "township": Column(Text("township centres", "乡镇卫生院"), YUAN, 2),
    "village": Column(Text("village doctors", "村医"), YUAN, 2),
    "score": Column(Text("Assessment", "考核系数"), decimals=2),
}
MONEY = ("budget", "spending", "kept", "borne", "lead", "township", "village")
TOLD = Text("{what}: {rows}", "{what}：{rows}")


@solara.component
def Payers(picture: Picture) -> None:
    """River from payers to tiers."""
    title = say(PAYERS).format(period=picture.meta.main)
    rows = picture.paid[picture.paid["period"] == picture.meta.main].groupby("payer")["yuan"].sum() / 1e6
    told = ", ".join(f"{say(sankeys.PAYERS[str(name)][0])} {value:,.1f}" for name, value in rows.items())
    solara.v.Html(tag="h3", children=[title], style_="margin-top: 8px")
    Chart(
        sankeys.payments(picture, language(), font_size()), say(TOLD).format(what=title, rows=told),
        f"{picture.meta.scenario}-payers", height=33 * font_size(),
    )  # fmt: skip
    Explain(say(READ_PAYERS))


@solara.component
def Purses(picture: Picture) -> None:
    """River from the pool to ledgers, places and purses."""
    title = say(PURSES).format(period=picture.meta.main)
    rows = picture.ledger[picture.ledger["period"] == picture.meta.main]
    told = ", ".join(
        f"{name or say(sankeys.NOBODY)} {paid / 1e6:,.1f}"
        for name, paid in zip(rows["community"], rows["paid"], strict=True)
    )
    solara.v.Html(tag="h3", children=[title], style_="margin-top: 8px")
    Chart(
        sankeys.purses(picture, language(), font_size()), say(TOLD).format(what=title, rows=told),
        f"{picture.meta.scenario}-purses", height=28 * font_size(),
    )  # fmt: skip
    Explain(say(READ_PURSES))


@solara.component
def Ledgers(picture: Picture, alone: bool) -> None:
    """The fund by year, a ledger by month, and how budgets were settled."""
    tongue, size = language(), font_size() - 1
    holder = kept("flows.holder", str(picture.ledger["community"].iloc[0]))
    names = {
        str(name): (
            Text(sankeys.COMMUNITY.en.format(name), sankeys.COMMUNITY.zh.format(name))
            if name
            else sankeys.NOBODY
        ).say(tongue)
        for name in dict.fromkeys(picture.ledger["community"])
    }
    chosen = holder.value if holder.value in names else next(iter(names))
    fund = picture.fund.groupby("year")[["income", "stock"]].sum() / 1e6
    told = "; ".join(
        f"{year}: {say(ledger.INCOME)} {income:,.1f}, {say(ledger.STOCK)} {stock:,.1f}"
        for year, income, stock in fund.itertuples()
    )
    with solara.v.Html(
        tag="div", style_=f"display: grid; gap: 18px; grid-template-columns: {'1fr 1fr' if alone else '1fr'}"
    ):
        with solara.v.Html(tag="div"):
            solara.v.Html(tag="h3", children=[say(FUND)], style_="margin: 8px 0 12px")
            Chart(ledger.fund(picture, tongue, size), told, f"{picture.meta.scenario}-fund", height=300)
        with solara.v.Html(tag="div"):
            with solara.v.Html(tag="div", class_="cc-row", style_="margin-top: 4px"):
                solara.v.Html(tag="h3", children=[say(MONTHS)])
                Choice(say(HOLDER), names, holder, 18)
            Chart(
                ledger.months(picture, chosen, tongue, size), f"{say(MONTHS)}: {names.get(chosen, '')}",
                f"{picture.meta.scenario}-ledger", height=300,
            )  # fmt: skip
    solara.v.Html(tag="h3", children=[say(SETTLED)])
    settled = picture.ledger[picture.ledger["budget"].notna()]
    if not len(settled):
        solara.v.Html(tag="p", class_="cc-muted", children=[say(NO_BUDGET)])
        return
    table = settled.assign(**{name: settled[name] / 1e6 for name in MONEY})
    DataTable(table[list(COLUMNS)], f"{picture.meta.scenario}-settlements", COLUMNS)
