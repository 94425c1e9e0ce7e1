"""What this feature brings: the interface for the systems of partners, and the page of its tokens."""

from mediation.api.effects import queue_journey
from mediation.api.hooks import bp as hooks
from mediation.api.pages import bp as pages
from mediation.api.standing import how_it_travels
from mediation.api.tokens import ISSUERS
from mediation.api.travelling import due, travel
from mediation.api.views import bp
from mediation.web.feature import Feature, Job, MenuItem

feature = Feature(
    views=[bp, hooks, pages],
    effects=[queue_journey],
    on_the_way=[how_it_travels],
    jobs=[Job("referrals to other installations", due, travel, soon=True)],
    menu=[MenuItem("系统对接", "partner_tokens.index", ISSUERS, also=("/admin/webhooks",))],
)
