"""The words of legal aid that forms offer and pages show: matters, grounds, forms of aid."""

from flask_babel import lazy_gettext as _l

# LA-32 puts no condition of means; LA-42 keeps the condition and waives its verification: two things.
BASES = {
    "32": _l("遭受家庭暴力、虐待或遗弃，主张相关权益（第32条，不看经济条件）"),
    "42": _l("免予核查经济困难的人员（第42条）"),
    "41": _l("经济困难（第41条）"),
}
# LA-31, and the claims of LA-32.
MATTERS = {
    "violence": _l("因家庭暴力、虐待或遗弃主张权益"),
    "support": _l("赡养费、抚养费、扶养费"),
    "pay": _l("劳动报酬"),
    "social": _l("社会保险、最低生活保障或社会救助"),
    "pension": _l("抚恤金、优待抚恤"),
    "injury": _l("工伤、交通事故、食品药品或医疗事故的人身损害"),
    "capacity": _l("认定无、限制民事行为能力"),
    "state": _l("国家赔偿"),
    "environment": _l("环境污染、生态破坏的损害"),
    "other": _l("法律、法规规定的其他情形"),
}
MATERIALS = {
    "application": _l("申请表"),
    "identity": _l("身份证明"),
    "agency": _l("代理权证明"),
    "case": _l("与案件有关的材料"),
    "police": _l("报警回执或告诫书"),
    "medical": _l("病历"),
    "complaint": _l("投诉登记"),
}
FORMS_OF_AID = {
    "representation": _l("代理诉讼或仲裁"),
    "drafting": _l("代拟法律文书"),
    "advice": _l("法律咨询"),
    "mediation": _l("调解代理"),
}
# LA-48: the eight grounds.
GROUNDS = {
    "deceit": _l("以欺骗或者其他不正当手段获得援助"),
    "concealment": _l("故意隐瞒与案件有关的重要事实或者提供虚假证据"),
    "misuse": _l("利用法律援助从事违法活动"),
    "means": _l("经济状况变化，不再符合条件"),
    "case_over": _l("案件终止审理或者已经撤销"),
    "own_lawyer": _l("自行委托律师或者其他代理人"),
    "wish": _l("有正当理由要求终止"),
    "other": _l("法律、法规规定的其他情形"),
}
POWERS = {"general": _l("一般代理"), "special": _l("特别授权")}
PROGRESS = {
    "meeting": _l("会见"),
    "filing": _l("立案"),
    "preservation": _l("保全"),
    "hearing": _l("开庭"),
    "judgment": _l("裁判"),
    "mediation": _l("调解"),
    "paper": _l("文书"),
    "absent": _l("未到场"),
    "other": _l("其他"),
}
RESULTS = {
    "grant": _l("给予援助"),
    "help_first": _l("先行援助，手续后补"),
    "refuse": _l("不予援助"),
    "overturn": _l("异议成立，给予援助"),
    "uphold": _l("异议维持"),
    "terminate": _l("终止援助"),
}
CLOCK_STATES = {
    "running": _l("进行中"),
    "met": _l("按期完成"),
    "missed": _l("超期完成"),
    "stopped": _l("不再计算"),
    "extended": _l("已延长"),
}
# The boxes of the application (F-20).
PERSON_GROUPS = {
    "woman": _l("妇女"),
    "minor": _l("未成年人"),
    "old": _l("老年人"),
    "disabled": _l("残疾人"),
    "migrant": _l("农民工"),
    "soldier": _l("军人军属"),
    "other": _l("其他"),
}
STANDINGS = {"not_filed": _l("未诉讼"), "filed": _l("已诉讼"), "enforcement": _l("执行中")}
# Named one by one, or not given (Civil Procedure Law art. 62).
SPECIAL_POWERS = {
    "admit": _l("代为承认诉讼请求"),
    "waive": _l("代为放弃诉讼请求"),
    "change": _l("代为变更诉讼请求"),
    "settle": _l("代为和解"),
    "counterclaim": _l("代为提起反诉"),
    "appeal": _l("代为提起上诉"),
    "collect": _l("代领款物"),
}
