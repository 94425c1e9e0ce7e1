"""What this feature brings."""

from mediation.intake import effects, forms, papers, views
from mediation.web.feature import Feature

feature = Feature(
    views=[views.bp],
    effects=[effects.keep_registration],
    forms=[forms.RegistrationForm],
    papers={
        "registration": papers.registration,
        "refusal_notice": papers.refusal_notice,
        "harassment_result": papers.harassment_result,
    },
)
