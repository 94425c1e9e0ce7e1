"""What is asked before something is sent to the system of a partner."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from mediation.cases.questions import line
from mediation.web.fields import AgencyField
from mediation.web.forms import StepForm


class WebhookForm(StepForm):
    """Whose system, and where it listens."""

    name = "webhook"

    agency = AgencyField(_l("合作单位"), [InputRequired(_l("请选择合作单位。"))], offers="partners")
    url = line(
        _l("对方系统的接收地址"), _l("请填写地址。"), longest=300,
        description=_l("https 开头。主机名要先写进 config.toml 的 outbound。"),
    )  # fmt: skip
