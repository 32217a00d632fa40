"""Feeds: every item a report or a rejection, in full where the feed carries it."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import settings
from counterclaim.errors import InputRejected
from counterclaim.intake.feeds import feed_items, feed_reports, looks_like_feed
from counterclaim.intake.fragments import fragment_text
from counterclaim.intake.options import IntakeOptions
from counterclaim.intake.report import report_from_text
from counterclaim.record import Rejection, Report

BODY = "The army said on Monday that its soldiers had killed ten militants near Gao. " * 8
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- a feed -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Sahel Daily</title><link>https://sahel.example/</link><description>d</description>
<item><title>Army kills ten &amp; more</title><link>/news/1</link><guid isPermaLink="false">n-1</guid>
  <dc:creator>A. Writer</dc:creator><pubDate>Mon, 16 Jun 2025 00:30:00 +0300</pubDate>
  <description>Ten killed.</description>
  <content:encoded><![CDATA[<p>{BODY}</p><script>alert(1)</script><p>Second <b>para</b>graph.</p>]]></content:encoded></item>
<item><title>Two dead in Kidal</title><link>https://sahel.example/news/2</link>
  <description>&lt;p&gt;Two people died &lt;i&gt;in Kidal&lt;/i&gt;.&lt;/p&gt;</description>
  <pubDate>yesterday</pubDate><source url="https://afp.example/rss">AFP</source></item>
<item><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/base/"><title>Atom</title>
<entry><id>tag:1</id><title>One</title><link href="one.html"/><published>2025-06-15T23:30:00-05:00</published>
<updated>2025-06-17T01:00:00Z</updated><author><name>B</name></author><summary>Short words.</summary></entry></feed>"""


def reports(data: str | bytes, **kwargs: object) -> list[Report | Rejection]:
    raw = data.encode() if isinstance(data, str) else data
    return list(feed_reports(raw, "feed.xml", IntakeOptions(), **kwargs))  # type: ignore[arg-type]


def test_an_item_in_full() -> None:
    first = reports(RSS, url="https://sahel.example/rss")[0]
    assert isinstance(first, Report)
    assert first.url == "https://sahel.example/news/1"
    assert (first.title, first.byline, first.publisher, first.external_id) == (
        "Army kills ten & more", "A. Writer", "Sahel Daily", "n-1",
    )  # fmt: skip
    assert first.text == f"{BODY.strip()}\nSecond paragraph."
    assert first.published == "2025-06-16", "the day of the outlet's clock, not of UTC"
    assert not first.warnings


def test_a_summary_alone_is_read_and_said_to_be_one() -> None:
    second = reports(RSS)[1]
    assert isinstance(second, Report)
    assert second.text == "Two dead in Kidal\nTwo people died in Kidal."
    assert second.publisher == "AFP" and second.published is None
    assert [w.code for w in second.warnings] == ["summary-only"]


def test_an_item_with_nothing_is_a_rejection() -> None:
    third = reports(RSS)[2]
    assert isinstance(third, Rejection) and third.code == "empty" and third.input == "feed.xml:3"


def test_atom_with_its_base_and_both_dates() -> None:
    items, warnings = feed_items(ATOM.encode(), "a")
    assert not warnings
    (item,) = items
    assert not isinstance(item, Rejection)
    assert item.link == "https://atom.example/base/one.html"
    assert [d.isoformat() for d, _ in item.published] == ["2025-06-15", "2025-06-17"]
    (report,) = reports(ATOM)
    assert isinstance(report, Report)
    assert [c.date for c in report.published_candidates] == ["2025-06-15", "2025-06-17"]


def test_a_link_is_opened_only_when_asked_and_only_for_summaries() -> None:
    asked: list[str] = []

    def open_link(link: str, options: IntakeOptions) -> Iterator[Report | Rejection]:
        asked.append(link)
        yield report_from_text("Two people died in Kidal on Sunday, said the mayor.", url=link)

    found = reports(RSS, open_link=open_link)
    assert asked == ["https://sahel.example/news/2"]
    assert isinstance(found[1], Report) and found[1].text.startswith("Two people died in Kidal on Sunday")
    assert found[1].title == "Two dead in Kidal" and not found[1].warnings


