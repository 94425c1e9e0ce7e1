"""The board is read by whoever passes: numbers that may leave the station, no case, no name, no way on."""

import re

import time_machine

from mediation.db import db
from tests.statistics.conftest import at


def test_the_board_tells_what_may_leave_refreshes_itself_and_can_be_ended(app, spring, sign_in, cast):
    with time_machine.travel(at(4, 2), tick=False):
        song, stranger = sign_in(cast.song), app.test_client()
        assert song.post("/statistics/boards").status_code == 302
        path = re.search(r"/board/[0-9a-f]{32}", song.get("/statistics/boards").text)[0]
        db.session.rollback()
        page = stranger.get(path).text
        assert "js/board.js" in page
        assert 'http-equiv="refresh"' in page, "without JavaScript, too"
        assert "2026年第一季度" in page
        assert re.findall(r'tile-number">([^<]+)<', page) == ["＊"] * 15, "nothing here reached eleven"
        assert "王芳" not in page
        assert "<a " not in page.split("<main")[1]
        assert sign_in(cast.mei).get("/statistics/boards").status_code == 404
        assert sign_in(cast.mei).post(f"/statistics/boards/{path[7:]}/end").status_code == 404
        assert song.post(f"/statistics/boards/{path[7:]}/end").status_code == 302
        assert stranger.get(path).status_code == 404
