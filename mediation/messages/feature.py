"""What this feature brings."""

from mediation.messages.queries import READERS, unread
from mediation.messages.views import bp
from mediation.web.feature import Feature, MenuItem

feature = Feature(views=[bp], menu=[MenuItem("消息", "messages.index", READERS, unread, quiet=True)])
