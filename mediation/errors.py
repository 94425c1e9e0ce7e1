"""The ways in which the program says no. Each message is a sentence for the person who asked."""


class Refusal(Exception):  # noqa: N818 - a refusal is no error of the program
    """Something a person asked for and will not get.

    `rules` are the rule ids that the refusal rests on; the page shows their articles. `field` names the fact that
    is wrong, where it is one: the form says it there.
    """

    def __init__(self, reason: str, *, rules: tuple[str, ...] = (), field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.rules = rules
        self.field = field


class Missing(Refusal):
    """No such thing, or none that this person may know of. Both look the same."""

    def __init__(self, reason: str = "没有找到这一页。可能是地址有误，或者它不在您的工作范围内。") -> None:
        super().__init__(reason)


class Unknown(Refusal):
    """Nobody whom the program knows: a system that calls without a token that holds."""


class Forbidden(Refusal):
    """This person may not."""


class OutOfTurn(Refusal):
    """Not from where things stand now."""


class Incomplete(Refusal):
    """Something must hold first."""
