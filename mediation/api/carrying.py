"""Take in a material that the package of a referral names, from the installation of its sender."""

import hashlib

from mediation.attachments.accepting import LARGEST, accept
from mediation.attachments.adding import bring_along
from mediation.audit.log import hold
from mediation.db import atomic
from mediation.errors import Incomplete
from mediation.people.models import User
from mediation.referrals.materials import held, named_in
from mediation.referrals.models import Referral
from mediation.referrals.queries import package_open

TOO_LARGE = f"文件超过{LARGEST // 1024**2}MB。"


def take_in(referral: Referral, data: bytes, *, by: User) -> tuple[str, bool]:
    """The file DATA, drawn anew, with the case that the sender has here. Answers its hash, and whether it came now.

    Raises Incomplete: the package names no such file, its ground is gone, or it is too large or of no safe kind.
    """
    file = hashlib.sha256(data).hexdigest()
    said = next((row["material"] for row in named_in(referral.package) if row["file"] == file), None)
    if said is None:
        raise Incomplete("转介单的材料清单里没有这个文件，没有收下。", field="file")
    if not package_open(referral):
        raise Incomplete("转介的依据已经不在（撤回同意、到期或者已办结），不再收材料。", rules=("PI-23",))
    if held(referral, file):
        return file, False
    accepted = accept(data)
    with atomic():
        hold(referral.chain)
        if held(referral, file):
            return file, False
        bring_along(referral.case, accepted, said, by=by)
    return file, True
