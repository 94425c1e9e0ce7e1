"""One filled-in example of each paper, as the features would hand it in."""

from typing import Any

from tests.documents.dossier_examples import DOSSIER_EXAMPLES
from tests.documents.examples_mediation import EXAMPLES_OF_MEDIATION
from tests.documents.examples_people import APPLICANT, PAPER, PARTIES, RESPONDENT, STATION, STORY
from tests.documents.examples_station import EXAMPLES_OF_STATION

WANTED = "警察介入 医疗 法律援助 司法鉴定 庇护 法律帮助 心理辅导 老人儿童照顾 经济 其他"
NEEDS = [{"label": label, "chosen": label in ("法律援助", "心理辅导")} for label in WANTED.split()]
URGENCY = [
    {"label": label, "chosen": label.startswith("紧急")}
    for label in ("非常紧急（数小时内）", "紧急（一天内）", "轻微紧急（数天内）", "不紧急")
]

EXAMPLES: dict[str, dict[str, Any]] = {
    **EXAMPLES_OF_MEDIATION,
    **DOSSIER_EXAMPLES,
    **EXAMPLES_OF_STATION,
    "registration": {
        "paper": STATION,
        "channel": "来访",
        "received_at": "2026年3月5日 9时20分",
        "received_by": "李敏",
        "category": "婚姻家庭权益·家庭暴力",
        "people": 1,
        "marital": "已婚",
        "applicants": [APPLICANT],
        "respondents": [RESPONDENT],
        "children": "买小宝（2018年5月1日生）",
        "safe_contact": (
            "工作日上午由维权站拨打本人指定电话，只说「"
            "社区读书会」；不得发短信，不得由他人转接。"
        ),
        "narrative": STORY,
        "wishes": "希望了解人身安全保护令，孩子随自己生活。",
        "danger": [
            {"question": "现在是否有人受伤或处于危险之中", "answer": "否"},
            {"question": "是否有过暴力或威胁（凶器、扼颈、扬言杀害、伤害儿童）",
                "answer": "是：曾推搡致手臂淤青"},
            {"question": "儿童或其他人是否面临危险", "answer": "否"},
        ],
        "danger_level": "暂定高危，待评估",
        "proposal": "今日完成危险评估；告知人身安全保护令和法律援助；评估完成前不进入调解。",
    },
    "rights_notice": {"paper": PAPER | {"number": None}, "parties": PARTIES, "dispute": "抚养费和探望纠纷"},
    "mediation_record": {
        "paper": PAPER | {"number": None},
        "time": "2026年3月12日14时00分至16时10分",
        "place": "和平区妇女联合会维权站第二调解室",
        "separate": False,
        "open_to_public": False,
        "parties": PARTIES,
        "participants": ["赵建国（居委会主任，双方同意）"],
        "mediators": ["陈静"],
        "recorder": "李敏",
        "turns": [
            {"who": "调解员", "said": "今天就抚养费和探望安排进行调解。双方是否申请回避？"},
            {"who": "王𬭊", "said": "不申请。"},
            {"who": "买买提·艾力", "said": "不申请。"},
            {"who": "王𬭊", "said": STORY},
            {"who": "买买提·艾力", "said": "愿意每月给付抚养费1050元，希望每月能见孩子两次。"},
            {"who": "调解员", "said": "孩子已满八周岁，本人表示愿意每月与父亲见面两次，由母亲接送。"},
        ],
        "result": "双方达成一致，签订人民调解协议书。",
    },
    "agreement": {
        "paper": PAPER,
        "parties": PARTIES,
        "facts": STORY,
        "clauses": [
            "婚生子随申请人共同生活，被申请人自2026年4月起每月给付抚养费人民币1050元，至孩子年满十八周岁止。",
            "被申请人每月第一、第三个星期六9时至17时探望孩子，接送地点为和平区妇女联合会维权站。",
            "申请人婚前购买的家具归申请人所有，被申请人于2026年3月31日前交付；另补偿申请人人民币100000元。",
            "双方不得打骂、威胁对方，不得在孩子面前争吵。",
        ],
        "obligations": [
            {"debtor": "被申请人", "creditor": "申请人", "what": "每月抚养费", "amount_fen": 105000,
             "due": "每月10日前"},
            {"debtor": "被申请人", "creditor": "申请人", "what": "一次性补偿", "amount_fen": 10000000,
             "due": "2026年6月30日前"},
            {"debtor": "被申请人", "creditor": "申请人", "what": "交付婚前家具", "amount_fen": None,
             "due": "2026年3月31日前"},
        ],
        "performance": "抚养费和补偿款汇入申请人指定的银行账户，以到账为准。",
        "copies": 3,
        "mediators": ["陈静"],
        "recorder": "李敏",
        "on_divorce": True,
    },
    "referral_slip": {
        "paper": STATION | {"number": "（2026）和维转字第5号"},
        "sender": "和平区妇女联合会维权站",
        "receiver": "和平区法律援助中心",
        "liaison": "李敏",
        "liaison_phone": "010-12345678",
        "file_ref": "a3f09c6be1d24d7c",
        "matter": "法律援助",
        "manner": "转介",
        "purpose": "申请法律援助",
        "person": {
            "name": "王𬭊", "sex": "女", "born": "1989年8月", "id_number": None, "phone": "由维权站转达",
            "contact": "和平区妇女联合会维权站代收",
                "safe_contact": "请先与转出部门联系人联系，不得直接拨打家中电话。",
        },
        "condition": "轻微受伤，情绪低落",
        "companions": "无",
        "summary": STORY,
        "needs": NEEDS,
        "urgency": URGENCY,
        "consent": "本人单独同意（2026年3月5日签名）",
        "enclosures": ["受理情况摘要1份", "转介单独同意书1份"],
        "answer_by": "请于2026年3月10日前接收或退回，接收后15日内回复",
        "link": "https://wq.example.cn/r/8n1yJ0gkQb2xVd5oEoCz4mU7rLkPaW3s",
        "sent_by": "李敏",
    },
    "termination_notice": {
        "accepted": True,
        "paper": PAPER | {"number": "（2026）和人调终字第1号"},
        "parties": PARTIES,
        "dispute": "抚养费和探望纠纷",
        "reason": "被申请人明确表示不愿继续调解",
        "court": "和平区人民法院",
        "limitation": None,
        "violence": True,
    },
    "protection_order_notice": {
        "paper": STATION, "recipient": "王𬭊", "court": "和平区人民法院", "legal_aid": None, "phone": "12338",
    },
    "legal_aid_notice": {
        "paper": STATION, "recipient": "王𬭊", "court": None, "legal_aid": "和平区法律援助中心",
            "phone": "12338",
    },
    "referral_consent": {
        "paper": STATION,
        "person": "王𬭊",
        "receiver": "和平区法律援助中心",
        "receiver_phone": "12348",
        "purpose": "审查法律援助申请并指派律师",
        "means": "书面转介单",
        "period": "至法律援助事项办结",
        "kinds": [{"label": label, "chosen": False} for label in ("姓名", "联络电话", "情况摘要",
            "身份证件号")],
        "phone": "12338",
        "guardian": False,
        "guardians": [],
        "barred": False,
    },
    "harassment_result": {
        "paper": STATION,
        "recipient": "王𬭊",
        "received_on": "2026年3月5日",
        "result": "经核实，用人单位已对当事人作出处理，并调整了工作安排。\n我们将在三个月内回访。",
        "phone": "12338",
    },
    "refusal_notice": {
        "paper": STATION | {"number": "（2026）和维不受告字第1号"},
        "recipient": "王𬭊",
        "request": "调解申请",
        "received_on": "2026年3月5日",
        "reason": "该纠纷已由人民法院受理",
        "ground": "《人民调解工作若干规定》第二十二条",
        "elsewhere": "（一）向受理案件的人民法院了解案件进展；\n（二）在诉讼中请求人民法院主持调解。",
        "phone": "12338",
    },
}  # fmt: skip
