"""Who somebody is, and how they may be reached without harm. Registering asks with the same rows."""

import re
import unicodedata
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField, HiddenField
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput, TextInput

from mediation.cases import person_choices as known
from mediation.cases.identity import doubts, tidy_number
from mediation.cases.questions import asked_of_some, line, one_of, perhaps_one_of
from mediation.web.fields import HappenedOnField, ManyField, PartialDateField, PartyField
from mediation.web.forms import RowForm, StepForm

# Digits with what is put between them, three at least; an extension after 转.
A_PHONE = re.compile(r"[+(]?\d(?:[\d ()+-]*\d){2,}(?:\s*转\s*\d+)?")
# What she must know before a text message is a way (P11): a carrier passes none on without the sender's signature.
SMS_SHOWS_WHO = (
    "短信开头一定带有%s，运营商不允许隐藏，别人看到手机就会知道。"
    "请先告诉本人；本人知道后仍然要用短信的，勾选“已告知本人”。否则请取消短信。"
)
ID_DOUBTED = "身份证号校验不通过。请核对；确认无误请写明原因后再提交"


class PersonRow(RowForm):
    """One person. `person` is the ref of somebody known already; a row that is `blank()` says nothing."""

    person = HiddenField()
    name = line(_l("姓名"), longest=60, description=_l("按证件上的写法；少数民族姓名可用间隔号“·”。"))
    anonymous = BooleanField(_l("匿名或姓名不详"))
    sex = one_of(_l("性别"), known.SEXES, default="0")
    birth = PartialDateField(_l("出生日期"))
    id_kind = perhaps_one_of(_l("证件种类"), known.ID_KINDS)
    id_number = line(
        _l("证件号码"), longest=40, filters=(lambda typed: tidy_number(typed) if typed else typed,)
    )
    id_reason = line(_l("号码与校验不符的原因"), longest=200, widget=HiddenInput())
    phone = line(_l("电话"), longest=40, description=_l("只有办理本案的人看得到，不会印在任何文书上。"))
    residence = line(_l("现住址"), longest=200, description=_l("保密：不会印在任何文书上。"))
    contact_channel = line(_l("可写在文书上的联系地址或方式"), longest=200)
    occupation = line(_l("职业"), longest=60)
    ethnicity = perhaps_one_of(_l("民族"), known.ETHNICITIES)
    marital = perhaps_one_of(_l("婚姻状况"), known.MARITAL)
    relation = line(
        _l("与另一方的关系"), longest=30, description=_l("如配偶、前配偶、同居、恋人、父母、子女。")
    )
    special = ManyField(_l("特殊需要"), choices=known.SPECIAL)
    moved_out = BooleanField(_l("已搬离共同住所"))
    workplace = line(_l("工作单位"), description=_l("保密：不会印在任何文书上。"))
    school = line(_l("学校"), description=_l("保密：不会印在任何文书上。"))

    def blank(self) -> bool:
        """Whether nobody wrote anything in this row."""
        return not any(field.data for field in self if field.short_name != "sex")

    def validate_anonymous(self, field: Any) -> None:
        """Somebody without a name is taken in all the same, knowingly."""
        if not (self.blank() or self.name.data or field.data or self.person.data):
            raise ValidationError("请写姓名；不愿说或不知道姓名的，勾选“匿名或姓名不详”。")

    def validate_phone(self, field: Any) -> None:
        """What nobody can dial is not a phone (ID-TEL); who has none leaves it empty."""
        if field.data and not A_PHONE.fullmatch(unicodedata.normalize("NFKC", field.data)):
            raise ValidationError(
                "这不像电话号码：只写数字（可以有 +、-、空格、括号，分机写“转”）。没有电话的不填。"
            )

    def validate_id_number(self, field: Any) -> None:
        """A doubtful number is kept once the worker says why; nobody is turned away for it (ID-18)."""
        if field.data and not self.id_kind.data:
            raise ValidationError("请选择证件种类。")
        doubt = field.data and doubts(
            self.id_kind.data, field.data, birth=self.birth.data or "", sex=self.sex.data or ""
        )
        if doubt or self.id_reason.data:
            self.id_reason.widget = TextInput()
        if doubt and not self.id_reason.data:
            raise ValidationError(f"{ID_DOUBTED}。（{doubt}）")


class SafeContactRow(RowForm):
    """How a person may be reached: without a record nobody calls."""

    ways = ManyField(_l("可以怎样联系"), choices=known.CONTACT_WAYS)
    no_contact = BooleanField(_l("不联系：本人不愿被联系，等本人来"))
    number = line(_l("安全号码"), longest=60)
    wechat = line(_l("微信号"), longest=60, description=_l("和安全号码不同的，写在这里。"))
    hours = line(_l("可以联系的时段"), longest=80)
    who_may_answer = line(_l("谁接听时可以说话"))
    may_say_who = BooleanField(_l("可以说明是哪个单位"))
    others_phone = BooleanField(
        _l("这个号码别人也用"), description=_l("如婆婆、邻居的手机：只作记号，绝不回拨。")
    )
    sms_told = BooleanField(
        _l("选了短信的：已告知本人短信里会显示发送单位的名称，无法隐藏，本人仍然要用"),
        description=_l("短信默认不用。手机被别人看到，就知道她找过谁。"),
    )
    code_word = line(_l("暗语"), longest=60, description=_l("接通后先说暗语，确认是本人、可以说话。"))
    never = line(_l("绝不能做的"), longest=200, description=_l("如不要打家里电话、不要寄信到住处。"))

    def validate_ways(self, field: Any) -> None:
        """Ways, or none at all: both is a mistake, and neither leaves everybody guessing."""
        if field.data and self.no_contact.data:
            raise ValidationError("已勾选“不联系”，请取消其他联系方式，或取消“不联系”。")
        if not field.data and not self.no_contact.data:
            raise ValidationError("请选择可以怎样联系；本人不愿被联系的，勾选“不联系”。")
        if "sms" in (field.data or ()) and not self.sms_told.data:
            signature = current_app.config["SMS_SIGNATURE"]
            raise ValidationError(
                SMS_SHOWS_WHO % (f"“【{signature}】”" if signature else "发送单位的名称（签名）")
            )


class PartyForm(StepForm):
    """One more person in the case."""

    name = "party"
    apart = ("who",)
    role = one_of(_l("在本案中的身份"), known.PARTY_ROLES, missing=_l("请选择在本案中的身份。"))
    who = FormField(PersonRow, _l("基本情况"))
    represents = PartyField(_l("代理或监护谁"), description=_l("代理人、监护人填写。"))
    linked = asked_of_some(
        _l("监护人是不是对方或者与对方有关系"),
        known.LINKED,
        description=_l("监护人必须回答：是的、不清楚的，不能代为同意、接收告知、参加探访。"),
    )
    happened_on = HappenedOnField()

    def validate_linked(self, field: Any) -> None:
        """Of a guardian it is asked whether they are the other side (P26)."""
        if self.role.data == "guardian" and not field.data:
            raise ValidationError("请回答这位监护人是不是对方、与对方有没有关系；不清楚的选“还不清楚”。")

    def validate_role(self, field: Any) -> None:
        """A party is somebody, with a name or knowingly without."""
        if self.who.form.blank():
            raise ValidationError("请写姓名；不愿说或不知道姓名的，勾选“匿名或姓名不详”。")
