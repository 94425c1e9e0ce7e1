"""家庭: the people around a case and all cases on their side that this person may see."""

from flask import Blueprint, render_template
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.cases.family_picture import picture_of
from mediation.cases.household import family_of
from mediation.cases.page import identity
from mediation.cases.queries import find_case

bp = Blueprint("household", __name__)


@bp.get("/cases/<ref>/household")
def show(ref: str) -> str:
    """One page; the log says of which cases something was shown."""
    case = find_case(ref, actor=current_user)
    family = family_of(case, actor=current_user)
    record_read("household", actor=current_user, subject=ref, shown=[row["ref"] for row in family.cases])
    return render_template(
        "cases/household.html",
        case=case,
        identity=identity(case, actor=current_user),
        family=family,
        names={member.id: member.name for member in family.members},
        picture=picture_of(family.members),
    )
