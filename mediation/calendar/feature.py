"""What this feature brings."""

from mediation.calendar import effects, panel, papers, views
from mediation.web.feature import Feature, MenuItem

feature = Feature(
    views=[views.bp],
    effects=[effects.book_session],
    menu=[MenuItem("日程", "calendar.show", views.READERS)],
    panels=[panel.agreed_times],
    papers={"session_notice": papers.session_notice},
    offers=[papers.notices],
    told_before=[views.told_before],
)
