"""What this feature brings: the public pages, and the station's inbox for what comes by them."""

from mediation.portal import (
    desk,
    desk_views,
    effects,
    forms,
    rules,
    set_aside,
    status_views,
    tries,
    views,
    visits,
)
from mediation.portal.proof import requests_match_the_log
from mediation.web.feature import Feature, Job

feature = Feature(
    views=[views.bp, status_views.bp, desk_views.bp],
    needs=[rules.no_violence_told, rules.of_a_case, rules.case_over, rules.contact_change_asked],
    effects=[
        effects.announce_request,
        effects.register_request,
        effects.keep_secrets_out,
        effects.settle_messages,
        effects.tell_of_message,
        effects.tell_of_material,
        effects.stop_contact,
        effects.keep_asked_contact,
        effects.change_to_asked_contact,
        effects.drop_asked_contact,
        effects.put_new_code,
    ],
    forms=[
        forms.ReceivedForm,
        forms.TakeOnForm,
        forms.WriteForm,
        forms.AnswerForm,
        forms.ContactChangeForm,
        forms.ContactCheckedForm,
        forms.NewCodeForm,
        forms.RatingForm,
    ],
    items=[desk.item],
    panels=[desk.panel],
    today=[desk.rows],
    told_before=[desk.told_before],
    checks=[requests_match_the_log],
    jobs=[
        Job("requests set aside", set_aside.due, set_aside.erase),
        Job("forget_visits", visits.ended, visits.forget),
        Job("forget_counts", tries.counted_long_ago, tries.forget_counted),
    ],
)
