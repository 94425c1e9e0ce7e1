"""The interface `/api/v1` for the systems of other agencies."""

import re
from typing import Any

from apiflask import APIBlueprint, FileSchema, Schema
from flask import Response, current_app, jsonify

from mediation.api import answering, arriving, carrying, shapes, shown
from mediation.api.door import caller, calling_token, check_token, for_scope, note_refusal
from mediation.audit.log import record_read
from mediation.errors import Missing
from mediation.referrals.material_views import as_answer
from mediation.referrals.materials import open_material
from mediation.referrals.models import Referral
from mediation.referrals.queries import PAGE, find_referral, received
from mediation.web.access import csrf, public
from mediation.web.problems import problem

bp = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="转介")
bp.before_request(check_token)
bp.after_request(note_refusal)
# No cookie is asked for here, so none can be made use of.
csrf.exempt(bp)
REF = re.compile(r"[0-9a-f]{32}")
REPLAYED = {"Idempotency-Replayed": "true"}


@bp.get("/openapi.json")
@bp.doc(hide=True)
@public
def description() -> Response:
    """What this interface is, for whoever builds against it. Nothing of this station."""
    return jsonify(current_app.spec)  # type: ignore[attr-defined]


@bp.get("/referrals")
@bp.input(shapes.Paging, location="query", arg_name="paging")
@bp.output(shapes.ReferralPage, description="一页转介单。")
@bp.doc(summary="转给本单位的转介单，新的在前", operation_id="list_referrals")
@for_scope("read")
def referrals(paging: dict[str, str]) -> dict[str, Any]:
    actor = caller()
    before = _referral(paging["cursor"]).id if "cursor" in paging else None
    found = list(received(actor=actor, before=before))
    page = found[:PAGE]
    record_read("api.referrals", actor=actor, shown=[referral.ref for referral in page])
    return {"referrals": shown.cards(page), "next": page[-1].ref if len(found) > PAGE else None}


@bp.get("/referrals/<ref>")
@bp.output(shapes.FullReferral, description="转介单。")
@bp.doc(summary="一张转介单：资料包和办理经过", operation_id="read_referral")
@for_scope("read")
def referral(ref: str) -> dict[str, Any]:
    return _read(_referral(ref))


@bp.post("/referrals")
@bp.input(shapes.Key, location="headers", arg_name="sent")
@bp.input(shapes.Slip, arg_name="told")
@bp.output(shapes.FullReferral, status_code=201, description="已收下。")
@bp.doc(summary="另一套系统送来一张转介单；同一个 ref 只收一次", operation_id="receive")
@for_scope("receive")
def receive(sent: dict[str, str], told: dict[str, Any]) -> Any:
    found, fresh = arriving.arrived(told, token=calling_token())
    return _read(found), 201, {} if fresh else REPLAYED


@bp.post("/referrals/<ref>/cut")
@bp.input(shapes.Key, location="headers", arg_name="sent")
@bp.input(shapes.SignFor, arg_name="told")
@bp.output(shapes.FullReferral, description="已不能再看。")
@bp.doc(summary="送来的转介单依据已经不在：撤回同意、到期或者收回", operation_id="cut")
@for_scope("receive")
def cut(ref: str, sent: dict[str, str], told: dict[str, Any]) -> Any:
    found = _of_sender(ref)
    arriving.cut(found, actor=caller())
    return _read(found)


def _add(trigger: str, shape: type[Schema], summary: str, scope: str) -> None:
    """The address at which a step is taken: its body, its key, its answer."""

    @bp.post(f"/referrals/<ref>/{trigger}", endpoint=trigger)
    @bp.input(shapes.Key, location="headers", arg_name="sent")
    @bp.input(shape, arg_name="told")
    @bp.output(shapes.FullReferral, description="已办理；转介单现在的样子。")
    @bp.doc(summary=summary, operation_id=trigger)
    @for_scope(scope)
    def view(ref: str, sent: dict[str, str], told: dict[str, Any]) -> Any:
        return _step(ref, trigger, sent, told, sender=scope == "receive")


