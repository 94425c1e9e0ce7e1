"""What legal aid brings: its forms, what follows from its steps, its block on the case page, its notice."""

from mediation.legal_aid import draft_forms, effects, forms, papers, rules
from mediation.legal_aid.offers import legal_aid_papers
from mediation.legal_aid.panel import legal_aid_panel
from mediation.web.feature import Feature

feature = Feature(
    needs=[rules.legal_aid_papers_owed],
    effects=[
        effects.check_legal_aid_days,
        effects.check_legal_aid_application,
        effects.check_legal_aid_refusal,
        effects.owe_legal_aid_papers,
        effects.meet_legal_aid_papers,
    ],
    forms=[
        draft_forms.LegalAidDraftForm,
        forms.LegalAidApplicationForm,
        forms.LegalAidAssignmentForm,
        forms.LegalAidDecisionForm,
        forms.LegalAidObjectionForm,
        forms.LegalAidProgressForm,
        forms.LegalAidRefusalForm,
        forms.MandateForm,
        forms.ObjectionResultForm,
        forms.SupplementForm,
    ],
    panels=[legal_aid_panel],
    papers={
        "legal_aid_notice": papers.legal_aid_notice,
        "legal_aid_application": papers.legal_aid_application,
        "means_statement": papers.means_statement,
        "power_of_attorney": papers.power_of_attorney,
    },
    offers=[legal_aid_papers],
)
