"""What the step asks that starts and ends a duty of the station itself: an urgent matter is told upwards."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from mediation.cases.questions import Depends, line, perhaps_told, told
from mediation.dates import local
from mediation.web.fields import MomentField
from mediation.web.forms import StepForm


class UrgentMatterForm(StepForm):
    """A grave and urgent matter is told to the Party committee and the government (XF-25). The law names no hours."""

    name = "urgent_matter"

    urgent_what = told(
        _l("什么情况"),
        _l("请写明什么情况。"),
        description=_l("群体性、极端言行，或者其他可能造成社会影响的。"),
    )
    petition_urgent_found_at = MomentField(
        _l("什么时候发现的"), [Depends()], description=_l("如 2026-11-26 14:30；先前登记过的不用再填。")
    )
    petition_urgent_reported_at = MomentField(
        _l("什么时候报告的"),
        [Depends()],
        description=_l("如 2026-11-26 14:30；还没有报告的先不填，报告后再登记一次。"),
    )
    reported_to = line(_l("报告给哪个单位、谁接的"))
    measures_taken = perhaps_told(_l("已采取的措施"))

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.reported_to.flags.conditional = True

    def validate_petition_urgent_found_at(self, field: Any) -> None:
        """At least one of the two, in their order."""
        reported = self.petition_urgent_reported_at.data
        if not (field.data or reported):
            raise ValidationError("请写明发现或者报告的时间。")
        if field.data and reported and reported < field.data:
            raise ValidationError("报告时间早于发现时间，请核对。")

    def validate_reported_to(self, field: Any) -> None:
        """Who took the report."""
        if self.petition_urgent_reported_at.data and not field.data:
            raise ValidationError("请写明报告给哪个单位、谁接的。")

    def facts(self) -> dict[str, Any]:
        """The step happened when the report was made, else when it was found out."""
        moment = self.petition_urgent_reported_at.data or self.petition_urgent_found_at.data
        return {**super().facts(), "happened_on": local(moment)[:10]} if moment else super().facts()
