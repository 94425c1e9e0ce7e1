"""What this feature brings."""

from mediation.retention import destroying, effects, forms, pages, queries, rules, terms
from mediation.retention.views import bp
from mediation.web.feature import Feature, Job, MenuItem

feature = Feature(
    views=[bp],
    needs=[
        rules.term_over,
        rules.not_held,
        rules.proposed_by_another,
        rules.approved_by_another,
        rules.all_still_due,
        rules.list_printed,
    ],
    effects=[
        effects.begin_retention,
        effects.end_retention,
        effects.list_cases,
        effects.destroy_cases,
        effects.erase_marks,
    ],
    forms=[
        forms.LegalHoldForm,
        forms.DisposalProposalForm,
        forms.DisposalApprovalForm,
        forms.DisposalActForm,
    ],
    items=[queries.find_hold],
    menu=[MenuItem("保管和销毁", "retention.index", queries.READS_LISTS)],
    panels=[pages.panel],
    today=[pages.list_rows],
    jobs=[
        Job("terms of retention", terms.without_term, terms.write_term),
        Job("destroyed cases", destroying.pending, destroying.finish),
    ],
)
