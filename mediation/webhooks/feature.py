"""What this feature brings. Its page is reached from that of the tokens (`api`), under one entry of the menu."""

from mediation.web.feature import Feature, Job
from mediation.webhooks.delivering import deliver, waiting
from mediation.webhooks.views import bp

feature = Feature(
    views=[bp],
    jobs=[Job("webhooks", waiting, deliver, soon=True)],
)
