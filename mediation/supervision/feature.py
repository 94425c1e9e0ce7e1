"""What this feature brings."""

from mediation.supervision import agency_views, views
from mediation.web.feature import Feature, MenuItem

feature = Feature(
    views=[views.bp, agency_views.bp],
    menu=[MenuItem("督办台", "supervision.show", (views.SUPERVISOR, views.LEADER), count=views.late_number)],
    today=[views.leader_rows],
)
