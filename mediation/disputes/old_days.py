"""Duties that were first due before the parties agreed: to be looked at, and no reason to refuse the draft."""

from flask import flash

from mediation.disputes.agreement_forms import ClausesForm
from mediation.disputes.models import Agreement

_OLD = "早于达成协议的日期（{reached}），请核对：补付以前欠款的可以保留，写错年月的请改正。"


def warn_at_duties(form: ClausesForm, agreement: Agreement) -> None:
    """Beside each duty of the draft that was due before the agreement."""
    for entry in form.obligations.entries:
        first = entry.form.due_on
        if not entry.form.empty() and first.data and first.data < agreement.reached_on:
            first.description = f"{first.data}{_OLD.format(reached=agreement.reached_on)}"


def warn_after_writing(agreement: Agreement) -> None:
    """The same in one sentence, once the draft was kept."""
    days = {row.due_on for row in agreement.obligations if row.instalment == 1}
    if old := sorted(day for day in days if day < agreement.reached_on):
        named = "、".join(str(day) for day in old)
        flash(f"期限{named}{_OLD.format(reached=agreement.reached_on)}", "warning")
