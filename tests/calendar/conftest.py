"""What these tests share with those of mediation."""

from tests.disputes.conftest import table

__all__ = ["table"]
