"""What this feature brings."""

from mediation.intake import completing, effects, forms, papers, quick_views, views
from mediation.web.feature import Feature

feature = Feature(
    views=[views.bp, quick_views.bp],
    effects=[effects.keep_registration],
    forms=[forms.RegistrationForm],
    papers={
        "registration": papers.registration,
        "acceptance_notice": papers.acceptance_notice,
        "petition_reply": papers.petition_reply,
        "refusal_notice": papers.refusal_notice,
        "harassment_result": papers.harassment_result,
        "request_certificate": papers.request_certificate,
    },
    offers=[papers.request_papers],
    panels=[completing.panel],
    today=[completing.rows],
    own_tasks=[completing.KIND],
)
