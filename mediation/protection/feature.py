"""What this feature brings."""

from mediation.protection import effects, forms, order_forms, papers, rules
from mediation.protection.panel import protection_panel
from mediation.protection.queries import shelter_places
from mediation.web.feature import Feature

feature = Feature(
    needs=[
        rules.found_safe,
        rules.in_shelter,
        rules.not_in_shelter,
        rules.order_over,
        rules.order_served,
        rules.visited_in_time,
    ],
    effects=[
        effects.keep_order,
        effects.plan_order_visits,
        effects.meet_report_task,
        effects.mark_violence,
        effects.refuse_against_her_wish,
        effects.owe_legal_education,
        effects.meet_education_task,
        effects.plan_next_police_visit,
        effects.keep_shelter,
        effects.meet_federation_visit,
    ],
    forms=[
        forms.SafetyPlanForm,
        forms.PoliceReportForm,
        forms.WarningForm,
        forms.PoliceVisitForm,
        forms.LegalEducationForm,
        forms.ShelterEntryForm,
        forms.ShelterExtensionForm,
        forms.ShelterLeavingForm,
        order_forms.OrderDraftForm,
        order_forms.OrderFilingForm,
        order_forms.OrderAcceptanceForm,
        order_forms.OrderMadeForm,
        order_forms.OrderRefusalForm,
        order_forms.OrderReconsiderationForm,
        order_forms.OrderServiceForm,
        order_forms.OrderExtensionForm,
        order_forms.BreachForm,
    ],
    panels=[protection_panel],
    secrets=[shelter_places],
    papers={
        "protection_order_notice": papers.protection_order_notice,
        "safety_plan": papers.safety_plan,
        "protection_order_application": papers.protection_order_application,
    },
    offers=[papers.protection_papers],
)
