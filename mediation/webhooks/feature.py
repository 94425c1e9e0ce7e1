"""What this feature brings."""

from mediation.web.feature import Feature, Job, MenuItem
from mediation.webhooks.delivering import deliver, waiting
from mediation.webhooks.views import bp

feature = Feature(
    views=[bp],
    menu=[MenuItem("系统通知", "webhooks.index", ("admin",))],
    jobs=[Job("webhooks", waiting, deliver)],
)
