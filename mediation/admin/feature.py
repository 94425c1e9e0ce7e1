"""What this feature brings: the machines, the law and the log, as pages."""

from mediation.admin import views
from mediation.cases.readers import READS_LOG
from mediation.people.roles import ROLES
from mediation.web.feature import Feature, MenuItem

feature = Feature(
    views=[views.bp],
    menu=[
        MenuItem("工作流程", "admin.workflows", ROLES),
        MenuItem("审计日志", "admin.audit", READS_LOG),
        MenuItem("查阅记录", "admin.reads", READS_LOG),
    ],
)
