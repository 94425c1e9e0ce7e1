"""The OpenAPI document: made from the views, with every way of saying no that they have in common."""

from typing import Any

from apiflask import APIFlask
from flask import Response

from mediation.api.door import CALLS
from mediation.api.tokens import SCOPES
from mediation.api.wording import in_chinese
from mediation.web.problems import TYPE, problem

ABOUT = (
    "供合作单位的系统办理转给本单位的转介单：查看、签收、接收、退回、反馈进展、回复、上传材料。"
    "看得到的只有转出单位勾选的内容和本单位自己的办理情况。每一次调用都有记录。"
)
SCHEME = "token"
REFUSALS = {
    "400": "请求读不懂。",
    "401": "凭证不对、已到期或已停用。",
    "403": "凭证或者单位不能办这一步。",
    "404": "没有找到，或者不是转给贵单位的。",
    "409": "现在还不能办这一步：转介单已经到了别的状态。",
    "413": "请求太大。",
    "422": "内容有误，或者还差一点。",
    "429": f"太频繁：一个凭证每分钟最多 {CALLS} 次。",
    "500": "系统出错；用同一个 Idempotency-Key 再试。",
    "503": "系统正忙；过一会用同一个 Idempotency-Key 再试。",
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "哪里不对（RFC 9457）。",
    "required": ["type", "title", "status", "detail", "reference"],
    "properties": {
        "type": {"type": "string", "example": "about:blank"},
        "title": {"type": "string", "example": "没有找到"},
        "status": {"type": "integer", "example": 404},
        "detail": {"type": "string", "example": "没有找到。可能是地址有误，或者它不属于贵单位。"},
        "reference": {"type": "string", "description": "查询编号：询问原因时报这个。", "example": "1a2b3c4d"},
        "rules": {"type": "array", "items": {"type": "string"}, "description": "所依据的法律规则。"},
        "errors": {"type": "object", "description": "按字段说哪里不对。"},
    },
}
HEARING = "/api/v1/hooks/{ref}"
NOTICE: dict[str, Any] = {
    "type": "object",
    "required": ["data"],
    "properties": {
        "data": {
            "type": "object",
            "required": ["referral"],
            "properties": {"referral": {"type": "string", "description": "转介单的编号。"}},
        },
    },
}
# What reading alone can never be answered with.
ONLY_STEPS = frozenset({"409", "413"})


def install(app: APIFlask) -> None:
    """Say what the document is called, and how a wrong field is answered."""
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        INFO={"description": ABOUT},
        TAGS=[{"name": "转介", "description": "转给本单位的转介单。"}],
        SECURITY_SCHEMES={
            SCHEME: {
                "type": "http",
                "scheme": "bearer",
                "description": "系统管理员发放的接口凭证，只显示一次。",
            }
        },
        SERVERS=[{"url": "/"}],
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        AUTO_404_RESPONSE=False,
        LOCAL_SPEC_PATH=None,
    )
    # Set as it stands: `error_processor` would take the pages of errors over as well.
    app.error_callback = _wrong
    app.spec_processor(_complete)


def _wrong(error: Any) -> Response:
    """What the shapes refuse: by place and field as they say it, told by field."""
    errors: dict[str, Any] = {}
    for place in (error.detail or {}).values():
        errors |= in_chinese(place if isinstance(place, dict) else {"body": place})
    return problem(error.status_code, "内容有误", "内容有误，请按各字段的说明改正后再发。", errors=errors)


def _complete(spec: Any) -> Any:
    """Each operation with its scope, the header of its key, and every refusal."""
    spec["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    spec["x-scopes"] = SCOPES
    for path in spec["paths"].values():
        for name, operation in path.items():
            operation["security"] = [{SCHEME: []}]
            _refusals(operation, reading=name == "get")
            _materials(operation)
    spec["paths"][HEARING] = {"post": _hearing()}
    return spec


def _hearing() -> dict[str, Any]:
    """The address of `hooks`: no token opens it, the signature does."""
    header = {"in": "header", "required": True, "schema": {"type": "string"}}
    where = {"name": "ref", "in": "path", "required": True, "schema": {"type": "string"}}
    signs = [{**header, "name": name} for name in ("webhook-id", "webhook-timestamp", "webhook-signature")]
    operation: dict[str, Any] = {
        "tags": ["转介"],
        "operationId": "hear",
        "summary": "另一套系统通知：一张转介单有了变化",
        "description": "按 Standard Webhooks 签名。只写转介单的编号，不写任何个人信息；收到后由后台自己去查。",
        "security": [],
        "parameters": [where, *signs],
        "requestBody": {"required": True, "content": {"application/json": {"schema": NOTICE}}},
        "responses": {"204": {"description": "知道了。"}},
    }
    _refusals(operation, reading=False)
    return operation


def _materials(operation: dict[str, Any]) -> None:
    """A material is a picture or a PDF of pictures, as it came."""
    content = operation["responses"].get("200", {}).get("content", {})
    if picture := content.get("image/jpeg"):
        content["application/pdf"] = picture


def _refusals(operation: dict[str, Any], *, reading: bool) -> None:
    for status, about in REFUSALS.items():
        if reading and status in ONLY_STEPS:
            continue
        shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
        answer: dict[str, Any] = {"description": about, "content": {TYPE: shape}}
        if status in ("429", "503"):
            seconds = {"type": "integer", "minimum": 1}
            answer["headers"] = {"Retry-After": {"schema": seconds, "description": "多少秒后再试。"}}
        operation["responses"][status] = answer
