"""What is asked before a bulletin goes out."""

import re
import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional, ValidationError

from mediation.bulletins.sending import FIELDS, KINDS
from mediation.cases.questions import LONGEST_LINE, line, one_of, perhaps_told
from mediation.web.fields import ManyField, MomentField
from mediation.web.forms import StepForm

LONGEST = 2000
NO_NAMES = _l("不要写个案情况和姓名、电话、住址。")


# What looks like it belongs to one person, whoever it is: a bulletin is about no case, so it is compared with none.
_OF_A_PERSON = (
    ("身份证号", re.compile(r"(?<!\d)\d{17}[\dX](?!\d)", re.I)),
    ("手机号", re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    ("住址", re.compile(r"\d+(?:号楼|栋|幢|单元|室)")),
)


def of_a_person(text: str) -> str:
    """What in TEXT looks like a number or an address of somebody, in words; nothing, if nothing does."""
    plain = re.sub(r"[\s\-－—·]", "", unicodedata.normalize("NFKC", text))
    return next((what for what, pattern in _OF_A_PERSON if pattern.search(plain)), "")


class BulletinForm(StepForm):
    """A bulletin, or the invitation to a meeting. The figures of the month go along by themselves."""

    kind = one_of(_l("发什么"), list(KINDS.items()), default="bulletin")
    text = perhaps_told(_l("说明"), description=NO_NAMES)
    held_at = MomentField(
        _l("例会时间"), [Optional()], ahead=True, description=_l("工作例会要写，如 2026-12-03 14:30。")
    )
    place = line(_l("例会地点"), longest=LONGEST_LINE)
    agenda = perhaps_told(_l("例会议题"), description=NO_NAMES)
    officers = ManyField(_l("发给谁"), [InputRequired(_l("请勾选至少一位联络员。"))], offers="officers")

    def validate_kind(self, field: Any) -> None:
        if field.data == "meeting" and not self.held_at.data:
            raise ValidationError("工作例会请写时间。")

    def validate_text(self, field: Any) -> None:
        if len(field.data or "") > LONGEST:
            raise ValidationError(f"最多{LONGEST}字。")
        if found := of_a_person(field.data or ""):
            raise ValidationError(f"里面像是有{found}，联络员都会看到，请删去。")

    def validate_agenda(self, field: Any) -> None:
        self.validate_text(field)

    def told(self) -> dict[str, Any]:
        """What goes out, but the month and the figures; of a bulletin no date of a meeting."""
        values = {name: self.data[name] for name in FIELDS if name in self.data}
        if self.kind.data == "bulletin":
            values |= {"held_at": None, "place": "", "agenda": ""}
        return {
            name: value if value is not None or name == "held_at" else "" for name, value in values.items()
        }