def test_a_link_that_cannot_be_read_leaves_the_summary() -> None:
    def open_link(link: str, options: IntakeOptions) -> Iterator[Report | Rejection]:
        yield Rejection(code="not-found", message="there is no such page", input=link)

    found = reports(RSS, open_link=open_link)[1]
    assert isinstance(found, Report) and found.text.startswith("Two dead in Kidal")
    assert [w.code for w in found.warnings] == ["link-not-read", "summary-only"]


def test_bad_xml_keeps_its_items_and_warns() -> None:
    broken = RSS.replace("&amp; more", "& more <unclosed").replace("</channel></rss>", "")
    found = reports(broken)
    assert len(found) >= 2 and isinstance(found[0], Report)
    assert found[0].text.startswith("The army said")
    assert "feed-broken" in [w.code for w in found[0].warnings]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><body>no feed</body></html>", "no-feed"), (b"", "no-feed"), (b"<rs", "no-feed"),
        (b"<rss version='2.0'><channel><title>x</title></channel></rss>", "empty"), (b"<rss><<<", "broken"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel/></rss>', "dtd"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InputRejected) as refused:
        feed_items(data, "x")
    assert refused.value.code == code


def test_utf16_and_latin_1_feeds() -> None:
    told = ATOM.replace("Short words", "Bombe à Idleb")
    for data in (
        ('<?xml version="1.0" encoding="utf-16"?>' + told).encode("utf-16"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>' + told).encode("latin-1"),
    ):
        assert looks_like_feed(data)
        (item,) = feed_items(data, "x")[0]
        assert not isinstance(item, Rejection) and item.text == "Bombe à Idleb."


def test_a_feed_of_too_many_items_says_how_many_are_left() -> None:
    item = "<item><title>t</title></item>"
    data = f"<rss version='2.0'><channel>{item * (settings.MAX_FEED_ITEMS + 3)}</channel></rss>"
    found = feed_items(data.encode(), "x")[0]
    assert len(found) == settings.MAX_FEED_ITEMS + 1
    last = found[-1]
    assert isinstance(last, Rejection) and last.code == "too-many" and " 3 items" in last.message


def test_an_item_nested_too_deep_is_refused_alone() -> None:
    deep = "&lt;div&gt;" * 100_000
    data = RSS.replace("Ten killed.", deep)
    started = time.monotonic()
    found = reports(data)
    assert time.monotonic() - started < 20
    assert isinstance(found[0], Rejection) and found[0].code == "nesting"
    assert isinstance(found[1], Report)


@pytest.mark.parametrize("head", [b"<!DOCTYPE" + b"x" * 9000, b"<?" + b"x" * 9000, b"<!--" * 3000, b" " * 9000])
def test_telling_a_feed_takes_no_time(head: bytes) -> None:
    started = time.monotonic()
    assert not looks_like_feed(head)
    assert time.monotonic() - started < 0.5


def test_fragments() -> None:
    assert fragment_text("a<br>b &amp; c<p>d<style>x</style> e</p><!-- f -->g", "x") == "a\nb & c\nd e\ng"
    assert fragment_text("plain\n  words", "x") == "plain words"
    assert fragment_text("", "x") == "" and fragment_text("<", "x") in ("", "<")


@given(st.text(st.sampled_from("<>/pbra&;= \"'!-[]\x00é"), max_size=60))
def test_no_fragment_breaks_it(markup: str) -> None:
    assert "\x00" not in fragment_text(markup, "x")


@given(st.data())
def test_no_damage_breaks_a_feed(data: st.DataObject) -> None:
    raw = bytearray(RSS.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    try:
        found = reports(bytes(raw))
    except InputRejected as refused:
        assert refused.code in ("no-feed", "broken", "empty", "dtd")
    else:
        assert found
