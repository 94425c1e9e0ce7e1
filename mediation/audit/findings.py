"""What a check of the log has to say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that should not be: in which chain, at which number, and what.

    Without a chain it is about the database itself; with `certain` False nothing is wrong as far as can be seen, but
    the proof is gone (a key that was destroyed on purpose).
    """

    chain: str
    sequence: int
    what: str
    certain: bool = True

    def __str__(self) -> str:
        if not self.chain:
            return self.what
        where = f"链 {self.chain} 第 {self.sequence} 条" if self.sequence else f"链 {self.chain}"
        return f"{where}：{self.what}"
