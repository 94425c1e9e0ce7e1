"""What a check of the log has to say."""

from dataclasses import dataclass

# What belongs to no case: sign-ins, and what the program does by itself.
WHOSE = {"station": "登录与系统的记录"}


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
        where = WHOSE.get(self.chain, f"案件 {self.chain} 的记录")
        number = f"第 {self.sequence} 条" if self.sequence else ""
        return f"{where}{number}：{self.what}"
