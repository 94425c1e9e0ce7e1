"""What is asked when a material is added, and when a signature on a paper is registered."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, MultipleFileField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from mediation.attachments.kinds import KINDS, SIGNED_SCAN, SIGNING_WAYS
from mediation.cases.questions import day, line, one_of
from mediation.web.fields import HappenedOnField, OfferedField, PartyField, UserField
from mediation.web.forms import StepForm

MOST_FILES = 20


class FilesField(MultipleFileField):
    """Some files; the value is what was sent, without the empty part of a form without files."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [part for part in valuelist if getattr(part, "filename", "")]


def _for_a_scan(form: Any, field: Any) -> None:
    if form.kind.data == SIGNED_SCAN and not field.data:
        raise ValidationError("请选择是哪一份文书的扫描件；还没有打印的，请先打印。")


class AttachmentForm(StepForm):
    """One material or several of a kind. The files and the caption are sealed with the rows, not with the step."""

    name = "attachment"
    apart = ("files", "caption")
    kind = SelectField(
        _l("是什么材料"), [InputRequired(_l("请选择是什么材料。"))], choices=[("", "—"), *KINDS.items()]
    )
    files = FilesField(
        _l("选择文件（可以一次选几个）"),
        [InputRequired(_l("请选择文件。"))],
        description=_l("JPG、PNG 图片或 PDF，每个不超过 20 MB。照片里的拍摄地点会自动去掉。"),
        render_kw={"accept": "image/jpeg,image/png,application/pdf"},
    )
    stage = OfferedField(_l("放在哪里"), [InputRequired(_l("请选择放在哪里。"))], offers="places")
    party = PartyField(_l("谁的、谁交来的"))
    document = OfferedField(
        _l("是哪一份文书"),
        [_for_a_scan],
        offers="papers",
        description=_l("“签署后的文书扫描件”要选；卷宗里用扫描件代替原打印件。"),
    )
    caption = line(_l("说明"), longest=80, description=_l("如“2026年10月微信记录”。不要写住址和电话。"))
    under_seal = BooleanField(
        _l("密封：只有我和承办人能看"),
        description=_l(
            "一方单独交来、不能让对方知道的，或者能看出现住址的，请勾选；卷宗里只放一页保密附件页。"
        ),
    )
    replaces = OfferedField(
        _l("替换哪一件"), offers="replaceable", description=_l("原来的一件仍保留，标为已替换。")
    )
    happened_on = HappenedOnField(_l("收到日期"))

    def facts(self) -> dict[str, Any]:
        """All but the files."""
        return {name: value for name, value in super().facts().items() if name != "files"}

    def validate_files(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("请选择文件。")
        if len(field.data or []) > MOST_FILES:
            raise ValidationError(f"一次最多{MOST_FILES}个文件，请分几次上传。")

    def validate_replaces(self, field: Any) -> None:
        if field.data and len(self.files.data or []) > 1:
            raise ValidationError("替换一件材料时，请只选一个文件。")


class PaperSignatureForm(StepForm):
    """One signature on a printed paper, by hand (电子签名不算)."""

    name = "paper_signature"
    document = OfferedField(_l("哪一份文书"), [InputRequired(_l("请选择文书。"))], offers="papers_to_sign")
    party = PartyField(_l("当事人"), description=_l("工作人员签名的，选下面一项；盖单位印章的，两项都不选。"))
    colleague = UserField(_l("工作人员"))
    way = one_of(_l("方式"), [*SIGNING_WAYS[:-1], ("official_seal", _l("单位印章"))])
    signed_on = day(_l("签署日期"), _l("请写明纸上的签署日期。"))
    read_aloud = BooleanField(_l("已向本人宣读"))
    witness = line(_l("见证人"), longest=40)
    scan = OfferedField(_l("扫描件"), [Optional()], offers="scans")

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of the signature."""
        told = super().facts()
        return {**told, "happened_on": self.signed_on.data.isoformat()} if self.signed_on.data else told

    def validate_way(self, field: Any) -> None:
        named = [who for who in (self.party.data, self.colleague.data) if who]
        if len(named) > 1:
            raise ValidationError("一次登记一个人：当事人和工作人员只选一个。")
        if (field.data == "official_seal") != (not named):
            raise ValidationError("“单位印章”不选人；其余方式要选是谁签的。")
