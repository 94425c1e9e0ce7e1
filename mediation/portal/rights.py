"""Knowing one's rights: short pages, each sentence with the rules of law that it rests on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One thing to know, and the rules (ids of the law) that say so."""

    text: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """One page: its title, one sentence on top, its points, whom to call, and whether it says which station keeps what."""

    title: str
    lead: str
    points: tuple[Point, ...]
    phones: tuple[tuple[str, str], ...] = ()
    names_keeper: bool = False


POLICE = ("110", "有危险，报警")
HOTLINE = ("12338", "妇女维权热线")
LAWYERS = ("12348", "法律咨询热线")
MINDS = ("12356", "心理援助热线")

TOPICS = (
    Topic(
        "我们能帮什么",
        "四件事。愿意办哪件、先办哪件，由您定。",
        (
            Point("维权求助：您来说，我们要帮忙、要处理，不能推走。", ("DV-13", "WR-73")),
            Point("法律援助：帮您申请国家出钱的律师，不向您收钱。", ("LA-21", "DV-19")),
            Point("纠纷调解：双方都愿意才调，不收钱；不调，也不影响您报警、起诉。", ("PM-03", "PM-04")),
            Point("心理辅导：单独谈，替您保密；有人会受伤的时候除外。", ("DV-22", "PI-PSY", "PI-PSY2")),
        ),
        (HOTLINE, POLICE),
    ),
    Topic(
        "人身安全保护令",
        "法院一张纸，不许对方打人、骚扰、靠近您。",
        (
            Point("挨过打、被威胁、怕再挨打，都可以申请。", ("PO-23", "PO-27")),
            Point("谈恋爱、分手、离婚以后被纠缠，也可以申请。", ("PO-WAB",)),
            Point("不收钱，不用担保，不用先离婚。", ("PO-27",)),
            Point("您住的地方、对方住的地方、出事的地方，哪里的法院都行。", ("PO-25",)),
            Point(
                "不会写，可以口头说，法院记下来；自己去不了，可以请亲属、警察、妇联代办。", ("PO-24", "PO-23")
            ),
            Point("法院收下后 72 小时内答复，紧急的 24 小时内。", ("PO-28",)),
            Point("可以要求对方搬出去。", ("PO-29",)),
            Point("最长 6 个月，到期前可以申请延长。", ("PO-30",)),
            Point("对方不听，马上报警：可以罚款、拘留，严重的判刑。", ("PO-34",)),
            Point("您搬到哪里住，不能告诉对方，也不能写在纸上让他看到。", ("DV-10-4",)),
        ),
        (POLICE, HOTLINE),
    ),
    Topic(
        "法律援助",
        "国家出钱请律师，您不用付钱。",
        (
            Point("因为家庭暴力、虐待、遗弃要打官司的，不看家里有没有钱。", ("LA-32",)),
            Point("要抚养费、赡养费、扶养费，经济困难的可以申请。", ("LA-31",)),
            Point("交了申请，7 天内答复；同意的，3 天内派人。", ("LA-43A", "LA-43B")),
            Point("时间来不及的，可以先帮您，手续后补。", ("LA-44",)),
            Point("不同意答复，可以提出来，5 天内要重新看。", ("LA-49",)),
            Point("律师不能向您要钱，要替您保密。", ("LA-21",)),
        ),
        (LAWYERS, HOTLINE),
    ),
    Topic(
        "留好证据",
        "先保安全，再留证据。为了留证据冒险，不值得。",
        (
            Point("报警：出警记录、告诫书都是证据，可以要求出具告诫书。", ("DV-20", "DV-34-6")),
            Point("看病：跟医生说清怎么受的伤，病历、发票留好；可以请警方做伤情鉴定。", ("DV-20",)),
            Point("拍照：伤、砸坏的东西，当天拍，过几天再拍一次。", ()),
            Point("聊天记录、录音、对方写的保证书，不要删；不方便留在手机里，就交给信得过的人。", ()),
            Point("您来求助的记录也是证据，法院可以来调。", ("DV-20",)),
            Point("证据不用齐。申请保护令，让法官觉得“多半是真的”就够。", ("PO-27",)),
        ),
        (POLICE, HOTLINE),
    ),
    Topic(
        "现在要离开家",
        "有人要伤害您，先走，别的以后再说。",
        (
            Point("打 110，说清地点、有没有孩子。情节轻的，可以要求警察出具告诫书。", ("DV-16",)),
            Point("没有地方去，可以问有没有临时庇护所，我们帮您联系。", ("DV-18",)),
            Point("带上身份证、户口本、结婚证、银行卡、药、钥匙；来不及就不带，以后可以补。", ()),
            Point("孩子有危险，学校、医院、村居都要报警。", ("DV-14", "MIN-11")),
            Point("心里难受，睡不着，可以打电话说说。", ()),
        ),
        (POLICE, ("120", "受伤，急救"), HOTLINE, MINDS),
    ),
    Topic(
        "您写的内容谁看、怎么保管",
        "只用来办您这件事。",
        (
            Point("住址、伤情、孩子的事，加密保存，只有办这件事的人能看。", ("PI-28",)),
            Point("哪天、什么岗位的人看过，您查进度时看得到；来的时候问，告诉您是哪个单位。", ("PI-45",)),
            Point("用这些内容，要您单独同意；不同意，也照样受理。", ("PI-29",)),
            Point("交给别的单位以前，先告诉您交给谁、交什么，一家一家问您。", ("PI-23",)),
            Point("要救人、法律规定必须报告的，可以先报告，再告诉您。", ("PI-13", "DV-14")),
            Point("不满 14 岁的孩子，要监护人同意；监护人就是伤害孩子的人，不用他同意。", ("PI-31", "PI-13")),
            Point("您可以看、复制、改正、要求删除；不办的，要说理由。", ("PI-45",)),
            Point("用不着了就删除；法律规定要存档的，只存着，不再用。", ("PI-19",)),
        ),
        (HOTLINE,),
        names_keeper=True,
    ),
)
# The number of the page that says how what she writes is kept.
KEEPING = len(TOPICS)
