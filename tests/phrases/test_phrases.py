"""常用语: everybody has their own, the head keeps those of all, and no number of anybody is among them."""

import pytest

from mediation.db import db
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.phrases.library import add_phrase, drop_phrase, phrases_for
from mediation.phrases.models import Phrase


def texts(actor):
    return [phrase.text for phrase in phrases_for(actor)]


def test_own_phrases_come_first_and_nobody_else_reads_them(cast, sign_in):
    add_phrase("已告知可以申请人身安全保护令。", for_all=True, actor=cast.song)
    own = add_phrase("本人表示暂不需要转介。", for_all=False, actor=cast.lin)
    assert texts(cast.lin) == ["本人表示暂不需要转介。", "已告知可以申请人身安全保护令。"]
    assert texts(cast.mei) == ["已告知可以申请人身安全保护令。"]
    assert texts(cast.tao) == texts(cast.qiu) == texts(cast.eye) == []
    assert "暂不需要" not in str(db.session.query(Phrase.text_sealed).all())
    client = sign_in(cast.lin)
    assert client.get("/phrases/list").json == texts(cast.lin)
    assert client.post("/phrases", data={"text": "已核对身份证件。", "for_all": "y"}).status_code == 302
    assert "已核对身份证件。" not in texts(cast.mei), "a worker writes for nobody else"
    for wrong, said in (
        ("已核对身份证件。", "已经有这一句"),
        ("打13800138000找她", "不要写电话"),
        ("", "请写下"),
    ):
        answer = client.post("/phrases", data={"text": wrong})
        assert answer.status_code == 422
        assert said in answer.text
    with pytest.raises(Missing):
        drop_phrase(own.ref, actor=cast.ye)
    with pytest.raises(Missing):
        drop_phrase(next(one.ref for one in phrases_for(cast.mei)), actor=cast.mei)
    assert client.post(f"/phrases/{own.ref}/drop").status_code == 302
    assert texts(cast.lin) == ["已核对身份证件。", "已告知可以申请人身安全保护令。"]
    add_phrase("2026年11月25日前答复，依据第23条第1款。", for_all=False, actor=cast.lin)
    with pytest.raises(Forbidden):
        add_phrase("给大家", for_all=True, actor=cast.lin)
    with pytest.raises(Incomplete):
        add_phrase("身份证 110105 1949 1231 002X", for_all=False, actor=cast.lin)
    assert sign_in(cast.boss).get("/phrases").status_code == 404
