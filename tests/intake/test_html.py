"""Pages: the article, what the page says of it, and pages that hold none."""

import io

import pytest

from counterclaim.intake import IntakeOptions, open_inputs
from counterclaim.record import Rejection, Report

PAGE = """<!doctype html><html lang="en"><head><title>Rockets kill four in Tarka | The Maro Ledger</title>
<meta property="og:title" content="Rockets kill four in Tarka">
<meta property="og:site_name" content="The Maro Ledger">
<meta name="author" content="Liya Brandt"><link rel="canonical" href="https://ledger.example/tarka">
<meta property="article:published_time" content="2026-03-06T10:00:00Z"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Rockets kill four in Tarka</h1>
<p>TARKA, Mali (AFP) — Rockets fell on the market of Tarka on Friday, killing four people, a doctor said.</p>
<p>The army said that it had nothing to do with it. Two other rockets fell into the river near the town.</p>
<p>Read more: Nine die in the other valley</p></article>
<footer>We use cookies. Post Comment</footer></body></html>"""


def read(page: str) -> Report | Rejection:
    (found,) = open_inputs(["-"], IntakeOptions(), io.BytesIO(page.encode()))
    return found


def test_the_article_and_its_metadata() -> None:
    report = read(PAGE)
    assert isinstance(report, Report)
    assert (report.title, report.byline, report.publisher) == (
        "Rockets kill four in Tarka", "Liya Brandt", "The Maro Ledger",
    )  # fmt: skip
    assert report.url == "https://ledger.example/tarka"
    assert report.published == "2026-03-06"
    assert report.published_candidates[0].origin == "metadata"
    assert report.credited_to == ("AFP",)
    read_for_claims = [report.text[b.start : b.end] for b in report.blocks if b.role == "paragraph"]
    assert read_for_claims[0].startswith("Rockets fell on the market")
    assert len(read_for_claims) == 2


def test_a_day_far_ahead_does_not_depend_on_the_clock() -> None:
    report = read(PAGE.replace("2026-03-06T", "2190-03-06T"))
    assert isinstance(report, Report) and report.published == "2190-03-06"


@pytest.mark.parametrize(
    "body",
    [
        "<nav><a href='/'>Home</a> <a href='/x'>World</a></nav>",
        "<h1>404</h1><p>Page not found. The page you requested could not be found on this server.</p>",
        "<div><p>We use cookies to make this site work. Accept all cookies or manage cookies.</p></div>",
        "<p>Please enable JavaScript and cookies in your browser to continue to the page that you asked for.</p>",
    ],
)
def test_pages_without_an_article(body: str) -> None:
    found = read(f"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>")
    assert isinstance(found, Rejection) and found.code == "no-article"


@pytest.mark.parametrize("tail", ["<!-- ", "<script>", "<![CDATA[", "<p " + "a=1 " * 10_000, "<" * 10_000])
def test_what_is_never_closed_does_not_hang(tail: str) -> None:
    found = read(PAGE.replace("</article>", tail))
    assert isinstance(found, Report | Rejection)


def test_svg_that_closes_itself_is_not_deep() -> None:
    assert isinstance(read(PAGE.replace("<nav>", "<svg>" + "<path d='m0'/>" * 2_000 + "</svg><nav>")), Report)
