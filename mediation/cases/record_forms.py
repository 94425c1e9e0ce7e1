"""What the steps ask that write a record of violence, urge an office, or pass a matter on."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Optional, ValidationError

from mediation.cases.notice_forms import ANSWER_WAYS
from mediation.cases.notices import consent_not_recorded
from mediation.cases.questions import day, line, next_day, one_of, perhaps_one_of, perhaps_told, told
from mediation.web.fields import HappenedOnField, ManyField, PartyField
from mediation.web.forms import StepForm

# The law knows bodily and mental harm; the other two are counted (DV-02).
VIOLENCE_KINDS = [
    ("bodily", _l("身体暴力")),
    ("sexual", _l("性暴力")),
    ("mental", _l("精神暴力")),
    ("economic", _l("经济控制")),
]
YES_NO = [("yes", _l("是")), ("no", _l("否"))]
YES_NO_UNKNOWN = [*YES_NO, ("unknown", _l("不详"))]
GROUNDS = [
    ("consent", _l("本人单独同意（个人信息保护法第二十三条）")),
    ("legal_duty", _l("履行法定职责（个人信息保护法第十三条第一款第三项）")),
    ("emergency", _l("紧急情况下保护生命健康（个人信息保护法第十三条第一款第四项）")),
]
_SEPARATELY = _l("依据本人同意的，或者要提供姓名的，就转给这个单位单独问过本人，再填这三项。")
NO_ADDRESS = _l("不要写现住址、电话、学校和工作单位。")


class ViolenceRecordForm(StepForm):
    """What she told of the violence (F-25, DV-07). Nothing must be answered: she is not questioned."""

    name = "violence_record"
    groups = [
        (_l("暴力的情况"), ["violence_kinds", "violence_history", "violence_when", "violence_district"]),
        (_l("经过和后果"), ["violence_details", "injured", "violence_injuries", "detained"]),
        (_l("需要什么"), ["violence_needs"]),
    ]

    violence_kinds = ManyField(_l("家暴类型"), choices=VIOLENCE_KINDS)
    violence_history = perhaps_told(_l("以往家暴史"), description=_l("照她说的写，她没有说的不追问。"))
    violence_when = line(_l("发生时间"), description=_l("记得多少写多少。"))
    violence_district = line(_l("发生地区"), description=_l("写到区县或者街道，不写门牌。"))
    violence_details = perhaps_told(_l("细节"), description=NO_ADDRESS)
    injured = perhaps_one_of(_l("是否受伤"), YES_NO)
    violence_injuries = line(_l("伤情"))
    detained = perhaps_one_of(_l("报案当时施暴人是否被拘捕"), YES_NO_UNKNOWN)
    violence_needs = perhaps_told(_l("需求"), description=_l("不写的，打印登记的诉求。"))
    happened_on = HappenedOnField()


class SupervisionForm(StepForm):
    """An office that did nothing, or not the right thing, is urged to act (WR-73). The law sets no days for its answer."""

    name = "supervision"
    groups = [
        (_l("致函单位"), ["addressee", "copies_to"]),
        (_l("内容（姓名会自动隐去）"), ["found_facts", "law_text", "opinion"]),
        (_l("答复"), ["next_on"]),
    ]

    addressee = line(_l("致函单位"), _l("请写明致函哪个单位。"))
    copies_to = line(_l("抄送"))
    found_facts = told(_l("基本事实"), _l("请写明事实。"), description=NO_ADDRESS)
    law_text = perhaps_told(
        _l("法律依据"), description=_l("妇女权益保障法第七十三条已写在文书里，这里写具体条文。")
    )
    opinion = told(_l("督促处理意见"), _l("请写明希望对方怎样处理。"))
    next_on = next_day(_l("请对方在哪天前答复"), description=_l("法律没有规定天数，由本站写明。"))
    happened_on = HappenedOnField()


class ForwardingForm(StepForm):
    """A matter is passed on to the office whose duty it is; she stays unnamed unless she wants otherwise (XF-30, WR-72)."""

    name = "forwarding"
    groups = [
        (_l("转给谁"), ["addressee", "ground"]),
        (_l("本人的单独同意"), ["party", "way", "consented_on", "named"]),
        (_l("内容"), ["forwarded_summary", "forwarded_request"]),
        (_l("答复"), ["next_on"]),
    ]

    addressee = line(_l("转给哪个单位"), _l("请写明转给哪个单位。"))
    ground = one_of(_l("依据"), GROUNDS, missing=_l("请选择依据。"))
    party = PartyField(_l("谁同意的"), [Optional()], offers="applicants", description=_SEPARATELY)
    way = perhaps_one_of(_l("怎么问的"), ANSWER_WAYS)
    consented_on = day(_l("哪天同意的"))
    named = BooleanField(
        _l("本人同意提供姓名和联络地址"),
        description=_l("不勾选的，文书上写“某某”，由本站转达；检举、控告他人的不要勾选。"),
    )
    forwarded_summary = told(_l("主要情况"), _l("请写明主要情况。"), description=NO_ADDRESS)
    forwarded_request = perhaps_told(_l("具体诉求"), description=_l("不写的，打印登记的诉求。"))
    next_on = next_day(_l("请对方在哪天前答复"))
    happened_on = HappenedOnField()

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        for field in (self.party, self.way, self.consented_on):
            field.flags.conditional = True

    def validate_ground(self, field: Any) -> None:
        """Whoever says that she agreed says who, how and on which day (PI-23)."""
        if reason := consent_not_recorded(self.data):
            raise ValidationError(reason)
