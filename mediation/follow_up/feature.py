"""What this feature brings."""

from mediation.follow_up import afterwards, closing_report, effects, forms, papers, rules
from mediation.follow_up.panel import follow_up_panel
from mediation.follow_up.views import CALLERS, bp
from mediation.web.feature import Feature, MenuItem

feature = Feature(
    views=[bp],
    menu=[MenuItem("回访", "follow_up.calls", CALLERS)],
    needs=[
        rules.followed_up,
        rules.not_left_in_danger,
        afterwards.redo_asked_for,
        afterwards.redo_decided,
        afterwards.visits_planned,
        afterwards.no_visits_left,
    ],
    effects=[
        effects.plan_follow_up,
        effects.keep_follow_up,
        afterwards.keep_redo,
        afterwards.keep_visiting_plan,
        afterwards.drop_visits,
    ],
    forms=[forms.FollowUpForm, forms.RedoDecisionForm, forms.VisitingPlanForm],
    panels=[follow_up_panel],
    papers={
        "visit_record": papers.visit_record,
        "station_closing_report": closing_report.station_closing_report,
    },
    offers=[papers.visit_papers, closing_report.closing_papers],
)
