"""What this feature brings: the figures of the station and of the committee, early warnings, the board."""

from mediation.statistics import board_views, early, report_views, views, warning_views
from mediation.web.feature import Feature, Job, MenuItem

feature = Feature(
    views=[views.bp, report_views.bp, warning_views.bp, board_views.bp],
    menu=[MenuItem("统计", "statistics.show", ("supervisor", "leader", "caseworker", "registrar"))],
    today=[warning_views.warning_rows],
    jobs=[Job("early warnings", early.agencies_due, early.look_at)],
)
