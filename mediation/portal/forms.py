"""What the public pages ask, one thing at a time, in words that a tired person on a telephone reads at once."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from mediation.cases.questions import line, one_of, perhaps_told, told
from mediation.intake.categories import class_of
from mediation.intake.forms import CLASSES, KINDS
from mediation.portal.guessing import easily_guessed
from mediation.web.fields import ManyField, OfferedField
from mediation.web.forms import Form, StepForm

ANSWERS = [("yes", _l("是")), ("no", _l("不是")), ("unknown", _l("说不清"))]
WAYS = [
    ("phone", _l("打电话")),
    ("wechat", _l("加微信")),
    ("sms", _l("发短信（开头会显示单位名称，不能隐藏）")),
]
MARKS = [
    ("5", _l("很满意")), ("4", _l("满意")), ("3", _l("一般")), ("2", _l("不满意")), ("1", _l("很不满意")),
]  # fmt: skip
WAYS_ASKED = ("ways", "number", "others_phone", "hours", "who_may_answer", "code_word")
SHORTEST_SECRET = 6
LONGEST_SECRET = 64
CODE = 40
_ASK = _l("请选一项；不确定就选“说不清”。")


class SafeForm(Form):
    """The three questions of danger."""

    q_hurt = one_of(_l("现在有人受伤，或者马上会有危险吗"), ANSWERS, missing=_ASK)
    q_violence = one_of(_l("有人打您、吓唬您、跟着您，或者不让您出门吗"), ANSWERS, missing=_ASK)
    q_children = one_of(_l("孩子、老人或者家里其他人有危险吗"), ANSWERS, missing=_ASK)


class ContactForm(Form):
    """Whether she may be contacted at all; not answered is no."""

    may_contact = one_of(
        _l("可以主动联系您吗"),
        [("no", _l("不要联系我，我自己来查进度")), ("yes", _l("可以，按我说的办法联系"))],
        default="no",
    )


class Ways:
    """How, when, who may answer, by which word: asked at the beginning, and when it is to be otherwise."""

    ways = ManyField(_l("怎样联系"), [InputRequired(_l("请选怎样联系。"))], choices=WAYS)
    number = line(_l("安全的号码或微信号"), _l("请写号码或微信号。"), longest=60)
    others_phone = BooleanField(_l("这个号码别人也用"))
    hours = line(_l("什么时间可以"), longest=80, description=_l("如工作日上午 9 点到 11 点。"))
    who_may_answer = line(_l("别人接了可以说话吗"), longest=80, description=_l("如只和我本人说。"))
    code_word = line(_l("接通后先说的暗语"), longest=60, description=_l("说对了，您再回答。"))


class WaysForm(Ways, Form):
    """On the way through the questions."""


class StoryForm(Form):
    """What happened. No name is needed."""

    summary = told(
        _l("发生了什么"), _l("请写几句发生了什么。"), description=_l("想到什么写什么。不用写名字和住址。"),
        render_kw={"rows": 7},
    )  # fmt: skip
    wishes = perhaps_told(_l("您希望怎样"), render_kw={"rows": 3})
    name = line(_l("怎样称呼您"), longest=40, description=_l("不写也一样受理。"))


class OwnSecret:
    """The second secret, which only she knows."""

    secret = StringField(
        _l("给自己定一个口令"),
        [
            DataRequired(_l("请定一个口令。")),
            Length(min=SHORTEST_SECRET, max=LONGEST_SECRET, message=_l("口令要 6 个字以上。")),
        ],
        description=_l(
            "6 个字以上，只用数字要 8 位以上。不要用生日、电话、连号。以后查进度要用，别人猜不到、您忘不掉。"
        ),
    )

    def validate_secret(self, field: Any) -> None:
        """Whoever knows her well must not guess it within the tries that he has."""
        if field.data and easily_guessed(field.data):
            raise ValidationError("这个口令容易被猜到，请换一个。")


class SendForm(OwnSecret, Form):
    """The second secret, and whether what she wrote may be used."""

    privacy_consent = BooleanField(_l("我同意工作人员为办这件事使用我写的内容"))


class OpenForm(Form):
    """The code of the receipt and the second secret."""

    code = StringField(_l("编号"), [DataRequired(_l("请填编号。")), Length(max=CODE)])
    # No password to the browser, which would offer to remember it. The style sheet draws dots.
    secret = StringField(
        _l("口令"), [DataRequired(_l("请填口令。")), Length(max=LONGEST_SECRET)], render_kw={"class": "dots"}
    )


class WriteForm(StepForm):
    """A message of hers."""

    name = "portal_message"
    text = told(
        _l("写留言"), _l("请写留言。"), render_kw={"rows": 4},
        description=_l("不是随时有人看。有危险不要等答复，打 110。"),
    )  # fmt: skip


class FilesForm(StepForm):
    """More material of hers."""

    files = MultipleFileField(_l("选照片或 PDF"), description=_l("照片里的拍摄地点会去掉。一次最多 5 个。"))


class AskedContact(Ways, StepForm):
    """Another way to reach her. It lies sealed with the request, never with the step."""

    apart = ("asked_contact",)

    def facts(self) -> dict[str, Any]:
        """How to reach her in one, apart from what the step keeps."""
        said = super().facts()
        return {**said, "asked_contact": {name: said.pop(name) for name in WAYS_ASKED if name in said}}


def _checked_by(missing: Any) -> Any:
    """How the worker made sure that it is she."""
    ways = [
        ("in_person", _l("本人当面说的")),
        ("old_way", _l("按原来的安全办法联系到本人")),
        ("code_word", _l("本人来电，说对了原来的暗语")),
    ]
    return one_of(_l("怎样核实是本人"), ways, missing=missing)


class ContactChangeForm(AskedContact):
    """What she asks for. Nothing changes until a worker has made sure that it is she who asks."""

    name = "portal_contact"
    old_unsafe = BooleanField(_l("原来的办法已经不安全，马上停用"))


class ContactCheckedForm(AskedContact):
    """What she asked for, and how the worker made sure that it was she: whoever holds code and secret can ask."""

    name = "portal_contact_checked"
    checked_by = _checked_by(_l("请选怎样核实的；没有核实到，不要改。"))
    note = perhaps_told(_l("说明"), render_kw={"rows": 3})

    def prepare(self, workflow: str, trigger: str) -> None:
        """Whose words stand in the boxes, and what they are worth."""
        self.ways.description = _l(
            "下面是网上写的，不一定是本人写的。逐项问过本人再提交；说法不一样的，照本人说的改。"
        )


class NewCodeForm(OwnSecret, StepForm):
    """A new code in place of one that is lost or was seen. She types the new secret herself, the worker need not know it.

    Neither is kept with the step.
    """

    name = "portal_new_code"
    apart = ("new_code", "new_secret")
    checked_by = _checked_by(_l("请选怎样核实的；没有核实到，不要换。"))
    note = perhaps_told(_l("说明"), render_kw={"rows": 3})

    def prepare(self, workflow: str, trigger: str) -> None:
        """Whoever sits at the desk lets her type."""
        self.secret.label.text = _l("本人定的口令（请本人自己输入）")
        self.secret.render_kw = {"class": "dots"}

    def facts(self) -> dict[str, Any]:
        """The secret under the name by which it is kept apart."""
        said = super().facts()
        return {**said, "new_secret": said.pop("secret")}


class RatingForm(StepForm):
    """What she thinks of it, once it is over."""

    name = "portal_rating"
    mark = one_of(_l("您满意吗"), MARKS)
    words = perhaps_told(_l("想说的话"), render_kw={"rows": 3})


class AnswerForm(StepForm):
    """What the station answers. She reads it on a telephone that somebody may look into."""

    name = "portal_answer"
    text = TextAreaField(
        _l("答复"),
        [DataRequired(_l("请写答复。")), Length(max=2000, message=_l("最多两千字。"))],
        description=_l("本人在网上看到。不要写住址、电话、学校、工作单位、庇护场所，别人可能看到她的手机。"),
        render_kw={"rows": 5},
    )


class ReceivedForm(StepForm):
    """What stands in a request. `told_online` lies sealed with it; the step keeps the three answers alone."""

    name = "portal_request"
    apart = ("told_online",)
    q_hurt = one_of(_l("现在有人受伤，或马上有危险"), ANSWERS)
    q_violence = one_of(_l("有过打骂、威胁、跟踪或限制自由"), ANSWERS)
    q_children = one_of(_l("孩子、老人或其他人有危险"), ANSWERS)
    told_online = HiddenField()


class TakeOnForm(StepForm):
    """What the station must know to register a request: whether she came before, and which class it is."""

    name = "portal_take_on"
    person = OfferedField(
        _l("以前来过吗"), offers="came before", coerce=str,
        description=_l("已按本人写的称呼和号码查过。查到同一个人的选上；没有的不用选。"),
    )  # fmt: skip
    category_class = one_of(
        _l("属于哪一类"), CLASSES, missing=_l("请选择属于哪一类；拿不准选“综合”，以后可以更正。")
    )
    category_kind = SelectField(_l("具体事项"), [Optional()], choices=KINDS)

    def validate_category_kind(self, field: Any) -> None:
        """A kind belongs to one class."""
        if field.data and self.category_class.data and class_of(field.data) != self.category_class.data:
            raise ValidationError(f"“{field.data}”属于“{class_of(field.data)}”，请核对上面选的类别。")
