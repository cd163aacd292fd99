"""Places and units of published figures in Chinese, as far as they occur; another stays as it is recorded."""

from __future__ import annotations

from sim.policy.wording import per_cent

PLACES = {
    "China": "全国",
    "Qinhuangdao": "秦皇岛市",
    "Hebei": "河北省",
    "Lulong county": "卢龙县",
    "Qinglong county TCM consortium": "青龙县中医院医共体",
    "Qinglong county": "青龙满族自治县",
    "Yangzhou": "扬州市",
    "China counties": "全国县域",
    "Hunan": "湖南省",
    "A'rong banner": "阿荣旗",
    "Zhejiang": "浙江省",
    "Tianchang": "天长市",
    "China rural adults": "全国农村成人",
    "China rural": "全国农村",
    "Shanhaiguan district": "山海关区",
    "Laiyuan county, Hebei": "河北省涞源县",
    "Dacheng county, Hebei": "河北省大城县",
    "Baoding city, Hebei": "河北省保定市",
    "Sichuan/Shaanxi/Anhui": "四川、陕西、安徽",
    "Jiangsu, Shanghai": "江苏、上海",
    "Shandong (12 cities)": "山东省12市",
    "Henan rural": "河南农村",
    "Changli county": "昌黎县",
    "Funing district": "抚宁区",
    "Beidaihe district": "北戴河区",
    "Haigang district": "海港区",
    "Yunnan rural": "云南农村",
    "Leting county, Hebei": "河北省乐亭县",
    "Shenzhen": "深圳市",
    "county FC, NRCMS": "某县（新农合）",
    "China rural (NCMS)": "全国农村（新农合）",
    "China urban": "全国城镇",
    "Heilongjiang rural": "黑龙江农村",
    "China rural 8 provinces": "全国8省农村",
    "China rural (CKB)": "全国农村（慢病前瞻性队列）",
    "rural western China": "西部农村",
    "Shanghai": "上海市",
    "Qianjiang": "潜江市",
    "32 counties, 4 prefectures, one province": "一省4市32县",
    "YC vs ZJ county": "YC县与ZJ县",
    "Sanming": "三明市",
    "Sanming rural": "三明市农村",
    "Dingyuan+Funan, Anhui": "安徽省定远县、阜南县",
    "pilot district, north China": "华北某试点区",
    "Y county, Hubei": "湖北省Y县",
    "Xi vs Huaibin county, Henan": "河南省息县与淮滨县",
    "Ningxia": "宁夏",
    "25 counties": "25个县",
    "Tianjin primary hospitals": "天津基层医院",
    "Shandong rural": "山东农村",
    "Shandong": "山东省",
    "4 cities": "4个城市",
    "China rural 45+": "全国农村45岁及以上",
    "China urban 45+": "全国城镇45岁及以上",
    "China 125 cities 45+": "全国125市45岁及以上",
    "China provinces": "全国各省",
    "30 provinces": "30个省",
    "31 provinces": "31个省",
    "31 provinces urban": "31个省城镇",
    "Luohu, Shenzhen": "深圳市罗湖区",
}
UNITS = {
    "visits": "人次",
    "10,000": "万",
    "100 million": "亿",
    "per 100": "每百人",
    "person-times": "人次",
    "CNY": "元",
    "persons": "人",
    "items": "项",
    "ratio": "比值",
    "count": "个",
    "days": "天",
    "visits/doctor/day": "人次/医师/日",
    "bed-days": "床日",
    "villages": "个村",
    "beds": "张",
    "mixed-logit coefficient": "混合Logit系数",
    "elasticity": "弹性",
    "% of mean": "%（占均值）",
    "pp": "个百分点",
    "minutes": "分钟",
    "CNY/year": "元/年",
    "visits/day": "人次/日",
    "% of premium income after risk reserve": "%（占提取风险金后筹资）",
    "% of slots (at least)": "%（占号源，至少）",
    "% of township rate": "%（占乡镇价格）",
    "log points/min": "对数点/分钟",
    "odds ratio": "比值比",
    "CNY (DID)": "元（双重差分）",
    "inpatients/month per month": "住院人次/月（每月变化）",
    "% change": "%（变化率）",
    "decrease": "下降",
    "increase": "上升",
    "visits/month per month": "人次/月（每月变化）",
    "% (points)": "个百分点",
    "% increase": "%（增幅）",
    "null": "无差异",
    "mmHg": "毫米汞柱",
    "CNY vs 2014": "元（较2014年）",
    "pp per year vs 2007-2012": "个百分点/年（较2007–2012年）",
    "b3 slope": "斜率变化（b3）",
    "CNY per patient-year": "元/患者年",
    "% (about)": "%（约）",
}


def place(name: str, language: str) -> str:
    """Name a place; a township stands in Chinese behind its county."""
    if language == "en":
        return name
    county, _, rest = name.rpartition(" ")
    return PLACES.get(name) or (f"{PLACES[county]}{rest}" if county in PLACES else name)


def unit(name: str, language: str) -> str:
    """Name a unit."""
    return name if language == "en" else UNITS.get(name, name)


def amount(number: str, unit_: str, language: str) -> str:
    """Write a number with its unit."""
    if not number:
        return ""
    if unit_ == "%":
        return per_cent(number).say(language)
    word = unit(unit_, language)
    return f"{number}{word}" if word.startswith("%") and language == "zh" else f"{number} {word}".strip()
