"""What is asked when the directory is changed."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from mediation.cases.person_choices import ETHNICITIES
from mediation.cases.questions import day, line, perhaps_one_of, perhaps_told
from mediation.people.hours import WRITE, read_hours
from mediation.people.kinds import APPOINTEE, KINDS, MEMBER, STAGES, VOLUNTEER, WAYS_IN
from mediation.web.fields import EmailField, ManyField, OfferedField, as_choices
from mediation.web.forms import StepForm

DISTRICT = re.compile(r"\d{6}(\d{3}(\d{3})?)?")
WRITE_DISTRICT = "请写国标区划代码：县区6位，街道乡镇9位，社区村12位数字。"
WEEKDAYS = [(number, f"周{name}") for number, name in enumerate("一二三四五六日")]


def hours_can_be_read(_form: Any, field: Any) -> None:
    """Refuses what `read_hours` cannot read, with its sentence."""
    try:
        read_hours(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None


def is_a_district(_form: Any, field: Any) -> None:
    """Refuses what is no code of GB/T 2260 or of the places below."""
    if field.data and not DISTRICT.fullmatch(field.data):
        raise ValidationError(WRITE_DISTRICT)


class AgencyForm(StepForm):
    """One agency: what it is, what it does, how it is reached."""

    groups = [
        (_l("单位"), ["name", "short_name", "kind", "district", "multiethnic", "parent_id"]),
        (_l("承接什么"), ["takes_on", "services", "duties"]),
        (_l("怎么联系"), ["phone", "email", "address", "hours", "way_in"]),
    ]

    name = line(_l("单位全称"), _l("请写单位全称。"), longest=80)
    short_name = line(_l("简称"), longest=8, description=_l("案件编号用，如“青”；承接环节的单位要写。"))
    kind = SelectField(
        _l("类别"), [InputRequired(_l("请选择类别。"))], choices=[("", _l("请选择")), *KINDS.items()]
    )
    district = line(
        _l("区划代码"), longest=12, description=_l("国标区划代码，县区6位，街道乡镇9位，社区村12位。")
    )
    multiethnic = BooleanField(
        _l("调委会：所在地是多民族居住地区"),
        description=_l("勾选后核对委员中有没有人数较少民族的成员（人民调解法第8条）。"),
    )
    parent_id = OfferedField(_l("上级单位"), offers="agencies")
    takes_on = ManyField(_l("承接环节"), choices=list(STAGES.items()))
    services = line(
        _l("提供的服务"), longest=400, description=_l("一句话，如“法律咨询、代写文书、诉讼代理”。")
    )
    duties = perhaps_told(_l("职责分工"), description=_l("成员单位书面确定的职责，一项一行。"))
    phone = line(_l("办公电话"), longest=40)
    email = EmailField(
        _l("提醒邮箱"), description=_l("单位的邮箱；有事时收到一封不写内容的提醒。不填就不发。")
    )
    address = line(_l("通信地址"), longest=200, description=_l("公函寄到哪里。不公开的庇护地点不要写。"))
    hours = line(_l("工作时间"), longest=200, description=_l(WRITE))
    way_in = RadioField(_l("接收转介的方式"), choices=as_choices(list(WAYS_IN.items())), default="account")

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.hours.validators = [*self.hours.validators, hours_can_be_read]
        self.district.validators = [*self.district.validators, is_a_district]

    def validate_duties(self, field: Any) -> None:
        if field.data and len(field.data) > 2000:
            raise ValidationError("最多2000字。")

    def values(self) -> dict[str, Any]:
        """Every field of the page, also those left empty."""
        told = {name: self.data[name] for _legend, names in self.groups for name in names}
        return {
            name: value if value is not None or name == "parent_id" else "" for name, value in told.items()
        }


class PersonForm(StepForm):
    """Somebody's place at an agency. What is asked depends on the part: `for_part`."""

    user_id = OfferedField(_l("有账号的人"), offers="workers", description=_l("没有账号的，在下面写姓名。"))
    name = line(_l("姓名"), longest=40)
    sex = perhaps_one_of(_l("性别"), [("2", _l("女")), ("1", _l("男"))])
    ethnicity = perhaps_one_of(
        _l("民族"), ETHNICITIES, description=_l("调委会设在多民族居住地区的要登记；别的可以不填。")
    )
    title = line(_l("职务"), longest=40)
    chairs = BooleanField(_l("是主任"))
    phone = line(_l("工作电话"), longest=40, description=_l("只写单位的电话，不写个人手机和住宅电话。"))
    since = day(_l("任期开始"), ahead=True)
    until = day(_l("任期结束"), ahead=True, description=_l("任期的最后一天。调委会委员任期三年。"))
    training = line(_l("培训情况"), longest=200, description=_l("培训名称和学时。"))
    trained_on = day(_l("最近培训日期"))

    def for_part(self, part: str) -> None:
        """Leave out what this part does not have."""
        left_out = {
            "chairs": part == MEMBER,
            "ethnicity": part == MEMBER,
            "sex": part in (MEMBER, APPOINTEE, VOLUNTEER),
            "since": part in (MEMBER, APPOINTEE),
            "until": part in (MEMBER, APPOINTEE),
            "training": part in (VOLUNTEER, APPOINTEE, MEMBER),
            "trained_on": part in (VOLUNTEER, APPOINTEE, MEMBER),
        }
        for name, asked in left_out.items():
            if not asked:
                del self[name]

    def values(self) -> dict[str, Any]:
        """Every field that was asked. Of somebody with an account the name is that of the account."""
        told = {name: value for name, value in self.data.items() if name in self._asked()}
        for name in ("name", "sex", "ethnicity", "title", "phone", "training"):
            if name in told:
                told[name] = told[name] or ""
        return told | ({"name": ""} if told["user_id"] else {})

    def _asked(self) -> set[str]:
        own = {"csrf_token", "key", "seen", "confirmed"}
        return {field.short_name for field in self} - own


