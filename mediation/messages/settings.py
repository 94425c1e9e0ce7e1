"""What the station configured for mail and for text messages. Both are off unless it did; half of it refuses to start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediation.configuration import BadConfiguration
from mediation.outbox.neutral import LONGEST_TEXT, NotNeutralError, refuse_telling
from mediation.web.outside import LOOPBACK

SECURITIES = ("tls", "starttls", "none")
DRIVERS = ("console", "file", "http")
USUAL_TEXTS = {
    "progress": "您好，您办的事有新进展，方便时请联系我们。",
    "come": "您好，请按约好的时间过来，来不了请提前告诉我们。",
    "bring": "您好，还差一份材料，方便时请联系我们。",
}
LABELS = {"progress": "有新进展，请她联系", "come": "提醒按约定时间来", "bring": "请她补材料"}
DEFAULTS: dict[str, Any] = {
    "SMTP_HOST": "", "SMTP_PORT": 0, "SMTP_SECURITY": "tls", "SMTP_USER": "", "SMTP_PASSWORD_FILE": "", "SMTP_FROM": "",
    "SMS_DRIVER": "", "SMS_SIGNATURE": "", "SMS_HTTP": {}, "SMS_TEXTS": {},
}  # fmt: skip


@dataclass(frozen=True)
class MailSettings:
    """By which server mail leaves. The password is read from its file when it is needed."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password_file: Path | None = None


@dataclass(frozen=True)
class TextSettings:
    """How text messages leave, under which name, and in which words."""

    driver: str
    signature: str
    texts: Mapping[str, str]
    http: Mapping[str, Any] = field(default_factory=dict)


def mail_of(config: Mapping[str, Any]) -> MailSettings | None:
    """The mail server; None where mail is off. Raises BadConfiguration."""
    host = str(config.get("SMTP_HOST") or "").strip()
    if not host:
        return None
    security = config.get("SMTP_SECURITY") or "tls"
    if security not in SECURITIES:
        raise BadConfiguration('smtp_security 只能写 "tls"、"starttls" 或 "none"')
    if security == "none" and host not in LOOPBACK:
        raise BadConfiguration("邮件服务器不在本机时必须加密：smtp_security 写 “tls” 或 “starttls”")
    sender = str(config.get("SMTP_FROM") or "")
    if "@" not in sender or any(sign.isspace() for sign in sender):
        raise BadConfiguration('smtp_from 要写发件邮箱，例如 "notice@station.example"')
    file = config.get("SMTP_PASSWORD_FILE")
    if file and not Path(file).expanduser().is_file():
        raise BadConfiguration(f"smtp_password_file 指定的文件 {file} 不存在")
    if bool(config.get("SMTP_USER")) != bool(file):
        raise BadConfiguration("smtp_user 和 smtp_password_file 要么都写，要么都不写")
    return MailSettings(
        host=host,
        port=_port(config, security),
        security=security,
        sender=sender,
        user=str(config.get("SMTP_USER") or ""),
        password_file=Path(file).expanduser() if file else None,
    )


def texts_of(config: Mapping[str, Any]) -> TextSettings | None:
    """How text messages leave; None where they are off, as they are unless the station says otherwise (P11).

    Raises BadConfiguration, for a text that says too much too.
    """
    texts = {**USUAL_TEXTS, **dict(config.get("SMS_TEXTS") or {})}
    _refuse_unsafe(texts)
    driver = config.get("SMS_DRIVER") or ""
    if not driver:
        return None
    if driver not in DRIVERS:
        raise BadConfiguration('sms_driver 只能写 "console"、"file" 或 "http"，不写就是不发短信')
    signature = str(config.get("SMS_SIGNATURE") or "").strip("【】 ")
    if not signature:
        raise BadConfiguration(
            "开通短信要写 sms_signature：运营商登记的短信签名，登记安全联系方式时要先给本人看"
        )
    http = dict(config.get("SMS_HTTP") or {})
    if driver == "http" and not (http.get("url") and "{number}" in str(http.get("body", ""))):
        raise BadConfiguration("sms_http 要写 url 和 body，body 里用 {number} 和 {text} 代表号码和内容")
    return TextSettings(driver, signature, texts, http)


def _refuse_unsafe(texts: Mapping[str, str]) -> None:
    if unknown := texts.keys() - USUAL_TEXTS.keys():
        raise BadConfiguration(
            f"sms_texts 里没有“{'、'.join(sorted(unknown))}”，只能改 {'、'.join(USUAL_TEXTS)}"
        )
    for name, text in texts.items():
        if not 0 < len(text) <= LONGEST_TEXT:
            raise BadConfiguration(f"sms_texts 的 {name} 要写1到{LONGEST_TEXT}个字")
        try:
            refuse_telling(text, f"sms_texts 的 {name} ")
        except NotNeutralError as wrong:
            raise BadConfiguration(str(wrong)) from None


def _port(config: Mapping[str, Any], security: str) -> int:
    told = config.get("SMTP_PORT") or {"tls": 465, "starttls": 587, "none": 25}[security]
    if not (isinstance(told, int) and 0 < told < 65536):
        raise BadConfiguration("smtp_port 要写端口号，例如 465")
    return told
