"""What this feature brings."""

from mediation.follow_up import closing_report, effects, forms, papers, rules
from mediation.follow_up.panel import follow_up_panel
from mediation.web.feature import Feature

feature = Feature(
    needs=[rules.followed_up, rules.not_left_in_danger],
    effects=[effects.plan_follow_up, effects.keep_follow_up],
    forms=[forms.FollowUpForm],
    panels=[follow_up_panel],
    papers={
        "visit_record": papers.visit_record,
        "station_closing_report": closing_report.station_closing_report,
    },
    offers=[papers.visit_papers, closing_report.closing_papers],
)
