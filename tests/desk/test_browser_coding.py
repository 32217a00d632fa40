"""People coding at the desk in a real browser: keys, words taken with the mouse, undo, two coders blind, attacks inert."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest
from desk_samples import ATTACK, axe_finds, busiest, hostile, served, watched

from counterclaim.actions.add import add, add_readings
from counterclaim.actions.effective import effective_claims
from counterclaim.intake import IntakeOptions
from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim, Reading

RTL = "\u202eesrever\u202c"
EVIL = f"{ATTACK} javascript:alert(1) {RTL}"
CODER = "<img src=x onerror=window.hit=1>"  # a name has at most 80 characters, all printable

# Where a word of the report stands on the screen, by its place in the text.
SPOT = """([at, after]) => {
  for (const piece of document.querySelectorAll("[data-text] [data-at]")) {
    const from = Number(piece.dataset.at), letters = Array.from(piece.textContent);
    if (at < from || at >= from + letters.length) continue;
    const before = letters.slice(0, at - from).join("").length, range = document.createRange();
    range.setStart(piece.firstChild, before);
    range.setEnd(piece.firstChild, before + letters[at - from].length);
    piece.scrollIntoView({ block: "center" });
    const box = range.getBoundingClientRect();
    return { x: after ? box.right - 1 : box.left + 1, y: box.top + box.height / 2 };
  }
}"""
# Text with an override of direction that could turn the words around it.
TURNS = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    let at = walk.currentNode.parentElement;
    if (!walk.currentNode.data.includes("\\u202e") || at.closest("script, textarea, option, [data-text], .text")) continue;
    while (at && !/isolate|plaintext/.test(getComputedStyle(at).unicodeBidi) && getComputedStyle(at).display === "inline")
      at = at.parentElement;
    if (getComputedStyle(at).display !== "block" && !/isolate|plaintext/.test(getComputedStyle(at).unicodeBidi))
      found.push(at.outerHTML);
    else if (getComputedStyle(at).display === "block" && walk.currentNode.parentElement !== at) found.push(at.outerHTML);
  }
  return found;
}"""


@pytest.fixture
def base(ledger: Ledger) -> Iterator[str]:
    with served(ledger) as address:
        yield address


@pytest.fixture
def example(tmp_path: Path, engine: RulesEngine, root: Path) -> Iterator[Ledger]:
    """A ledger of one report."""
    with Ledger.open(tmp_path / "example.db") as ledger:
        path = root / "examples" / "karsa-pass.txt"
        add([str(path)], IntakeOptions(published="2026-03-14"), ledger, engine=engine)
        yield ledger


def named(page: Any, base: str, coder: str) -> None:
    page.goto(f"{base}/review")
    page.get_by_label("Coder").fill(coder)
    go(page, "Enter")
    assert page.get_by_label("Coder").input_value() == coder


