"""What is asked and what is answered, field by field: the OpenAPI document is made from these."""

from collections.abc import Iterable
from typing import Any

from apiflask import Schema, fields
from apiflask.fields import File
from marshmallow import EXCLUDE, ValidationError
from marshmallow.validate import Length, OneOf, Range, Regexp

from mediation.attachments.kinds import KINDS, SIGNED_SCAN
from mediation.referrals.kinds import GROUNDS, MANNERS, NEEDS, RESULTS, RETURN_REASONS, STAGES, URGENCIES

EXAMPLE_REF = "0123456789abcdef0123456789abcdef"
LONGEST = 4000
STEPS = ("sign_for", "accept", "send_back", "report_progress", "answer")
STATES = ("sent", "signed_for", "accepted", "answered", "returned", "recalled", "closed")
# What a scan of a signed paper is a scan of, only the station can say.
ATTACHABLE = [(kind, label) for kind, label in KINDS.items() if kind != SIGNED_SCAN]


def writable(text: str) -> None:
    """Half of a surrogate pair is no character: nothing can store or print it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValidationError("文字里有不能识别的字符。") from None


def _text(about: str, example: str = "", *, least: int = 0, longest: int = LONGEST) -> fields.String:
    checks: list[Any] = [Length(min=least, max=longest), writable]
    return fields.String(
        required=least > 0, validate=checks, metadata={"description": about, "example": example}
    )


def _one_of(choices: Iterable[tuple[str, Any]], about: str, *, required: bool = True) -> fields.String:
    """One code of CHOICES; `x-words` says what people read for each."""
    words = {code: str(label) for code, label in choices}
    told = {"description": about, "example": next(iter(words)), "x-words": words}
    return fields.String(required=required, validate=OneOf(list(words)), metadata=told)


def _day(about: str, *, null: bool = False) -> fields.Date:
    return fields.Date(allow_none=null, metadata={"description": about, "example": "2026-03-02"})


def _ref(about: str, **given: Any) -> fields.String:
    return fields.String(
        validate=Regexp(r"^[0-9a-f]{32}$"), metadata={"description": about, "example": EXAMPLE_REF}, **given
    )


class Key(Schema):
    """The name of one submission."""

    class Meta:
        unknown = EXCLUDE

    key = fields.String(
        data_key="Idempotency-Key",
        required=True,
        validate=Regexp(r"^[A-Za-z0-9._~-]{8,64}$"),
        metadata={
            "description": "一次提交的名字。同一凭证、同一转介单、同一步骤，用同一个值重发只算一次；内容改了要换一个值。",
            "example": "b7c0e2f4-0001",
        },
    )


class Paging(Schema):
    """Which page of a list."""

    class Meta:
        unknown = EXCLUDE

    cursor = _ref("上一页答复里的 next；第一页不写。")


class Slip(Schema):
    """A referral as another installation of this program sends it."""

    ref = _ref("转介单在转出单位系统里的编号。", required=True)
    number_year = fields.Integer(required=True, validate=Range(2000, 2999), metadata={"example": 2026})
    number = fields.Integer(required=True, validate=Range(1, 999_999), metadata={"example": 1})
    manner = _one_of([one for one in MANNERS if one[0] != "transfer"], "转介方式；移交整个案件不经接口。")
    stage = _one_of(STAGES, "请办什么。")
    urgency = _one_of(URGENCIES, "紧急程度。")
    needs = fields.List(_one_of(NEEDS, "需求。"), required=True, validate=Length(max=20))
    ground = _one_of(GROUNDS, "提供个人信息的依据。")
    expires_on = _day("过了这一天不能再看。")
    package = fields.Dict(
        required=True, metadata={"description": "转出单位勾选的内容。", "example": {"request": {}}}
    )
    package_hash = fields.String(
        required=True,
        validate=Regexp(r"^[0-9a-f]{64}$"),
        metadata={"description": "资料包的摘要。", "example": "0" * 64},
    )


class Reason(Schema):
    """Why."""

    reason = _text("理由。", "本人改变了主意。", least=2)


class Urge(Schema):
    """What the sender says when it urges."""

    note = _text("催办的话。", "请尽快答复。", least=2)


class SignFor(Schema):
    """Nothing needs to be said."""


class Accept(Schema):
    """What the receiver says when it takes the work on."""

    note = _text("给转出单位的话。不要写现住址和电话。", "已安排专人办理。")


class SendBack(Schema):
    """Why it goes back (信访工作条例第23条)."""

    reason = _one_of(RETURN_REASONS, "退回理由。")
    note = _text("说明；理由是 other 的必须写。", "不在本辖区。")


class Progress(Schema):
    """What has been done so far."""

    note = _text("办理情况。不要写现住址和电话。", "已约定面谈时间。", least=2)
    happened_on = _day("发生日期，不写就是今天。")


class Answer(Schema):
    """What came of it."""

    result = _one_of(RESULTS, "办理结果。")
    note = _text("办了什么、结果怎样。不要写现住址和电话。", "已经办结。", least=2)
    happened_on = _day("发生日期，不写就是今天。")


class Material(Schema):
    """One file, and what kind of material it is. Its name is not asked for anything."""

    kind = _one_of(ATTACHABLE, "是什么材料。")
    caption = _text("说明。不要写住址和电话。", "第一页", longest=80)
    happened_on = _day("收到日期，不写就是今天。")
    file = File(  # type: ignore[no-untyped-call]
        required=True, metadata={"description": "一个 JPG、PNG 或 PDF 文件，不超过 20 MB；拍摄地点会去掉。"}
    )


class Travelling(Schema):
    """A material that the package of the referral names."""

    file = File(  # type: ignore[no-untyped-call]
        required=True,
        metadata={
            "description": "资料包列明的一个文件，一字节不差（SHA-256 核对）；JPG、PNG 或 PDF，不超过 20 MB，重新描画。"
        },
    )


class Carried(Schema):
    """That a material has come."""

    file = fields.String(
        validate=Regexp(r"^[0-9a-f]{64}$"),
        metadata={"description": "文件的 SHA-256。", "example": "0" * 64},
    )


class Said(Schema):
    """A step that was taken, and what was said at it."""

    ref = _ref("这一步。")
    facts = fields.Dict(
        metadata={"description": "接收单位答复的内容，按字段。", "example": {"result": "done"}}
    )
    at = fields.AwareDateTime(metadata={"description": "登记时间（UTC）。"})
    step = fields.String(metadata={"description": "步骤。", "example": "sign_for"})
    label = fields.String(metadata={"description": "步骤的名称。", "example": "签收"})
    agency = fields.String(metadata={"description": "办理单位。", "example": "某某区法律援助中心"})
    text = fields.String(metadata={"description": "当时说的话。", "example": "已安排专人办理。"})


class Attached(Schema):
    """A material that the own agency sent in by the interface."""

    ref = _ref("材料。")
    kind = _one_of(ATTACHABLE, "是什么材料。")
    received_on = fields.String(metadata={"description": "收到日期。", "example": "2026-03-02"})
    pages = fields.Integer(metadata={"description": "页数。", "example": 1})


class JustAttached(Attached):
    """The material that has just come; the document names an answer and a part of an answer apart."""


class Referral(Schema):
    """A referral as a list shows it: nothing about a person."""

    ref = _ref("转介单。")
    number = fields.String(metadata={"description": "转介单号。", "example": "（2026）某转字第0001号"})
    state = fields.String(validate=OneOf(STATES), metadata={"description": "到了哪一步。", "example": "sent"})
    version = fields.Integer(metadata={"description": "每办一步加一。", "example": 1})
    manner = _one_of(MANNERS, "转介方式。")
    stage = _one_of([*STAGES, ("", "整个案件")], "请贵单位办什么。")
    urgency = _one_of(URGENCIES, "紧急程度。")
    needs = fields.List(_one_of(NEEDS, "需求。"))
    sender = fields.String(metadata={"description": "转出单位。", "example": "某某区妇女联合会"})
    sent_at = fields.AwareDateTime(metadata={"description": "发出时间（UTC）。"})
    answer_by = _day("最迟哪天退回（信访工作条例第23条）；没有这个期限的是空。", null=True)


class ReferralPage(Schema):
    """One page of referrals, the newest first."""

    referrals = fields.List(fields.Nested(Referral))
    next = _ref("下一页用它做 cursor；没有下一页的是空。", allow_none=True)


class FullReferral(Referral):
    """One referral: what was sent along, as long as it may be read, and what was done since."""

    ground = _one_of(GROUNDS, "提供个人信息的依据。")
    expires_on = _day("过了这一天不能再看；没有写的是空。", null=True)
    package = fields.Dict(
        allow_none=True,
        metadata={
            "description": "转出单位勾选的内容，一字不差；办结、到期或者本人撤回同意以后是空；不能“查看”的凭证也是空。",
            "example": {"request": {"stage": "法律援助", "urgency": "不紧急"}},
            "x-hash": "package_hash 是它的 SHA-256：按名称排序、没有空格的 JSON（UTF-8）。",
        },
    )
    package_hash = fields.String(metadata={"description": "资料包的摘要。", "example": "0" * 64})
    steps = fields.List(
        fields.String(validate=OneOf(STEPS)), metadata={"description": "贵单位现在可以办的步骤。"}
    )
    history = fields.List(fields.Nested(Said))
    attachments = fields.List(fields.Nested(Attached))
