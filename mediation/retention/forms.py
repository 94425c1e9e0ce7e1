"""What the steps of retention ask."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import DataRequired, InputRequired

from mediation.cases.questions import line, next_day, one_of, told
from mediation.web.fields import HappenedOnField, ManyField, UserField
from mediation.web.forms import StepForm

GROUNDS = [
    ("lawsuit", _l("正在诉讼、仲裁或执行")),
    ("evidence", _l("可能用作证据")),
    ("inquiry", _l("有关机关要求保存")),
    ("complaint", _l("本人投诉、举报还没有答复")),
    ("other", _l("其他")),
]
NO_NAMES = _l("清册长期保存，不要写姓名、住址和案情。")


class LegalHoldForm(StepForm):
    """Why it may not be destroyed, and when somebody looks again."""

    name = "legal_hold"

    ground = one_of(_l("为什么停止销毁"), GROUNDS, missing=_l("请选择原因。"))
    reason = told(_l("具体情况"), _l("请写明具体情况。"))
    review_on = next_day(_l("什么时候复核"), description=_l("到这一天再看要不要继续，不会自动解除。"))


class DisposalProposalForm(StepForm):
    """Which cases, what the appraisal says, and who approved the schedule."""

    name = "disposal_proposal"

    cases = ManyField(_l("列入清册的案卷"), [DataRequired(_l("请至少选一件。"))], offers="due cases")
    appraisal = told(_l("鉴定意见"), _l("请写明鉴定意见。"), description=NO_NAMES)
    schedule_approval = line(
        _l("保管期限表由谁审核"),
        _l("请写明审核的档案主管部门和文号。"),
        description=_l("如“青山区档案局，青档审〔2025〕3号”。没有审核过的期限表不能作为销毁的依据。"),
    )


class DisposalApprovalForm(StepForm):
    """Whoever approves has looked at the list."""

    name = "disposal_approval"

    opinion = told(_l("审批意见"), _l("请写明审批意见。"), description=NO_NAMES)


class DisposalActForm(StepForm):
    """Who looked on, and that the paper is signed."""

    name = "disposal_act"

    witness = UserField(
        _l("监销人"), [InputRequired(_l("请选择监销人。"))], offers="own_colleagues",
        description=_l("您以外的、在场看着销毁的人。"),
    )  # fmt: skip
    list_signed = BooleanField(_l("销毁清册已由审批人、销毁人、监销人签名"), [DataRequired(_l("请先签名。"))])
    papers_too = BooleanField(
        _l("纸质案卷已同时销毁，或者本来没有纸质案卷"), [DataRequired(_l("请先处理纸质案卷。"))]
    )
    happened_on = HappenedOnField()
