"""A brief as Markdown and as HTML: whole, and inert whatever the reports hold."""

import re
from html.parser import HTMLParser

import pytest
from brief_samples import material, quantity, report, said
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.publishing.brief import Brief, html, markdown, plan
from counterclaim.publishing.brief.markdown import link_of

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>[a](javascript:alert(1))![i](http://x/y)`${7*7}` {{ 7*7 }} http://evil.example"
OVERRIDE = "abc\u202egnp.exe\u2066\u2069\x1b[31m"
TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "span", "sup", "a", "bdi", "section", "div",
    "table", "thead", "tbody", "tr", "th", "td", "ul", "ol", "li", "strong", "blockquote", "mark", "dl", "dt", "dd",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "name", "content", "http-equiv", "class", "href", "aria-label", "id", "tabindex", "role", "scope",
    "rel", "dir", "value",
}  # fmt: skip


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.marked: list[str] = []
        self._in_mark = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        told = dict(attrs)
        if tag == "a":
            self.links.append(told.get("href") or "")
        if "id" in told:
            self.ids.append(told["id"] or "")
        if tag == "mark":
            self.marked.append("")
            self._in_mark = True

    def handle_endtag(self, tag: str) -> None:
        self._in_mark &= tag != "mark"

    def handle_data(self, data: str) -> None:
        if self._in_mark:
            self.marked[-1] += data


def _page(words: str) -> _Page:
    page = _Page()
    page.feed(words)
    return page


def _brief(evil: str) -> Brief:
    of = report(
        f"{evil} said that ten rebels were killed. {evil}", title=evil, publisher=evil, byline=evil,
        credited_to=(evil,), url=evil, language=evil[:8],
    )  # fmt: skip
    own = said(of, id="c-2", who=None, quote="ten rebels were killed", number=quantity(10, 10, "ten"), speaker=None)
    event = said(of, id="c-3", kind="event", type="Attack", who=evil, target=evil)
    return plan(
        material(
            said(of, who=evil, target=evil, number=quantity(10, 10, evil)), own, event, filters={"place": evil}
        )
    )


def _inert(brief: Brief) -> None:
    page = _page(html(brief))
    assert page.tags <= TAGS and page.attributes <= ATTRIBUTES
    assert all(re.match(r"#c\d+$|https?://", link) for link in page.links)


@pytest.mark.parametrize("evil", [EVIL, OVERRIDE, "שלום <b>עולם</b>"])
def test_html_is_inert(evil: str) -> None:
    brief = _brief(evil)
    _inert(brief)
    page = html(brief)
    assert "<script" not in page and "<img" not in page and "\u202e" not in page and "\x1b" not in page


@settings(deadline=None, max_examples=50)
@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("<>&\"'`*_[]()!#|~$\\{}%:/ \n\t\u202e\u2068\u2069שم"), st.characters()),
        max_size=40,
    )
)
def test_html_and_markdown_are_inert_whatever_a_report_holds(evil: str) -> None:
    brief = _brief(evil)
    _inert(brief)
    _inert_markdown(markdown(brief))


def _inert_markdown(text: str) -> None:
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True}).enable("table")
    for token in parser.parse(text):
        assert token.type != "html_block", token.content
        for inner in token.children or ():
            assert inner.type not in ("html_inline", "image", "code_inline"), inner.content
            if inner.type == "link_open":
                assert inner.attrGet("href").startswith(("http://", "https://"))


@pytest.mark.parametrize("evil", [EVIL, OVERRIDE, "`code` ~~x~~ |a|b| <!-- c --> &lt; \\"])
def test_markdown_is_inert(evil: str) -> None:
    _inert_markdown(markdown(_brief(evil)))


def test_right_to_left_words_are_isolated() -> None:
    page = html(_brief("שלום"))
    assert "<bdi>שלום</bdi>" in page and 'dir="auto"' in page
    assert "\u2068שלום\u2069" in markdown(_brief("שלום"))


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    page = html(_brief("army"))
    assert not re.search(r"url\(|@import|<link|<script|\bsrc=", page)
    assert "default-src 'none'" in page


def test_every_reference_leads_to_words_that_are_marked() -> None:
    brief = _brief("army")
    page = _page(html(brief))
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner and inner <= set(page.ids)
    assert page.marked == [" ".join(q.quote.split()) for c in brief.citations for q in c.quoted]


def test_a_link_is_http_or_none() -> None:
    assert link_of("https://news.example/a?b=c&d=1") == "https://news.example/a?b=c&d=1"
    assert [
        link_of(u) for u in (None, "javascript:alert(1)", "https://a b", 'https://a"b', "https://a<b>", "data:x")
    ] == [None] * 6


def test_colours_have_the_contrast_of_wcag_aa() -> None:
    page = html(_brief("army"))
    for scheme in re.findall(r":root \{([^}]*)\}", page):
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", scheme))
        for ink, paper in (
            ("ink", "paper"),
            ("soft", "paper"),
            ("link", "paper"),
            ("mark-ink", "mark"),
            ("soft", "target"),
        ):
            assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
