"""What is asked about an early warning."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length

from mediation.cases.questions import next_day, told
from mediation.web.fields import UserField
from mediation.web.forms import StepForm


class AssignWarningForm(StepForm):
    """Who looks into it, and until when."""

    name = "assign_warning"
    assignee = UserField(_l("交给谁"), [InputRequired(_l("请选择由谁答复。"))])
    due_on = next_day(_l("哪天前答复"))


class AnswerWarningForm(StepForm):
    """What was found, what is done. Of no single person."""

    name = "answer_warning"
    text = told(
        _l("答复"),
        _l("请写明原因和措施。"),
        description=_l("写原因和采取的措施；不要写个案和姓名。最多2000字。"),
    )

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.text.validators = [*self.text.validators, Length(max=2000, message=_l("最多2000字。"))]
