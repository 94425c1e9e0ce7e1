"""What this feature brings: the monthly figures and working meetings, sent to the liaison officers."""

from mediation.bulletins import views
from mediation.web.feature import Feature

feature = Feature(views=[views.bp], today=[views.bulletin_rows])
