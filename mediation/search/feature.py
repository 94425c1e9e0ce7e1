"""What this feature brings: one search over persons, cases, papers and agencies."""

from mediation.search import views
from mediation.web.feature import Feature

feature = Feature(views=[views.bp])
