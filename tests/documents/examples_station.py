"""One filled-in example of each paper of legal aid, protection, referral and of the station, and what must stand on it."""

from typing import Any

from tests.documents import examples_people as people
from tests.documents.examples_people import STATION as PAPER


def ticked(words: str, *chosen: str) -> list[dict[str, Any]]:
    """The boxes named in WORDS (apart by spaces), those ticked that are CHOSEN."""
    return [{"label": word, "chosen": word in chosen} for word in words.split()]


APPLICANT = people.APPLICANT | {"born": "1989年8月"}
RESPONDENT = people.RESPONDENT | {"phone": None, "contact": None}
STORY = (
    "申请人与被申请人系夫妻，2012年登记结婚，育有一子（10岁）。2024年以来被申请人多次殴打、威胁申请人。\n"
    "2026年3月1日晚，被申请人再次推搡申请人，致左臂淤青，并扬言不让申请人好过。申请人已于次日到医院就诊。"
)
LAWYER = {"name": "顾明", "unit": "明理律师事务所", "phone": "12348", "relation": "法律援助律师"}
MEASURES = [
    {"label": "禁止被申请人实施家庭暴力", "chosen": True, "scope": None},
    {"label": "禁止被申请人骚扰、跟踪、接触申请人及其相关近亲属", "chosen": True, "scope": None},
    {"label": "责令被申请人迁出申请人住所", "chosen": False, "scope": None},
    {"label": "保护申请人人身安全的其他措施：", "chosen": True, "scope": None},
]
OTHERS = [
    {
        "label": "禁止被申请人以电话、短信、即时通讯工具、电子邮件等方式侮辱、诽谤、威胁申请人及其相关近亲属",
        "chosen": True,
        "scope": None,
    },
    {
        "label": "禁止被申请人在申请人及其相关近亲属的住所、学校、工作单位等经常出入场所的一定范围内从事"
        "可能影响申请人及其相关近亲属正常生活、学习、工作的活动",
        "chosen": True,
        "scope": "二百米内",
    },
]

