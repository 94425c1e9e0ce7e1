"""What the steps of a conference ask."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from mediation.cases.notice_forms import ANSWER_WAYS
from mediation.cases.questions import NextDayField, day, perhaps_one_of, told
from mediation.cases.record_forms import GROUNDS
from mediation.web.fields import (
    AgencyField,
    HappenedOnField,
    ManyField,
    MomentField,
    OfferedField,
    PartyField,
    UserField,
    as_choices,
)
from mediation.web.forms import StepForm

NO_NAMES = _l("姓名打印和显示时会自动隐去；不要写现住址、电话、学校和工作单位。")
COMING = [("yes", _l("参加")), ("no", _l("不参加"))]


class ConferenceCallForm(StepForm):
    """When, where, about what, with whom, and on which ground they are told of it."""

    name = "conference_call"
    groups = [
        (_l("时间地点"), ["meets_at", "place"]),
        (_l("议题和材料"), ["agenda", "brief"]),
        (_l("请谁参加"), ["agencies", "ground", "ground_text"]),
        (_l("本人的单独同意"), ["party", "way", "consented_on"]),
    ]

    meets_at = MomentField(_l("什么时候开"), [InputRequired(_l("请写明时间。"))], ahead=True)
    place = StringField(_l("在哪里开"), [InputRequired(_l("请写明地点。")), Length(max=120)])
    agenda = told(_l("议题"), _l("请写明议题。"), description=NO_NAMES)
    brief = told(_l("会商材料"), _l("请写明基本情况，参加单位只看到这些。"), description=NO_NAMES)
    agencies = ManyField(
        _l("参加单位"), [DataRequired(_l("请至少选一个单位。"))], offers="conference agencies"
    )
    ground = RadioField(_l("依据"), [InputRequired(_l("请选择依据。"))], choices=as_choices(GROUNDS))
    ground_text = StringField(
        _l("依据说明"),
        [Optional(), Length(max=400)],
        description=_l("不以本人同意为依据的，写明什么规定、为什么必要。"),
    )
    party = PartyField(
        _l("谁同意的"), [Optional()], offers="applicants",
        description=_l("依据本人同意的，就告诉这几个单位单独问过本人，再填这三项。"),
    )  # fmt: skip
    way = perhaps_one_of(_l("怎么问的"), ANSWER_WAYS)
    consented_on = day(_l("哪天同意的"))


class ConferenceAnswerForm(StepForm):
    """A guest says whether it comes, and who."""

    name = "conference_answer"

    coming = RadioField(_l("是否参加"), [InputRequired(_l("请选择。"))], choices=as_choices(COMING))
    who = StringField(_l("参加人和职务"), [Optional(), Length(max=80)])


class ConferenceHeldForm(StepForm):
    """Who came, and what was said."""

    name = "conference_held"

    came = ManyField(_l("到会单位"), offers="conference guests")
    minutes = TextAreaField(
        _l("会商情况"), [InputRequired(_l("请写明会商情况。")), Length(max=10_000)], render_kw={"rows": 8},
        description=NO_NAMES,
    )  # fmt: skip
    happened_on = HappenedOnField()


class ConferenceDecisionForm(StepForm):
    """One decision: what, by whom, until when. It becomes work on that agency's list."""

    name = "conference_decision"

    what = told(_l("决定办什么"), _l("请写明办什么。"), description=NO_NAMES)
    agency = AgencyField(_l("由哪个单位办"), [InputRequired(_l("请选择单位。"))], offers="conference table")
    assignee = UserField(_l("由本单位谁办"), offers="own_colleagues", description=_l("由本单位办的才选。"))
    due_on = NextDayField(_l("什么时候办完"), [InputRequired(_l("请写明日期。"))], ahead=True)


class ConferenceReportForm(StepForm):
    """What became of a decision."""

    name = "conference_report"

    decision = OfferedField(_l("哪一项决定"), [InputRequired(_l("请选择。"))], offers="own decisions")
    result = told(_l("办理结果"), _l("请写明办理结果。"), description=NO_NAMES)
    happened_on = HappenedOnField()