for _trigger, _shape, _summary, _scope in (
    ("sign_for", shapes.SignFor, "签收", "answer"),
    ("accept", shapes.Accept, "接收", "answer"),
    ("send_back", shapes.SendBack, "退回", "answer"),
    ("report_progress", shapes.Progress, "反馈进展", "answer"),
    ("answer", shapes.Answer, "回复结果", "answer"),
    ("acknowledge", shapes.SignFor, "转出单位确认回复", "receive"),
    ("ask_again", shapes.Reason, "转出单位请补充回复", "receive"),
    ("urge", shapes.Urge, "转出单位催办", "receive"),
    ("recall", shapes.Reason, "转出单位收回", "receive"),
):
    _add(_trigger, _shape, _summary, _scope)


@bp.post("/referrals/<ref>/attachments")
@bp.input(shapes.Key, location="headers", arg_name="sent")
@bp.input(shapes.Material, location="form_and_files", arg_name="told")
@bp.output(shapes.JustAttached, status_code=201, description="已收到材料。")
@bp.doc(summary="上传一个文件到本单位承办的环节", operation_id="attach")
@for_scope("attach")
def attach(ref: str, sent: dict[str, str], told: dict[str, Any]) -> Any:
    actor, found = caller(), _referral(ref)
    data = told.pop("file").read()
    row, fresh = answering.attach_to(found, told, data, actor=actor, key=sent["key"])
    if not fresh:
        record_read("api.again", actor=actor, subject=found.chain, shown=[row.ref])
    return shown.material(row), 201, {} if fresh else REPLAYED


@bp.post("/referrals/<ref>/materials")
@bp.input(shapes.Key, location="headers", arg_name="sent")
@bp.input(shapes.Travelling, location="files", arg_name="told")
@bp.output(shapes.Carried, status_code=201, description="已收到。")
@bp.doc(summary="另一套系统送来资料包列明的一件材料；同一个文件只收一次", operation_id="carry")
@for_scope("receive")
def carry(ref: str, sent: dict[str, str], told: dict[str, Any]) -> Any:
    found = _of_sender(ref)
    file, fresh = carrying.take_in(found, told["file"].read(), by=arriving.system_of(caller()))
    if not fresh:
        record_read("api.again", actor=caller(), subject=found.chain, shown=[ref])
    return {"file": file}, 201, {} if fresh else REPLAYED


@bp.get("/referrals/<ref>/materials/<file>")
@bp.output(FileSchema(), content_type="image/jpeg", description="材料（重新描画过的 JPG 或 PDF）。")
@bp.doc(summary="资料包所附的一件材料，按它的 SHA-256", operation_id="read_material")
@for_scope("read")
def material(ref: str, file: str) -> Response:
    return as_answer(*open_material(_referral(ref), file, actor=caller()))


@bp.errorhandler(answering.Refused)
def wrong_fields(refusal: answering.Refused) -> Response:
    """Which fields are wrong, each with its sentence."""
    return problem(422, "内容有误", refusal.reason, errors=refusal.errors)


def _referral(ref: str) -> Referral:
    """The referral, if it was sent to the agency that calls. What is not theirs does not exist (P18)."""
    return find_referral(ref if REF.fullmatch(ref) else "", actor=caller())


def _read(found: Referral) -> dict[str, Any]:
    record_read("api.referral", actor=caller(), subject=found.chain, shown=[found.ref])
    return shown.full(found, actor=caller(), reads="read" in calling_token().scopes)


def _of_sender(ref: str) -> Referral:
    """What the calling agency sent from its own installation. Raises Missing."""
    found = _referral(ref)
    if found.from_agency_id != caller().agency_id:
        raise Missing
    return found


def _step(ref: str, trigger: str, sent: dict[str, str], told: dict[str, Any], *, sender: bool) -> Any:
    found = _of_sender(ref) if sender else _referral(ref)
    actor = arriving.system_of(caller()) if sender else caller()
    fresh = answering.step(found, trigger, told, actor=actor, key=sent["key"])
    return _read(found), 200, {} if fresh else REPLAYED
