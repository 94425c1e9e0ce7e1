"""What is asked before a token is issued."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from mediation.api.tokens import LONGEST_DAYS, SCOPES
from mediation.cases.questions import line
from mediation.web.fields import AgencyField, ManyField, WholeField, as_choices
from mediation.web.forms import StepForm


class TokenForm(StepForm):
    """For which agency, for what, how long."""

    name = "partner_token"

    agency = AgencyField(_l("合作单位"), [InputRequired(_l("请选择合作单位。"))], offers="partners")
    scopes = ManyField(
        _l("可以做什么"),
        [InputRequired(_l("请勾选可以做什么。"))],
        choices=as_choices([*SCOPES.items()]),
        description=_l("只勾选对方系统用得到的。"),
    )
    days = WholeField(
        _l("有效期（天）"), [InputRequired(_l("请写有效期。"))], most=LONGEST_DAYS, default=180,
        description=_l("到期自动停用，最长一年。"), render_kw={"data-unit": "天"},
    )  # fmt: skip
    label = line(
        _l("用在哪里"),
        _l("请写明用在哪里。"),
        longest=60,
        description=_l("如“法律援助中心业务系统”。不要写人名。"),
    )


class ChannelForm(StepForm):
    """Where the installation of an agency is, and the token that it gave us."""

    name = "partner_channel"

    agency = AgencyField(_l("合作单位"), [InputRequired(_l("请选择合作单位。"))], offers="partners")
    base_url = line(
        _l("对方系统的网址"),
        _l("请写对方系统的网址。"),
        longest=200,
        description=_l("如 https://weiquan.example。主机名要先写进 config.toml 的 outbound。"),
    )
    token = line(
        _l("对方发给本站的凭证"), _l("请填写凭证。"), longest=200, description=_l("保存后不再显示。")
    )
    hook = StringField(
        _l("对方的通知密钥"),
        [Optional(), Length(max=120)],
        description=_l(
            "对方在“系统通知”里登记本站的接收地址（列在上面），会得到一个密钥（whsec_ 开头）。不填也能用，答复取回得慢些。"
        ),
    )
