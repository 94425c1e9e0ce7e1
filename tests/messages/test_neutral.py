"""What others may see over a shoulder says nothing: texts, subjects, names of files, messages in the list."""

import re

import pytest

from mediation import places
from mediation.configuration import BadConfiguration
from mediation.messages import mail, texting
from mediation.messages.settings import LABELS, USUAL_TEXTS, texts_of
from mediation.outbox.neutral import BANNED, banned_in


def test_no_text_of_ours_says_too_much_and_none_of_the_station_may():
    for text in (*USUAL_TEXTS.values(), mail.SUBJECT, mail.BODY, texting.NOT_SENT):
        assert not banned_in(text)
    assert USUAL_TEXTS.keys() == LABELS.keys()
    assert banned_in("您的 家 暴 案件") == ["家暴"]
    assert banned_in("１２３３８，调 解") == ["调解", "12338"]
    for word in BANNED:
        with pytest.raises(BadConfiguration, match="不能有"):
            texts_of({"SMS_TEXTS": {"come": f"请来{word}"}})


def test_no_name_of_a_file_that_leaves_says_what_it_is_about():
    code = (path.read_text(encoding="utf-8") for path in places.migrations().parent.rglob("*.py"))
    names = [name for text in code for name in re.findall(r'filename="([^"]*)"', text)]
    assert len(names) > 5
    assert [name for name in names if banned_in(name)] == []
