"""What a check of the log says of itself."""

import pytest

from mediation.audit.verify import LIMIT


@pytest.mark.parametrize(
    "table", ["账号", "主办人", "同意", "签名", "期限", "转介去向", "文书编号", "回访", "查阅记录"]
)
def test_the_check_names_the_tables_that_it_does_not_compare(table):
    assert table in LIMIT.split("不在核对范围")[1]
