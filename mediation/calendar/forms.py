"""What the pages of the calendar ask."""

from flask_babel import lazy_gettext as _l

from mediation.cases.questions import line
from mediation.web.forms import StepForm


class RoomForm(StepForm):
    """A room."""

    title = line(_l("房间名称"), _l("请写房间名称。"), longest=20)
    waiting = line(
        _l("单独候谈的地方"), longest=20, description=_l("先到的一方在这里等，不在走廊等；如“二楼201”。")
    )
