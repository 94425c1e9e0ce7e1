"""What this feature brings: the directory of agencies as pages, and what is wrong with a committee in 今日工作."""

from mediation.directory import import_views, planning_views, views
from mediation.directory.attention import committee_rows
from mediation.people.keeping import ADMIN
from mediation.people.roles import ROLES
from mediation.web.feature import Feature, MenuItem

feature = Feature(
    views=[views.bp, planning_views.bp, import_views.bp],
    menu=[
        MenuItem("单位名录", "directory.index", set(ROLES) - {ADMIN}),
        MenuItem("单位名录", "directory.admin_index", {ADMIN}),
    ],
    today=[committee_rows],
)
