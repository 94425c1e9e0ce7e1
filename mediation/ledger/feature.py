"""What this feature brings."""

from mediation.ledger import batches, views
from mediation.web.feature import Feature, Job, MenuItem

feature = Feature(
    views=[views.bp],
    menu=[MenuItem("旧台账", "ledger.search", ("intake_worker", "caseworker", "supervisor"))],
    jobs=[Job("ledger files", due=batches.leftovers, do=batches.throw_away)],
)
