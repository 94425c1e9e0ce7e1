"""What this feature brings: the phrase library of a worker and of an agency."""

from mediation.phrases import views
from mediation.web.feature import Feature

feature = Feature(views=[views.bp])
