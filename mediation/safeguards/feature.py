"""What this feature brings: who must not know of a case, and who looked at it oddly."""

from mediation.safeguards import effects, forms, marking, odd, pages, rules
from mediation.safeguards.views import bp
from mediation.web.feature import Feature, Job

feature = Feature(
    views=[bp],
    needs=[
        rules.reviews_in_time,
        rules.reviewed_by_another,
        rules.case_sealed,
        rules.confirmed_by_another,
        rules.decided_by_another,
    ],
    effects=[
        effects.tell_of_break_glass,
        effects.keep_review,
        effects.ask_second,
        effects.open_together,
        effects.ask_for_decision,
        effects.recuse_worker,
        effects.end_recusal_task,
        effects.keep_unwanted,
    ],
    forms=[forms.BreakGlassForm, forms.UnwantedForm],
    items=[pages.item],
    panels=[pages.panel],
    today=[pages.rows_today],
    jobs=[Job("marks", marking.unmarked, marking.mark), Job("odd_reading", odd.due, odd.look_through)],
)
