"""Whether the relation that an application names is the one that the case was registered with (PO-23, PO-WAB).

It decides the law that the court is asked to apply: family members by art. 23 of the Anti-Domestic Violence Law, former
spouses and partners by art. 29 of the Law on women's rights.
"""

from mediation.cases.models import Case
from mediation.cases.queries import parties_of
from mediation.protection.order_choices import RELATIONS

# The words in which clerks register it, and what of the form they can mean. Other words decide nothing.
MEANT = {
    "配偶": ("spouse",), "夫妻": ("spouse",), "丈夫": ("spouse",), "妻子": ("spouse",),
    "前配偶": ("former_spouse",), "前夫": ("former_spouse",), "前妻": ("former_spouse",),
    "前恋人": ("former_partner",), "前男友": ("former_partner",), "前女友": ("former_partner",),
    "追求者": ("former_partner",),
    "恋人": ("partner", "cohabitant"), "男友": ("partner", "cohabitant"), "女友": ("partner", "cohabitant"),
    "同居": ("cohabitant",),
}  # fmt: skip


def why_another_relation(case: Case, relation: str) -> str | None:
    """Why RELATION (a code of the form) is not what was registered of the other side; None where nothing
    speaks against it."""
    said = [party.relation for party in parties_of(case, "respondent") if party.relation in MEANT]
    if not said or not relation or any(relation in MEANT[words] for words in said):
        return None
    label = dict(RELATIONS).get(relation, relation)
    return f"登记的关系是“{'、'.join(dict.fromkeys(said))}”，这里选的是“{label}”，两处不一致，请核对后改正其中一处。"
