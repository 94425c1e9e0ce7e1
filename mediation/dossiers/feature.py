"""What this feature brings."""

from mediation.dossiers.panel import dossiers_panel
from mediation.dossiers.rules import dossier_complete
from mediation.dossiers.views import bp
from mediation.web.feature import Feature

feature = Feature(views=[bp], needs=[dossier_complete], panels=[dossiers_panel])
