"""The pages of those who come by a link from outside, without an account: what goes wrong there is said neutrally.

Nothing on such a page tells what this program is or leads into it: whoever looks over a shoulder learns nothing.
"""

from flask import render_template, request

PREFIX = "/r/"
AGAIN = "请回到刚才的页面再试一次，或者重新扫码、输入校验码。"
GUEST = {
    404: ("打不开这个地址", "地址可能不完整。请重新扫码，或者打电话问转出单位。"),
    413: ("文件太大", "单个文件请不超过 20 MB，可以分几次上传。"),
    429: ("太频繁了", "请过几分钟再试，或者打电话问转出单位。"),
    500: ("没有办成", "刚才提交的没有存进去，请过一会儿再试。急事请打电话给转出单位。"),
}


def asked_by_a_guest() -> bool:
    """Whether what was asked for belongs to the pages of links, also where there is no such address."""
    return request.path.startswith(PREFIX)


def guest_page(status: int, reference: str = "") -> tuple[str, int]:
    """The page for STATUS; REFERENCE is what the log calls a failure."""
    title, sentence = GUEST.get(status, ("没有办成", AGAIN))
    page = render_template("errors/guest.html", title=title, sentence=sentence, reference=reference)
    return page, status


def where_it_began() -> str:
    """The first page of the link of this request, which asks for the code."""
    return "/".join(request.path.split("/")[:3])
