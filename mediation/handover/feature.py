"""What this feature brings. 督办台 leads to its pages."""

from mediation.handover.views import bp
from mediation.web.feature import Feature

feature = Feature(views=[bp])
