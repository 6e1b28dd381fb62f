"""Pages that never were: any text at all, and text built from what pages are made of."""

from __future__ import annotations

from hypothesis import strategies as st

SENTENCES = st.sampled_from(
    [
        "市政府昨日宣布，新的图书馆将于明年春天向公众开放，馆藏图书超过八十万册。",
        "记者在现场看到，工人们正在安装最后一批座椅，预计本周内完成。",
        "The council voted on Tuesday to extend the tram line to the harbour, officials said.",
        "“We have waited nine years for this,” said one of the residents who attended the meeting.",
        "Der Stadtrat hat am Dienstag beschlossen, die Brücke bis zum Frühjahr zu sanieren.",
        "版权局表示，举报电话将继续开放，备案流程不变。",
        "She said the newsletter, the advertising and the comments would all be reviewed.",
    ]
)
FURNITURE = st.sampled_from(
    [
        "首页",
        "分享到：",
        "责任编辑：林小满",
        "来源：江岸晚报 作者：周一鸣 2021-03-04 08:15",
        "相关推荐",
        "我来说两句",
        "Copyright © 2001-2021 Riverside Media Ltd. All rights reserved.",
        "沪ICP备12345678号-1 沪公网安备 31010102001234号",
        "Home",
        "Share this article",
        "Read more",
        "Leave a comment",
        "Advertisement",
        "By Jane Example",
        "___",
        "10:45",
    ]
)
HEADLINES = st.sampled_from(["新图书馆明年春天开放", "Tram line to reach the harbour", "Brücke wird saniert"])
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028", "\n \n", " \n", "\n "])
LINES = st.one_of(SENTENCES, SENTENCES, FURNITURE, HEADLINES, st.text(max_size=60))


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Lines of every sort in any order, broken apart in any way."""
    pieces = draw(st.lists(st.tuples(LINES, BREAKS), max_size=40))
    return "".join(line + ending for line, ending in pieces)


ANY_TEXT = st.one_of(pages(), st.text(max_size=400), st.text(alphabet=st.characters(), max_size=200))
ANY_PAGE = st.one_of(ANY_TEXT, st.binary(max_size=600), ANY_TEXT.map(lambda text: text.encode("gb18030", "replace")))
