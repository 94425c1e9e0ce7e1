"""What this feature brings: the interface for the systems of partners, and the page of its tokens."""

from mediation.api.pages import bp as pages
from mediation.api.tokens import ISSUERS
from mediation.api.views import bp
from mediation.web.feature import Feature, MenuItem

feature = Feature(
    views=[bp, pages],
    menu=[MenuItem("接口凭证", "partner_tokens.index", ISSUERS)],
)
