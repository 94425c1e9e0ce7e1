"""What this feature brings."""

from mediation.messages import asking, mail, panel, texting
from mediation.messages.queries import READERS, unread
from mediation.messages.views import bp
from mediation.web.feature import Feature, Job, MenuItem

feature = Feature(
    views=[bp],
    menu=[MenuItem("消息", "messages.index", READERS, unread, quiet=True)],
    needs=[asking.text_possible],
    effects=[asking.put_text],
    forms=[asking.TextToHerForm],
    panels=[panel.texts],
    jobs=[Job("mail", mail.waiting, mail.deliver), Job("texts", texting.waiting, texting.deliver)],
)
