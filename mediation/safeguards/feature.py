"""What this feature brings."""

from mediation.safeguards import models
from mediation.web.feature import Feature

feature = Feature()
MODELS = (models.OddReading, models.LookedThrough)
