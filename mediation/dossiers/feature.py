"""What this feature brings."""

from mediation.dossiers import clearing, owing
from mediation.dossiers.effects import check_filing, scan_for_secrets
from mediation.dossiers.panel import dossiers_panel
from mediation.dossiers.rules import dossier_complete
from mediation.dossiers.views import bp
from mediation.web.feature import Feature, Job

feature = Feature(
    views=[bp],
    needs=[dossier_complete],
    effects=[check_filing, scan_for_secrets],
    panels=[dossiers_panel],
    jobs=[
        Job("missing papers", owing.cases_to_tell, owing.tell),
        Job("old dossiers", clearing.dossiers_due, clearing.clear),
    ],
)
