"""What this feature brings."""

from mediation.attachments import effects, forms, rules
from mediation.attachments.pages import materials
from mediation.attachments.proof import materials_match_the_log
from mediation.attachments.queries import find_attachment, find_signature
from mediation.attachments.views import bp
from mediation.attachments.written_notices import refusal_written, refuse_unwritten
from mediation.web.feature import Feature

feature = Feature(
    views=[bp],
    needs=[rules.dossier_open, refusal_written],
    effects=[effects.place_attachment, effects.keep_paper_signature, refuse_unwritten],
    forms=[forms.AttachmentForm, forms.PaperSignatureForm],
    items=[find_attachment, find_signature],
    panels=[materials],
    checks=[materials_match_the_log],
)
