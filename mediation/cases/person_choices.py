"""What may be said of a person: codes of the national standards, and the words for them."""

from flask_babel import lazy_gettext as _l

# GB/T 2261.1
SEXES = [("0", _l("未知")), ("1", _l("男")), ("2", _l("女")), ("9", _l("未说明"))]
# GB/T 2261.2; what else matters of a marriage stands in the relation.
MARITAL = [
    ("10", _l("未婚")),
    ("20", _l("已婚")),
    ("21", _l("初婚")),
    ("22", _l("再婚")),
    ("23", _l("复婚")),
    ("30", _l("丧偶")),
    ("40", _l("离婚")),
    ("90", _l("未说明")),
]
ID_KINDS = [
    ("none", _l("无证件或未出示")),
    ("id_card", _l("居民身份证")),
    ("residence_permit", _l("港澳台居民居住证")),
    ("passport", _l("护照")),
    ("permanent_residence", _l("外国人永久居留身份证")),
    ("travel_permit", _l("港澳台通行证")),
    ("household_book", _l("户口簿")),
    ("birth_certificate", _l("出生医学证明")),
    ("other", _l("其他")),
]
# Law asks for special care for the first five (DV-05); who cannot act alone is reported for (DV-R05).
INCAPABLE = "incapable"
SPECIAL = [
    ("pregnant", _l("孕期")),
    ("nursing", _l("哺乳期")),
    ("disabled", _l("残疾")),
    ("ill", _l("重病")),
    ("elderly", _l("老年")),
    (INCAPABLE, _l("限制或无行为能力")),
    ("illiterate", _l("不识字")),
    ("interpreter", _l("需翻译或方言")),
    ("hearing", _l("听力障碍")),
    ("sight", _l("视力障碍")),
]
# GB/T 3304
_ETHNICITIES = (
    "汉族", "蒙古族", "回族", "藏族", "维吾尔族", "苗族", "彝族", "壮族",
    "布依族", "朝鲜族", "满族", "侗族", "瑶族", "白族", "土家族", "哈尼族",
    "哈萨克族", "傣族", "黎族", "傈僳族", "佤族", "畲族", "高山族", "拉祜族",
    "水族", "东乡族", "纳西族", "景颇族", "柯尔克孜族", "土族", "达斡尔族", "仫佬族",
    "羌族", "布朗族", "撒拉族", "毛南族", "仡佬族", "锡伯族", "阿昌族", "普米族",
    "塔吉克族", "怒族", "乌孜别克族", "俄罗斯族", "鄂温克族", "德昂族", "保安族", "裕固族",
    "京族", "塔塔尔族", "独龙族", "鄂伦春族", "赫哲族", "门巴族", "珞巴族", "基诺族",
)  # fmt: skip
ETHNICITIES = [
    *((f"{code:02d}", name) for code, name in enumerate(_ETHNICITIES, start=1)),
    ("97", _l("其他")),
    ("98", _l("外国血统中国籍人士")),
]
CONTACT_WAYS = [
    ("phone", _l("电话")),
    ("sms", _l("短信")),
    ("wechat", _l("微信")),
    ("letter", _l("信件")),
    ("in_person", _l("当面")),
]
LINKED = [
    ("no", _l("不是，也没有关系")),
    ("yes", _l("是对方本人，或者是对方的亲属、同住、同单位的人")),
    ("unknown", _l("还不清楚")),
]
PARTY_ROLES = [
    ("applicant", _l("求助人（申请人）")),
    ("respondent", _l("对方（被申请人）")),
    ("child", _l("未成年子女")),
    ("representative", _l("代理人")),
    ("guardian", _l("监护人")),
    ("relative", _l("亲属")),
    ("witness", _l("证人或知情人")),
    ("reporter", _l("举报人（身份保密）")),
]
