"""What this feature brings."""

from mediation.conferences import effects, ending, forms, pages, papers, rules
from mediation.conferences.views import bp
from mediation.web.feature import Feature

feature = Feature(
    views=[bp],
    needs=[rules.case_running, rules.time_has_come, rules.something_decided, rules.all_reported],
    effects=[
        effects.invite,
        effects.tell_guests,
        effects.keep_answer,
        effects.keep_attendance,
        effects.give_out_decision,
        effects.keep_report,
        ending.end_conferences,
        ending.end_unagreed_conferences,
    ],
    forms=[
        forms.ConferenceCallForm,
        forms.ConferenceAnswerForm,
        forms.ConferenceHeldForm,
        forms.ConferenceDecisionForm,
        forms.ConferenceReportForm,
    ],
    panels=[pages.panel],
    today=[pages.guest_rows],
    papers={"conference_minutes": papers.conference_minutes},
    offers=[papers.conference_papers],
)
