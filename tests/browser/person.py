"""A person in front of a browser: clicks what can be clicked, types into what has a label, sees what is shown."""

import io
import os
import re
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, FilePayload, Locator
from pypdf import PdfReader

from tests.conftest import PASSWORD

PICTURES = os.environ.get("MEDIATION_TEST_SHOTS")
PATIENCE = 60_000  # milliseconds; the machine may be busy


class Person:
    """One worker with a browser of their own. Everything that was shown is kept in `seen`."""

    def __init__(self, context: BrowserContext, login: str) -> None:
        self.context, self.login = context, login
        self.seen: list[str] = []
        self.complaints: list[str] = []
        self.forgiven = ["422 (UNPROCESSABLE"]
        context.set_default_timeout(PATIENCE)
        self.page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def __enter__(self) -> "Person":
        return self

    def __exit__(self, *_failure: object) -> None:
        self.context.close()

    def _hear(self, said: ConsoleMessage) -> None:
        """A refused form is no complaint; nor is the picture that a browser looks for beside a PDF."""
        forgiven = any(words in said.text for words in self.forgiven)
        if said.location["url"].endswith("/favicon.ico") or forgiven:
            return
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def sign_in(self) -> None:
        self.open("/account/sign-in")
        self.write("用户名", self.login)
        self.write("密码", PASSWORD)
        self.press("登录")

    def open(self, path: str) -> None:
        """Go to an address: a bookmark, or the first page."""
        self.page.goto(path)
        self.look()

    def look(self) -> None:
        """Keep what the page shows now."""
        self.page.wait_for_load_state()
        self.seen.append(self.page.content())

    def picture(self, name: str) -> None:
        """A picture of the whole page, for those who want to look at it."""
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)

    def part(self, heading: str) -> Locator:
        """The section, article or row of fields that has this heading."""
        titled = self.page.locator("main").locator(
            f"xpath=.//*[self::h2 or self::h3 or self::h4][starts-with(normalize-space(), '{heading}')]"
        )
        return titled.first.locator("xpath=ancestor::*[self::section or self::article][1]")

    def press(self, label: str, within: Locator | None = None) -> None:
        """Click the button or link of this name, and wait for the page that comes.

        Whom the button is about may follow after its name: it is read aloud, not shown.
        """
        place = within or self.page.locator("body")
        name = re.compile(rf"{_begins(label).pattern}(\s.*)?$")
        found = place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name))
        with self.page.expect_navigation():
            found.first.click()
        self.look()

    def unfold(self, title: str, within: Locator | None = None) -> None:
        """Open what is folded away."""
        (within or self.page.locator("main")).locator("summary", has_text=title).first.click()

    def group(self, legend: str, within: Locator | None = None) -> Locator:
        """The fields under this legend."""
        return (within or self.page.locator("main")).get_by_role("group", name=_named(legend)).first

    def write(self, label: str, text: str, within: Locator | None = None) -> None:
        """Type into the box of this label."""
        self.box(label, within).fill(text)

    def choose(self, label: str, option: str, within: Locator | None = None) -> None:
        """Choose in the list of this label what begins with OPTION."""
        box = self.box(label, within)
        names = box.locator("option").all_inner_texts()
        box.select_option(index=next(n for n, name in enumerate(names) if name.startswith(option)))

    def bring(self, label: str, *files: bytes) -> None:
        """Choose files in the box of this label: photos, named as a phone names them."""
        chosen = [
            FilePayload(name=f"IMG_{number}.jpg", mimeType="image/jpeg", buffer=data)
            for number, data in enumerate(files)
        ]
        self.box(label).set_input_files(chosen)

    def tick(self, *labels: str, within: Locator | None = None) -> None:
        """Tick these boxes."""
        for label in labels:
            (within or self.page.locator("main")).get_by_role("checkbox", name=_begins(label)).first.check()

    def answer(self, question: str, option: str, within: Locator | None = None) -> None:
        """Choose one answer to a question."""
        self.group(question, within).get_by_role("radio", name=_begins(option)).first.check()

    def box(self, label: str, within: Locator | None = None) -> Locator:
        """The box of this label."""
        return (within or self.page.locator("main")).get_by_label(_named(label)).first

    def find_case(self) -> None:
        """From the first page to the case of 王芳, by the letters that everybody types."""
        self.press("今日工作")
        self.write("查找当事人、案件、文书、单位", "wf")
        self.press("查找", self.page.locator("main"))
        self.press("王芳", self.page.locator("main"))

    def step(self, part: str, label: str) -> None:
        """Press a step in a part of the page of the case."""
        self.press(label, self.part(part))

    def submit(self, label: str = "提交") -> None:
        """Send the form; it is refused in nothing."""
        self.press(label, self.page.locator("form.form-page > .buttons"))
        wrong = self.page.locator(".error-summary")
        assert wrong.count() == 0, wrong.inner_text()

    def prints(self, label: str, *words: str) -> None:
        """The button shows a sample, 打印 there a PDF that says WORDS; 后退 leads back to the case."""
        self.press(label)
        self.press("打印")
        answer = self.context.request.get(self.page.url)
        assert answer.headers["content-type"] == "application/pdf"
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
        assert [word for word in words if word not in text] == []
        self.page.go_back()
        self.page.go_back()
        self.look()

    def reads(self, text: str) -> bool:
        """Whether the page shows TEXT."""
        return text in self.page.locator("body").inner_text()


def _named(label: str) -> re.Pattern[str]:
    return re.compile(rf"{_begins(label).pattern}\s*(（可不填）)?\s*$")


def _begins(label: str) -> re.Pattern[str]:
    """The browser reads the pattern in its own dialect: only what both dialects escape is escaped."""
    return re.compile(r"^\s*" + re.sub(r"([/()\[\].*+?^$|\\])", r"\\\1", label))
