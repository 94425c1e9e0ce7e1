"""A code of GB/T 2260 is shown with the name of its place, as far as the station knows it."""

from pathlib import Path

from mediation.people.districts import FILE_NAME, with_name


def test_a_code_is_called_from_the_province_down(app):
    assert with_name("210102") == "210102 辽宁省"
    assert with_name("990101") == "990101"
    file = Path(app.instance_path) / FILE_NAME
    file.write_text(
        "\ufeff# 民政部 2025年\n210100,沈阳市\n210102,和平区\n210102003,某街道\nnonsense\n", encoding="utf-8"
    )
    assert with_name("210102003") == "210102003 辽宁省沈阳市和平区某街道"
    assert with_name("21") == "21 辽宁省"
    assert with_name("") == ""
