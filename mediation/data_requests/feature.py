"""What this feature brings."""

from mediation.data_requests import effects, forms, pages, papers, queries, rules
from mediation.data_requests.views import bp
from mediation.web.feature import Feature

feature = Feature(
    views=[bp],
    needs=[rules.answer_printed],
    effects=[
        effects.refuse_conflicted_guardian,
        effects.refuse_unsafe_verification,
        effects.keep_grant,
        effects.keep_refusal,
        effects.do_as_granted,
        effects.refuse_unsafe_delivery,
    ],
    forms=[
        forms.DataRequestForm,
        forms.DataIdentityForm,
        forms.DataGrantForm,
        forms.DataRefusalForm,
        forms.DataDoneForm,
        forms.DataAnswerForm,
    ],
    items=[queries.request_in],
    panels=[pages.panel],
    today=[pages.request_rows],
    papers={rules.ANSWER: papers.data_answer, rules.COPY: papers.personal_copy},
    offers=[papers.data_papers],
)
