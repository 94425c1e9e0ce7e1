"""What this feature brings: the figures of the station and of the committee."""

from mediation.statistics import report_views, views
from mediation.web.feature import Feature, MenuItem

feature = Feature(
    views=[views.bp, report_views.bp],
    menu=[MenuItem("统计", "statistics.show", ("supervisor", "leader", "caseworker", "registrar"))],
)
