"""What the public pages ask, one thing at a time, in words that a tired person on a telephone reads at once."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from mediation.cases.questions import line, one_of, perhaps_told, told
from mediation.intake.categories import class_of
from mediation.intake.forms import CLASSES, KINDS
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


class WaysForm(Form):
    """How, when, who may answer, by which word."""

    ways = ManyField(
        _l("怎样联系"), [InputRequired(_l("请选怎样联系；不想被联系就返回上一步。"))], choices=WAYS
    )
    number = line(_l("安全的号码或微信号"), _l("请写号码或微信号。"), longest=60)
    others_phone = BooleanField(_l("这个号码别人也用"))
    hours = line(_l("什么时间可以"), longest=80, description=_l("如工作日上午 9 点到 11 点。"))
    who_may_answer = line(_l("别人接了可以说话吗"), longest=80, description=_l("如只和我本人说。"))
    code_word = line(_l("接通后先说的暗语"), longest=60, description=_l("说对了，您再回答。"))


class StoryForm(Form):
    """What happened. No name is needed."""

    summary = told(
        _l("发生了什么"), _l("请写几句发生了什么。"), description=_l("想到什么写什么。不用写名字和住址。"),
        render_kw={"rows": 7},
    )  # fmt: skip
    wishes = perhaps_told(_l("您希望怎样"), render_kw={"rows": 3})
    name = line(_l("怎样称呼您"), longest=40, description=_l("不写也一样受理。"))


class SendForm(Form):
    """The second secret, which only she knows, and whether what she wrote may be used."""

    secret = StringField(
        _l("给自己定一个口令"),
        [
            DataRequired(_l("请定一个口令。")),
            Length(min=SHORTEST_SECRET, max=LONGEST_SECRET, message=_l("口令要 6 个字以上。")),
        ],
        description=_l("6 个字以上。以后查进度要用，别人猜不到、您忘不掉。"),
    )
    privacy_consent = BooleanField(_l("我同意工作人员为办这件事使用我写的内容"))


class OpenForm(Form):
    """The code of the receipt and the second secret."""

    code = StringField(_l("编号"), [DataRequired(_l("请填编号。")), Length(max=CODE)])
    secret = PasswordField(_l("口令"), [DataRequired(_l("请填口令。")), Length(max=LONGEST_SECRET)])


class WriteForm(StepForm):
    """A message of hers."""

    name = "portal_message"
    text = told(_l("写留言"), _l("请写留言。"), render_kw={"rows": 4})


class FilesForm(StepForm):
    """More material of hers."""

    files = MultipleFileField(_l("选照片或 PDF"), description=_l("照片里的拍摄地点会去掉。一次最多 5 个。"))


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