class DutyForm(StepForm):
    """Who is on duty, on which days."""

    person = OfferedField(_l("谁值班"), [InputRequired(_l("请选择谁值班。"))], offers="people")
    first = day(_l("从哪一天"), _l("请写从哪一天。"), ahead=True)
    last = day(_l("到哪一天"), _l("请写到哪一天。"), ahead=True)
    weekdays = ManyField(_l("星期几"), choices=WEEKDAYS, coerce=int, description=_l("都不选，就是每一天。"))
    hours = line(_l("时段"), longest=60, description=_l("如 9:00-17:00；不写就按单位的工作时间。"))

    def validate_hours(self, field: Any) -> None:
        hours_can_be_read(self, field)


class AbsenceForm(StepForm):
    """Who is away, and who stands in. Never why."""

    user = OfferedField(_l("谁请假"), [InputRequired(_l("请选择谁请假。"))], offers="workers")
    since = day(_l("从哪一天"), _l("请写从哪一天。"), ahead=True)
    until = day(_l("到哪一天"), _l("请写到哪一天。"), ahead=True)
    substitute = OfferedField(
        _l("代班人"),
        offers="workers",
        description=_l(
            "代班人在这几天收到这个人的待办和转介。不选的，待办转给负责人，转介由本单位在岗的人接收。"
        ),
    )


class ImportForm(StepForm):
    """The sheet with the agencies."""

    sheet = FileField(
        _l("选择填好的表格"),
        [DataRequired(_l("请选择文件。"))],
        description=_l("Excel 文件（.xlsx），不超过 1 MB、500 行。先给您看会有什么变化，确认后才导入。"),
        render_kw={"accept": ".xlsx"},
    )


class ConfirmForm(StepForm):
    """What was shown of the sheet, sent back to be taken over; checked anew like the sheet itself."""

    rows = HiddenField(validators=[Optional()])
    shown = HiddenField(validators=[Optional()])
