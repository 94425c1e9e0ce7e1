"""The facts of the pages that make papers into a dossier."""

from typing import TypedDict

from mediation.documents.facts import Base, Word


class Cover(TypedDict):
    """卷宗封面 (F-00-COVER)."""

    paper: Base
    kind: str  # 人民调解卷宗、案卷
    caption: Word  # 卷名
    category: Word
    year: Word
    keeper: str  # 「人民调解员」 or 「承办人」
    kept_by: list[str]
    begun: Word
    ended: Word
    filed_by: Word
    filed_on: Word
    retention: Word
    note: Word


class IndexRow(TypedDict):
    """One line of the index. `page` is the number on the first page of the paper, or a span."""

    title: str
    page: str
    note: str


class Index(TypedDict):
    """卷内目录 (F-01-INDEX)."""

    paper: Base
    kind: str
    rows: list[IndexRow]


class Deed(TypedDict):
    """A step that was taken: the day, what it is called, what was recorded, by whom."""

    day: str
    what: str
    told: str
    who: str


class Excerpt(TypedDict):
    """办理记录摘录: what no paper of its own tells."""

    paper: Base
    title: str
    deeds: list[Deed]


class Envelope(TypedDict):
    """保密附件页: stands where a sealed paper belongs, and says where it lies."""

    paper: Base
    title: str
    pages: int | None
    place: str
    opened_by: str


class Description(TypedDict):
    """卷宗情况说明 (F-10-DESC)."""

    paper: Base
    kind: str
    pages: int | None
    sealed: int | None
    missing: list[str]
    note: Word
    filed_by: Word
    checked_by: Word
    filed_on: Word


class BackCover(TypedDict):
    """卷宗封底 (F-11-BACK)."""

    paper: Base
    kind: str
    bound_by: Word
    bound_on: Word