EXAMPLES_OF_STATION: dict[str, dict[str, Any]] = {
    "legal_aid_application": {
        "paper": PAPER, "centre": "和平区法律援助中心", "applicant": APPLICANT, "education": "高中",
        "health": "良好", "groups": ticked("未成年人 老年人 残疾人 妇女 农民工 其他", "妇女"),
        "agent": {"name": "王建军", "unit": None, "phone": None, "relation": "父女"},
        "matter": "因家庭暴力主张权益", "story": STORY, "claim": "申请人身安全保护令；起诉离婚。",
        "standing": ticked("未起诉 已起诉 执行中", "未起诉"),
        "bases": ticked("第三十二条 第四十二条 经济困难", "第三十二条"), "exempt": True,
    },
    "means_statement": {
        "paper": PAPER, "centre": "和平区法律援助中心", "applicant": APPLICANT, "matter": "抚养费",
        "waived": False,
    },
    "power_of_attorney": {
        "paper": PAPER, "principal": APPLICANT, "agent": LAWYER, "opponent": "买买提·艾力", "matter": "离婚纠纷",
        "entrusted": "代理第一审诉讼", "general": False,
        "powers": ticked("代为承认诉讼请求 代为放弃诉讼请求 代为变更诉讼请求 进行和解 提起反诉 提起上诉 代领款物",
                         "进行和解", "代领款物"),
        "until": "本案一审终结",
    },
    "protection_order_application": {
        "paper": PAPER, "court": "和平区人民法院", "applicants": [APPLICANT],
        "on_behalf": {"unit": "和平区妇女联合会", "relation": "妇女联合会",
                      "ground": "因受到强制、威吓等原因无法申请", "will": "2026年3月4日书面同意"},
        "respondents": [{"name": "买买提·艾力", "sex": "男", "born": None}],
        "relations": ticked(
            "1配偶 2父母子女 3兄弟姐妹 4祖孙 5外祖孙 6共同生活的人 7恋爱、交友 8终止恋爱关系 9离婚", "1配偶"
        ),
        "bases": ticked(
            "《中华人民共和国反家庭暴力法》第二十三条 《中华人民共和国妇女权益保障法》第二十九条",
            "《中华人民共和国反家庭暴力法》第二十三条",
        ),
        "measures": MEASURES, "other_measures": OTHERS, "story": STORY,
        "evidence": ticked(
            "当事人陈述 出警记录、告诫书 病历、伤情照片 短信、微信、录音录像 妇联等单位收到求助的记录 "
            "未成年子女的证言 证人证言 其他",
            "当事人陈述",
        ),
    },
    "referral_receipt": {
        "paper": PAPER, "slip": "（2026）和维转字第5号", "sender": "和平区妇女联合会维权站",
        "receiver": "和平区法律援助中心", "received_on": "2026年3月6日", "accepted": True, "returned": False,
        "reason": None, "officer": "方正", "officer_phone": "12348", "feedback_on": "2026年3月9日",
        "answer": "已受理，指派律师办理。",
    },
    "told_once": {
        "paper": PAPER | {"number": None, "date": None}, "slip": "（2026）和转字第0005号",
        "sender": "和平区妇女联合会维权站", "receiver": "和平区法律援助中心", "matter": "法律援助",
        "name": "王𬭊", "told_on": "2026年3月5日",
        "safe_contact": "请先与转出部门联系人联系，不得直接拨打家中电话。", "story": STORY,
        "wishes": "“我不想离婚，就想他别再打我，孩子跟我住。”",
        "asked": [
            "已告知可以申请人身安全保护令", "已告知可以申请法律援助",
            "2026年3月5日已问过登记时的危险三问，请不要重复询问（现在有人受伤，或者马上有危险吗——否）",
        ],
        "phone": "010-12345678",
    },
    "bulletin": {
        "paper": PAPER | {"number": None}, "heading": "信息通报", "month": "2026年2月",
        "to": ["和平区人民法院", "和平区法律援助中心", "和平区公安分局"], "text": "请各单位及时签收转介，到期前回复。",
        "held_at": "2026年3月12日 14:30", "place": "区妇联三楼会议室", "agenda": "转介时限；高危案件会商",
        "figures": [
            {"group": "求助", "label": "新登记", "told": "32"},
            {"group": "各环节", "label": "纠纷调解", "told": "新开 14，办结 少于11"},
            {"group": "转介", "label": "发出", "told": "21"},
        ],
        "phone": "010-12345678",
    },
    "violence_record": {
        "paper": PAPER, "received_at": "2026年3月5日 09:20", "received_by": "李敏", "phone": "12338",
        "nature": "家庭暴力", "relation": "配偶",
        "survivor": {"name": "王𬭊", "sex": "女", "age": 36, "occupation": "超市收银员",
                     "contact": "和平区妇女联合会维权站代收"},
        "children": "1人（10岁）",
        "respondent": {"name": "买买提·艾力", "sex": "男", "age": 39, "occupation": None, "contact": None},
        "history": "2024年以来三次，一次报警", "kinds": ticked("身体暴力 精神暴力 性暴力 经济控制", "身体暴力"),
        "happened": "2026年3月1日晚", "place": "和平区", "details": STORY,
        "injured": ticked("是 否", "是"), "injuries": "左臂淤青", "detained": ticked("是 否 不详", "否"),
        "needs": "法律帮助、心理辅导", "handling": ["2026年3月5日 评估危险", "2026年3月5日 登记告知"],
        "closing": None, "referrals": ["2026年3月5日 转介和平区法律援助中心"],
    },
    "minor_report": {
        "paper": PAPER, "unit": "和平区妇女联合会维权站", "found_at": "2026年3月5日 09:20",
        "reported_at": "2026年3月5日 09:40",
        "minor": {"name": "王小宝", "sex": "男", "born": "2016年2月3日", "age": 10, "relation": "父子"},
        "situations": ticked(
            "生殖器或隐私部位非正常损伤 不满14岁女童受性侵、怀孕、流产 14岁以上女性受性侵致怀孕、流产 "
            "身体多处损伤、严重营养不良、意识不清，或受家暴、欺凌、虐待、殴打、麻醉 "
            "自杀、自残、工伤、中毒、麻醉、殴打等致残、死亡 被遗弃或长期无人照料 来源不明、失踪、被拐卖收买 "
            "被组织乞讨 其他严重侵害，或正在面临危险",
            "身体多处损伤、严重营养不良、意识不清，或受家暴、欺凌、虐待、殴打、麻醉",
        ),
        "finding": "接待其母求助时，发现其手臂有多处淤青。", "measures": "陪同到医院检查；通知民政部门。",
        "police": "和平派出所", "officer": "110接警单20260305-18", "others": ticked("民政 教育 检察", "民政"),
        "opened": "2026年3月6日", "feedback": None, "filed": None,
    },
    "incapable_report": {
        "paper": PAPER, "unit": "和平区妇女联合会维权站", "found_at": "2026年3月5日 09:20",
        "reported_at": "2026年3月5日 09:40",
        "person": {"name": "王桂兰", "sex": "女", "born": "1948年2月3日", "age": 78, "relation": "母子"},
        "capacity": ticked("无民事行为能力 限制民事行为能力", "限制民事行为能力"),
        "kinds": ticked("身体暴力 性暴力 精神暴力 经济控制", "身体暴力", "经济控制"),
        "finding": "邻居陪同来站，其手臂多处淤青，说不清经过。", "measures": "陪同就诊；联系其女儿接回照料。",
        "police": "和平派出所", "officer": "110接警单20260305-18", "others": ticked("民政 教育 检察", "民政"),
        "opened": "2026年3月6日", "feedback": None,
    },
    "supervision_opinion": {
        "paper": PAPER | {"agency": "和平区妇女联合会", "number": "和妇督〔2026〕3号"}, "to": "和平区某某局",
        "persons": "王某", "facts": "王某反映，其所在单位在其孕期无故降低工资，已持续三个月。\n经协商未果。",
        "law": "《中华人民共和国妇女权益保障法》第四十八条：用人单位不得因结婚、怀孕、产假、哺乳等情形，"
               "降低女职工的工资和福利待遇。",
        "opinion": "请依法查明情况，责令改正，并督促补发工资。", "answer_by": "2026年4月5日", "contact": "梅若华",
        "phone": "12338", "copies_to": "和平区人民政府妇女儿童工作委员会办公室",
        "passed": [
            {"day": "2026年1月6日", "what": "接到当事人求助"}, {"day": "2026年1月8日", "what": "向你单位转办"},
            {"day": "2026年2月10日", "what": "向你单位提出督促处理意见"},
        ],
    },
    "conference_minutes": {
        "paper": PAPER, "time": "2026年3月5日 9时30分", "place": "和平区妇女联合会二楼会议室",
        "host": "和平区妇女联合会", "chair": "梅若华", "present": ["和平派出所（宁勇，所长）", "和平区法律援助中心"],
        "absent": ["和平区民政局"], "agenda": "王某的人身安全和孩子的临时照料。",
        "minutes": "派出所介绍出警情况。\n法律援助中心已指派律师，本周内协助申请人身安全保护令。",
        "decisions": [
            {"what": "每周走访一次，发现情况立即出警。", "who": "和平派出所", "due": "2026年4月5日"},
            {"what": "协助申请人身安全保护令。", "who": "和平区法律援助中心", "due": "2026年3月9日"},
        ],
    },
    "safety_plan": {
        "paper": PAPER | {"date": None},
        "plan": "证件、银行卡放在随手能拿的布袋里。\n和平区的老同学那里可以去。\n先出门，再打电话。",
    },
    "privacy_consent": {
        "paper": PAPER, "handler": "和平区妇女联合会维权站", "phone": "12338", "person": "王𬭊", "guardian": False,
        "guardians": [], "barred": False, "receiver": None, "receiver_phone": None, "purpose": "办理本人的求助",
        "means": "记录、保存，供承办人员查看", "kinds": ticked("姓名和身份 联系方式 求助内容 危险评估结果", "求助内容"),
        "period": "至本事项办结归档",
    },
    "session_notice": {
        "paper": PAPER | {"number": None}, "recipient": "王𬭊", "meeting": "调解", "arrives": "2026年3月12日 14:00",
        "until": "16:00", "place": "第二调解室", "address": "和平区政府路8号2楼", "waiting": "201候谈室",
        "officer": "陈静", "phone": "12338", "apart": True,
    },
    "counselling_consent": {
        "paper": PAPER, "provider": "和平区社会工作服务中心", "phone": "12338", "person": "王𬭊", "counsellor": "何静",
        "guardian": False, "guardians": [], "barred": False,
    },
    "petition_reply": {
        "paper": PAPER, "recipient": "王𬭊", "received_on": "2026年3月5日", "request": "要求恢复承包经营权",
        "reply": "经与街道办事处核实，您的承包经营权已经恢复登记。", "review_by": None, "officer": "李敏", "phone": "12338",
    },
    "data_answer": {
        "paper": PAPER | {"number": None}, "recipient": "王𬭊", "received_on": "2026年3月5日",
        "about": "删除", "outcome": "部分同意您的请求",
        "neutral": False, "ground": "处理目的还没有实现，仍然必要（第四十七条第一款）",
        "reason": "案件还在办理，其余信息仍然必要（第四十七条第一款）。",
        "done": "已删除工作单位和电话。", "officer": "李敏", "phone": "12338",
    },
    "personal_copy": {
        "paper": PAPER | {"number": None}, "name": "王𬭊",
        "rows": [("姓　名", "王𬭊"), ("性　别", "女"), ("联系方式", "和平区妇女联合会维权站代收"), ("来源", "来访")],
        "statement": STORY, "wishes": "要求按月支付抚养费。", "purpose": "办理本人的维权求助，履行妇联组织的法定职责",
        "period": "至办结归档，归档后按保管期限表",
        "receivers": [
            {"agency": "和平区法律援助中心", "kinds": "申请法律援助", "since": "2026年3月6日", "until": None}
        ],
        "consents": ["本单位处理个人信息：同意（2026年3月5日）"], "corrections": 1, "not_printed": ["现住址", "电话"],
    },
    "disposal_list": {
        "paper": PAPER | {"number": None},
        "rows": [
            {"number": "（2014）和维字第0001号", "kind": "案卷（短期）", "term": "10年", "since": "2014年6月3日",
             "until": "2024年6月4日"},
            {"number": "（2014）和维字第0007号", "kind": "不予受理、撤回的求助", "term": "3年", "since": "2014年9月1日",
             "until": "2017年9月2日"},
        ],
        "appraisal": "没有继续保存的价值，同意销毁。", "schedule_approval": "和平区档案局，和档审〔2025〕3号",
        "proposer": "何静", "approver": "李敏", "approved_on": "2026年3月6日",
    },
    "acceptance_notice": {
        "paper": PAPER | {"number": "（2026）和维受告字第2号"}, "recipient": "王𬭊",
        "received_on": "2026年3月5日", "accepted_on": "2026年3月5日",
        "request": "要求按月支付抚养费", "officer": "李敏", "phone": "12338", "petition": True, "forwarded_on": None,
        "sixty_days": "2026年5月4日", "violence": False,
    },
    "forwarding_letter": {
        "paper": PAPER | {"number": "和维转〔2026〕5号"}, "to": "和平区某某街道办事处",
        "received_on": "2026年3月5日", "person": "王某",
        "contact": "由本站转达", "matter": "财产权益·土地承包", "summary": "反映出嫁后承包地被收回。",
        "request": "要求恢复承包经营权。", "ground": "本人同意（个人信息保护法第二十三条）",
        "answer_by": "2026年4月5日", "officer": "李敏", "phone": "12338",
    },
    "station_closing_report": {
        "paper": PAPER, "category": "婚姻家庭权益·抚养", "channel": "来访", "received_on": "2026年3月5日",
        "closed_on": "2026年6月5日", "officer": "李敏",
        "applicants": [{name: value for name, value in APPLICANT.items() if name != "born"}],
        "respondents": [RESPONDENT], "story": STORY, "wishes": "要求按月支付抚养费。", "danger": "低危险",
        "stages": [{"stage": "纠纷调解", "agency": "和平区婚姻家庭纠纷人民调解委员会",
                    "period": "2026年3月6日至2026年4月2日", "outcome": "达成协议"}],
        "told": ticked("人身安全保护令 法律援助", "法律援助"), "result": "化解",
        "summary": "经调解双方达成协议，已开始履行。", "follow_up": "2026年5月20日电话回访，满意。",
    },
    "request_certificate": {
        "paper": PAPER, "person": "王𬭊", "received_at": "2026年3月5日 09:20", "recorded_at": "2026年3月5日 09:25",
        "channel": "来访", "received_by": "李敏", "statement": STORY, "wishes": "要求帮助申请人身安全保护令。",
        "corrections": 0, "phone": "12338",
    },
}  # fmt: skip