def go(page: Any, *keys: str) -> None:
    """Press keys, of which the last sends for a new page."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def visit(page: Any, address: str) -> None:
    """Go to a page, and wait for its map where it has one: one left half loaded complains."""
    page.goto(address)
    if page.query_selector("#map"):
        page.wait_for_selector("#map[data-drawn], #map.unmade", timeout=60_000)


def click(page: Any, target: Any) -> None:
    with page.expect_navigation():
        target.click()


def drag(page: Any, start: int, end: int) -> None:
    """Select [start, end) of the report with the mouse."""
    page.evaluate(SPOT, [start, False])
    first = page.evaluate(SPOT, [start, False])
    page.mouse.move(first["x"], first["y"])
    page.mouse.down()
    last = page.evaluate(SPOT, [end - 1, True])
    page.mouse.move(last["x"], last["y"], steps=4)
    page.mouse.up()


def focused(page: Any, what: str) -> bool:
    return bool(page.evaluate("what => document.activeElement.matches(what)", what))


def tab_to(page: Any, what: str, key: str = "Tab") -> None:
    """Go on by the Tab key until what is wanted has the focus."""
    for _ in range(80):
        if focused(page, what):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{what} cannot be reached by {key}")


def said(page: Any) -> str:
    return str(page.locator("[data-done]").inner_text())


def report_of(ledger: Ledger, claim: Claim) -> Any:
    found = ledger.claim(claim.id)
    assert found is not None
    return ledger.report(found[0])


def card_of(page: Any, quote: str) -> Any:
    return page.locator("article.claim", has=page.locator(".judged")).filter(has_text=quote).first


# Claims


def test_a_correction_stands_beside_the_machine_and_survives_a_rereading(
    page: Any, base: str, ledger: Ledger, killed: Claim, readings: list[Reading]
) -> None:
    report, old = report_of(ledger, killed), killed.evidence[0]
    end = old.end + re.search(r"\W", report.text[old.end + 8 :]).start() + 8  # type: ignore[union-attr]
    words = report.text[old.start : end].strip()
    named(page, base, "Ada L.")
    page.goto(f"{base}/review?claim={killed.id}")
    page.keyboard.press("c")
    assert focused(page, "details.correct textarea[name=evidence]")
    drag(page, old.start + 1, end - 1)  # words cut at an end are taken whole
    page.wait_for_function("w => document.querySelector('.correct [name=evidence]').value === w", arg=words)
    page.wait_for_function("document.activeElement.name === 'evidence'")  # the keys go on from there
    tab_to(page, "details.correct select[name=stance]")
    page.keyboard.type("unv")
    tab_to(page, "details.correct input[name=reason]")
    page.keyboard.type("the whole clause")
    go(page, "Enter")
    assert said(page).startswith("Corrected: ") and focused(page, "[data-hand]")

    def shows_both(page: Any, claim: str) -> None:
        page.goto(f"{base}/report/{report.id}")
        card = page.locator("article.claim", has=page.locator(f'[id="claim-{claim}"]'))
        told = card.inner_text()
        assert "Corrected by Ada L." in told and "the whole clause" in told
        assert "the machine: asserted" in told and words in told
        assert card.locator(".badge.stance").inner_text() == "unverified"
        number = card.get_attribute("data-claim")
        marked = page.locator(f'.text [data-claims~="{number}"]').evaluate_all(
            "all => all.map(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('')).join('')"
        )
        assert marked == words
        assert "Ada L. corrected" in page.locator(".history").inner_text()
        visit(page, f"{base}/incident/{ledger.incident_of_claims([claim])[claim]}")
        card = card_of(page, words)
        assert "Corrected by Ada L." in card.inner_text() and "the machine: asserted" in card.inner_text()
        when = page.locator(".history li", has_text="Ada L. corrected")
        assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d", when.inner_text()) and "stance: asserted" in when.inner_text()

    shows_both(page, killed.id)
    machine = ledger.claim(killed.id)
    assert machine is not None and machine[1] == killed

    # Another version of the engine reads the same report, and finds the claim in fewer words: it has another id.
    shorter = msgspec.structs.replace(old, start=old.start, end=old.end)
    fresh = msgspec.structs.replace(
        killed, id="c-00000000000000000099", evidence=(shorter,), confidence="low", engine="rules-9"
    )
    again = msgspec.structs.replace(
        readings[0],
        claims=tuple(fresh if c.id == killed.id else c for c in readings[0].claims),
        meta=msgspec.structs.replace(readings[0].meta, program="9.9"),
    )
    add_readings([again], ledger)
    assert fresh.id in {c.id for c in ledger.claims_of(report.id)}
    shows_both(page, fresh.id)


def test_accept_reject_comment_and_a_claim_that_was_missed(page: Any, base: str, ledger: Ledger) -> None:
    named(page, base, "Ada L.")
    first = page.locator(".verdict [data-hand]").inner_text()
    go(page, "a")
    assert said(page).startswith("Accepted: ") and focused(page, ".verdict [data-hand]")
    assert page.locator(".undoes").inner_text().startswith("Undo takes back: accepted ")
    page.keyboard.press("o")
    page.keyboard.type("ask the desk")
    go(page, "Control+Enter")
    assert said(page) == "The comment is kept." and "ask the desk" in page.locator(".verdict .history").inner_text()
    go(page, "r")
    assert [d.action for d in ledger.decisions()] == ["accept", "comment", "reject"]
    go(page, "u")
    assert said(page).startswith("Taken back: rejected ")
    assert "ask the desk" in page.locator(".verdict .history").inner_text()  # it went back to that claim
    go(page, "r")
    rejected = ledger.decisions()[-1].subject
    page.goto(f"{base}/claim/{rejected}")
    card = page.locator("article.claim", has=page.locator(f'[id="claim-{rejected}"]')).inner_text()
    assert "rejected by a person" in card and "Rejected by Ada L." in card

    report = next(ledger.reports()).id
    text = ledger.report(report).text  # type: ignore[union-attr]
    line = next(line for line in text.splitlines() if len(line) > 120)
    start = text.index(line)
    end = start + line.index(" ", 40)
    page.goto(f"{base}/review?report={report}")
    page.keyboard.press("n")
    assert focused(page, "details.new textarea[name=evidence]")
    drag(page, start, end)
    page.wait_for_function("w => document.querySelector('.new [name=evidence]').value === w", arg=text[start:end])
    page.locator("details.new select[name=what]").select_option("posture/present")
    click(page, page.get_by_role("button", name="Add the claim"))
    assert said(page) == "The claim is added."
    (added,) = [c for c in effective_claims(ledger, report) if c.engine == "human"]
    assert (added.evidence[0].start, added.evidence[0].end) == (start, end)
    page.goto(f"{base}/claim/{added.id}")
    told = page.locator("article.claim", has=page.locator(f'[id="claim-{added.id}"]')).inner_text()
    assert "Added by Ada L." in told and "no reading has it" in told
    assert first


def test_what_is_wrong_is_said_where_it_was_typed(browser: Any, base: str, killed: Claim, ledger: Ledger) -> None:
    with watched(browser, "400") as page:
        page.goto(f"{base}/review?claim={killed.id}")
        go(page, "a")
        assert "coder" in page.get_by_role("alert").inner_text()
        assert focused(page, "input[name=coder]")
        page.keyboard.type("Ada L.")
        go(page, "Enter")
        assert said(page) == "You code as Ada L."
        page.keyboard.press("c")
        page.locator("details.correct input[name=target]").fill("nobody says <b>this</b>")
        go(page, "Enter")
        assert "does not stand in the text" in page.get_by_role("alert").inner_text() and focused(page, ".problem")
        assert page.locator("details.correct input[name=target]").input_value() == "nobody says <b>this</b>"
        assert page.locator("details.correct").get_attribute("open") is not None
        page.goto(f"{base}/review/sessions")
        page.locator("input[name=session]").fill("none of these")
        go(page, "Enter")
        assert "name the reports" in page.get_by_role("alert").inner_text()
        assert page.locator("input[name=session]").input_value() == "none of these"
        assert ledger.decisions() == []


def test_the_whole_queue_by_keyboard(page: Any, example: Ledger) -> None:
    with served(example) as base:
        page.goto(f"{base}/review")
        tab_to(page, "input[name=coder]")
        page.keyboard.type("Ada L.")
        go(page, "Enter")
        left, done = page.locator(".queue li").count(), 0
        assert left == len([c for r in example.reports() for c in example.claims_of(r.id)]) > 10
        go(page, "j")
        second = page.locator(".queue [aria-current]").inner_text()
        assert focused(page, ".verdict [data-hand]")
        go(page, "k")
        assert page.locator(".queue [aria-current]").inner_text() != second
        page.keyboard.press("?")
        assert page.get_by_text("undo your last decision").is_visible()
        page.keyboard.press("?")
        while page.locator(".verdict h2").count():
            if done == 1:  # a field is left by Escape, and the keys work again
                page.keyboard.press("c")
                assert focused(page, "textarea[name=evidence]")
                page.keyboard.press("a")
                page.keyboard.press("Escape")
                assert focused(page, "details.correct summary")
            if done == 2:
                page.keyboard.press("c")
                tab_to(page, "details.correct select[name=stance]")
                page.keyboard.type("den" if "denied" not in page.locator(".verdict .said").inner_text() else "ass")
                tab_to(page, "details.correct button.good")
                go(page, "Enter")
            else:
                go(page, "r" if done % 5 == 4 else "a")
            done += 1
            assert page.locator(".queue li").count() == left - done
        assert done == left and focused(page, ".empty")
        assert "Nothing here wants a look" in page.locator(".empty").inner_text()
        go(page, "u")
        assert page.locator(".queue li").count() == 1
        go(page, "a")
        tab_to(page, ".empty a")
        go(page, "Enter")
        assert page.locator(".queue li").count() == left
        actions = [d.action for d in example.decisions()]
        assert actions.count("correct") == 1 and actions.count("reject") == left // 5


def test_a_key_pressed_twice_decides_once(page: Any, base: str, ledger: Ledger) -> None:
    named(page, base, "Ada L.")
    with page.expect_navigation():
        page.evaluate(
            "for (const _ of 'aa') document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))"
        )
    page.wait_for_selector("[data-done]:not(:empty)")
    assert len(ledger.decisions()) == 1


def test_a_token_goes_with_each_decision(browser: Any, ledger: Ledger) -> None:
    with served(ledger, token="open sesame") as base, watched(browser, "401") as page:
        page.goto(f"{base}/review")
        page.get_by_label("Coder").fill("Ada L.")
        page.keyboard.press("Enter")
        page.wait_for_selector(".problem")
        assert "token" in page.locator(".problem").inner_text() and focused(page, ".problem")
        page.get_by_label("Token").fill("open sesame")
        page.get_by_label("Coder").focus()
        go(page, "Enter")
        go(page, "a")
        assert said(page).startswith("Accepted: ") and focused(page, ".verdict [data-hand]")
        assert [d.coder for d in ledger.decisions()] == ["Ada L."]


# Incidents


def test_merge_split_and_undo_restore_exactly(page: Any, base: str, ledger: Ledger) -> None:
    def state() -> dict[str, Any]:
        """Return the incidents without the trail of their ids, which keeps what was undone too."""
        return {i.id: msgspec.structs.replace(i, merged_from=(), split_from=None) for i in ledger.incidents()}

    def tied() -> dict[str, set[str]]:
        return {i.id: set(i.claims) for i in ledger.incidents()}

    before, whole = state(), busiest(ledger)
    other = next(i for i in before.values() if i.id != whole.id)
    named(page, base, "Ada L.")
    visit(page, f"{base}/incident/{whole.id}")
    click(page, page.get_by_role("link", name="Split it or merge it"))
    tab_to(page, "a[href='#merge']")
    page.keyboard.press("Enter")
    tab_to(page, "#merge input[autocomplete=off]")
    page.keyboard.type(other.id)
    tab_to(page, "#merge input[name=reason]")
    page.keyboard.type("the same convoy")
    go(page, "Enter")
    assert said(page) == "Merged." and focused(page, "h1")
    assert tied()[whole.id] == set(whole.claims) | set(other.claims) and other.id not in tied()
    for id_ in (whole.id, other.id):
        visit(page, f"{base}/incident/{id_}")
        step = page.locator(".history li", has_text="Ada L. merged").inner_text()
        assert "the same convoy" in step and re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d", step)
    page.goto(f"{base}/review/incident/{whole.id}")
    go(page, "u")
    assert said(page).startswith("Taken back: merged ") and state() == before

    page.goto(f"{base}/review/incident/{whole.id}")
    box = page.locator("fieldset .pick.all input").first
    apart = set((box.get_attribute("value") or "").split())
    assert apart < set(whole.claims)
    box.focus()
    page.keyboard.press("Space")
    go(page, "s")
    assert said(page) == "Split."
    homes = ledger.incident_of_claims(whole.claims)
    assert len(set(homes.values())) == 2 and len({homes[c] for c in apart}) == 1
    visit(page, f"{base}/incident/{whole.id}")
    assert f"{len(apart)} claims set apart" in page.locator(".history li", has_text="Ada L. split").inner_text()
    page.goto(f"{base}/review/incident/{whole.id}")
    go(page, "u")
    assert state() == before


# Two coders


def test_two_coders_blind_then_agreement_then_settled(browser: Any, base: str, ledger: Ledger) -> None:
    report = max(ledger.reports(), key=lambda r: len(ledger.claims_of(r.id))).id
    told = sorted(ledger.claims_of(report), key=lambda c: (c.evidence[0].start, c.id))
    with ExitStack() as stack:
        ada, bob = (stack.enter_context(watched(browser)) for _ in range(2))
        named(ada, base, "Ada L.")
        named(bob, base, "Bob M.")
        ada.goto(f"{base}/review/sessions")
        ada.locator("input[name=session]").fill("First week")
        ada.locator(f'input[name=reports][value="{report}"]').check()
        click(ada, ada.get_by_role("button", name="Take them"))
        bob.goto(f"{base}/review/sessions")
        click(bob, bob.get_by_role("link", name="First week"))
        click(bob, bob.get_by_role("button", name="Code it too"))
        for page in (ada, bob):
            click(page, page.get_by_role("link", name="Go on coding"))
            assert page.locator(".queue li").count() == len(told)
        # The first: Ada rejects it, Bob accepts it. The second: they correct it otherwise. The third: alike.
        go(ada, "r")
        go(bob, "a")
        for page, stance in ((ada, "denied"), (bob, "unverified")):
            page.keyboard.press("c")
            page.locator("details.correct select[name=stance]").select_option(stance)
            page.locator("details.correct input[name=reason]").fill(f"SECRET {stance}")
            go(page, "Enter")
        for page in (ada, bob):
            go(page, "r")
        incident = ledger.incident_of_claims([c.id for c in told])[told[2].id]
        for page, other, theirs in ((ada, "Bob M.", "SECRET unverified"), (bob, "Ada L.", "SECRET denied")):
            for path in (
                f"/report/{report}", f"/review?report={report}&claim={told[1].id}", f"/incident/{incident}",
                f"/review/incident/{incident}", f"/claim/{told[1].id}", "/api/v1/decisions",
            ):  # fmt: skip
                visit(page, base + path)
                shown = page.locator("body").inner_text()
                assert other not in shown and theirs not in shown, path
            page.goto(f"{base}/review/session?name=First+week")
            assert page.get_by_role("heading", name="Agreement").count() == 0
        click(ada, ada.get_by_role("button", name="I am done"))
        assert "Bob M. still has to finish" in ada.locator("main").inner_text()
        click(bob, bob.get_by_role("button", name="I am done"))

        table = bob.get_by_role("region", name="Agreement", exact=True)
        assert "Krippendorff’s alpha" in table.inner_text()
        stance = [c.strip() for c in table.locator("tr", has_text="stance").locator("th, td").all_inner_texts()]
        assert stance[:2] == ["stance", "nominal"] and float(stance[4]) < 1
        differ = bob.locator("article.settle")
        assert differ.count() == 2 and "2 of 2 open" in bob.locator("main").inner_text()
        assert {c.id for c in effective_claims(ledger, report)} == {c.id for c in told} - {told[2].id}
        second = differ.filter(has_text="denied")
        assert [
            c.strip() for c in second.locator("tbody tr", has_text="stance").locator("td").all_inner_texts()
        ] == [
            "denied",
            "unverified",
        ]
        click(bob, second.get_by_role("button", name="as Ada L. has it"))
        assert said(bob) == "Settled as Ada L. has it." and focused(bob, "article.settle.over")
        assert "1 of 2 open" in bob.locator("main").inner_text()
        now = {c.id: c for c in effective_claims(ledger, report)}
        assert now[told[1].id].stance == "denied" and now[told[0].id] == told[0]
        # The other by hand: who accepts it takes the machine's claim, and Ada's reject does not come back by it.
        click(bob, bob.locator("article.settle:not(.over)").get_by_role("link", name="Settle it otherwise"))
        go(bob, "a")
        assert {c.id: c for c in effective_claims(ledger, report)}[told[0].id] == told[0]
        bob.goto(f"{base}/review/session?name=First+week")
        assert "0 of 2 open" in bob.locator("main").inner_text()
        # Only now does the other's word show.
        bob.goto(f"{base}/report/{report}")
        assert "by Bob M." in bob.locator(".side").inner_text()


def test_a_claim_that_one_coder_alone_added_can_be_settled(browser: Any, base: str, ledger: Ledger) -> None:
    report = next(ledger.reports()).id
    text = ledger.report(report).text  # type: ignore[union-attr]
    words = next(line for line in text.splitlines() if len(line) > 120)[:60].strip()
    with ExitStack() as stack:
        ada, bob = (stack.enter_context(watched(browser)) for _ in range(2))
        for page, who in ((ada, "Ada L."), (bob, "Bob M.")):
            named(page, base, who)
            page.goto(f"{base}/review/sessions")
            page.locator("input[name=session]").fill("added")
            page.locator(f'input[name=reports][value="{report}"]').check()
            click(page, page.get_by_role("button", name="Take them"))
        ada.goto(f"{base}/review?session=added")
        ada.keyboard.press("n")
        ada.keyboard.type(words)
        ada.locator("details.new select[name=what]").select_option("posture/present")
        click(ada, ada.get_by_role("button", name="Add the claim"))
        for page in (ada, bob):
            page.goto(f"{base}/review/session?name=added")
            click(page, page.get_by_role("button", name="I am done"))

        def added() -> list[Claim]:
            return [c for c in effective_claims(ledger, report) if c.engine == "human"]

        assert bob.locator("article.settle").count() == 1 and added() == []
        for link in bob.locator("article.settle a").all():
            assert bob.request.get(base + str(link.get_attribute("href"))).ok
        click(bob, bob.get_by_role("button", name="as Ada L. has it"))
        assert [c.evidence[0].quote for c in added()] == [words]
        click(bob, bob.get_by_role("button", name="as Bob M. has it"))
        assert added() == [] and "rejected" in bob.locator(".settled").inner_text()


# Attacks


def test_what_people_write_is_inert(page: Any, tmp_path: Path, engine: RulesEngine) -> None:
    with hostile(tmp_path / "hostile.db", engine) as ledger, served(ledger) as base:
        report = next(ledger.reports()).id
        named(page, base, CODER)
        for claim in ledger.claims_of(report)[:2]:
            page.goto(f"{base}/review?claim={claim.id}")
            page.keyboard.press("o")
            page.keyboard.insert_text(EVIL)
            go(page, "Control+Enter")
        for claim, part in zip(ledger.claims_of(report), ("target", "agent", "place"), strict=False):
            page.goto(f"{base}/review?claim={claim.id}")
            page.keyboard.press("c")
            page.locator(f"details.correct input[name={part}]").fill("<script>window.hit=1</script>")
            page.locator("details.correct input[name=reason]").fill(EVIL)
            go(page, "Enter")
            assert said(page).startswith("Corrected: ")
        page.goto(f"{base}/upload")
        evil_name = "<img src=x onerror=window.hit=1>javascript:.txt"
        page.set_input_files(
            "#files",
            {"name": evil_name, "mimeType": "text/plain", "buffer": b"<script>window.hit=1</script>\n\nTea."},
        )
        assert evil_name in page.locator("#chosen").inner_text()
        click(page, page.get_by_role("button", name="Read them"))
        page.wait_for_selector("h1:has-text('Read'):not(:has-text('Reading'))", timeout=60_000)
        job = page.url.removeprefix(base)
        assert (
            "<script>" in page.locator(".inputs").inner_text() or evil_name in page.locator(".inputs").inner_text()
        )
        page.goto(f"{base}/review/sessions")
        page.locator("input[name=session]").fill(CODER)
        page.locator(f'input[name=reports][value="{report}"]').check()
        click(page, page.get_by_role("button", name="Take them"))
        named(page, base, f"{CODER}2")
        page.goto(f"{base}/review/sessions")
        click(page, page.locator("th a").first)
        click(page, page.get_by_role("button", name="Code it too"))
        click(page, page.get_by_role("link", name="Go on coding"))
        go(page, "r")
        for who in (f"{CODER}2", CODER):
            named(page, base, who)
            page.goto(f"{base}/review/sessions")
            click(page, page.locator("th a").first)
            click(page, page.get_by_role("button", name="I am done"))
        session = page.url.removeprefix(base)
        assert page.get_by_role("heading", name="Agreement").count() == 1
        told = effective_claims(ledger, report)
        paths = [
            "/", f"/report/{report}", "/review", "/review?decided=1", f"/review?report={report}", "/review/sessions",
            session, job, "/claimants", "/search?q=onerror", "/search?q=Tea", "/status", "/upload", "/api/v1/decisions",
            *(f"/incident/{i.id}" for i in ledger.incidents()), *(f"/review/incident/{i.id}" for i in ledger.incidents()),
            *(f"/review?claim={c.id}" for c in told),
        ]  # fmt: skip
        for path in paths:
            visit(page, base + path)
            inert(page, path)
        visit(page, base)
        names = {c.claimant for c in told} | {s.key for i in ledger.incidents() for s in i.sides}
        for name in sorted(names):
            for kind in ("claimant", "actor"):
                page.evaluate(
                    "([kind, name]) => location.assign(`/${kind}?name=${encodeURIComponent(name)}`)", [kind, name]
                )
                page.wait_for_url(f"**/{kind}?**")
                page.wait_for_load_state()
                inert(page, f"{kind} {name}")
        page.goto(f"{base}/report/{report}")
        assert f"Corrected by {CODER}" in page.locator(".side").inner_text()
        got = page.request.get(f"{base}/api/v1/decisions")
        assert got.headers["content-type"].startswith("application/json")
        assert got.headers["x-content-type-options"] == "nosniff" and json.loads(got.text())


def inert(page: Any, path: str) -> None:
    assert page.evaluate("window.hit") is None, path
    assert page.locator("img[src=x]").count() == 0, path
    assert page.locator('a[href^="javascript:" i], form[action^="javascript:" i]').count() == 0, path
    assert page.evaluate("[...document.scripts].every(s => s.src || s.type === 'application/json')"), path
    assert page.evaluate(TURNS) == [], path


# To look at


@pytest.fixture(scope="module")
def coded(
    tmp_path_factory: pytest.TempPathFactory, browser: Any, kept_path: Path
) -> Iterator[tuple[str, list[str]]]:
    """A desk where two coders differ, and the pages that show it."""
    path = tmp_path_factory.mktemp("coded") / "coded.db"
    path.write_bytes(kept_path.read_bytes())
    with Ledger.open(path, create=False) as ledger, served(ledger) as base:
        report = next(ledger.reports()).id
        with watched(browser) as ada, watched(browser) as bob:
            for page, who, stance in ((ada, "Ada L.", "denied"), (bob, f"Bob {'long-named ' * 6}M.", "unverified")):
                named(page, base, who)
                page.goto(f"{base}/review/sessions")
                page.locator("input[name=session]").fill("First week")
                page.locator(f'input[name=reports][value="{report}"]').check()
                click(page, page.get_by_role("button", name="Take them"))
                click(page, page.get_by_role("link", name="Go on coding"))
                page.keyboard.press("c")
                page.locator("details.correct select[name=stance]").select_option(stance)
                page.locator("details.correct input[name=reason]").fill("as the release has it")
                go(page, "Enter")
            for page in (ada, bob):
                page.goto(f"{base}/review/session?name=First+week")
                click(page, page.get_by_role("button", name="I am done"))
            settle = bob.locator("article.settle").first
            claim = (settle.get_attribute("id") or "").removeprefix("settle-")
            click(bob, settle.get_by_role("button", name="as Ada L. has it"))
        incident = ledger.incident_of_claims([claim])[claim]
        yield base, [
            "/review", f"/review?claim={claim}&decided=1", "/review?claimant=nobody-at-all",
            f"/review/incident/{incident}", "/review/sessions", "/review/session?name=First+week",
            f"/report/{report}", f"/incident/{incident}",
        ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_where_people_code(
    browser: Any, coded: tuple[str, list[str]], scheme: str, width: int
) -> None:
    base, paths = coded
    found = []
    with watched(browser, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True) as page:
        named(page, base, "Cleo N.")
        for path in paths:
            visit(page, base + path)
            for details in page.locator("details.correct, details.new, details.comment, details.help").all():
                details.evaluate("d => d.open = true")
            found += axe_finds(page, path)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} is too wide"
    assert not found, "\n".join(found)
