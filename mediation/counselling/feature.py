"""What counselling brings: its forms, what must hold and what follows, its block on the page of a case."""

from mediation.counselling import effects, forms, papers, rules, suicide
from mediation.counselling.panel import counselling_panel
from mediation.web.feature import Feature

feature = Feature(
    alarms={rules.ALARM: 0, rules.SUICIDE: 0},
    needs=[
        rules.counsellor_not_shared,
        rules.alarm_raised,
        rules.alarms_dealt_with,
        rules.self_harm_followed_up,
    ],
    effects=[
        effects.check_counselling_consent,
        effects.keep_counselling_session,
        effects.keep_scale,
        effects.alarm_if_suicidal,
        effects.alarm_supervisor,
        effects.meet_alarm,
        effects.meet_advice,
        suicide.ask_about_suicide,
    ],
    forms=[
        forms.AlarmForm,
        forms.CounsellingConsentForm,
        forms.CounsellingSessionForm,
        forms.ScaleForm,
        forms.SuicideQuestionsForm,
    ],
    panels=[counselling_panel],
    papers={"counselling_consent": papers.counselling_consent},
    offers=[papers.counselling_papers],
)
