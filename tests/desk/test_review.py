"""The review pages: by forms alone, one's own name, no other site, two coders blind, everything escaped."""

import io
import re
import zipfile
from typing import Any

import pytest
from starlette.testclient import TestClient

from counterclaim.actions.decide import Desk
from counterclaim.actions.effective import effective_claims
from counterclaim.desk.app import create_app
from counterclaim.desk.forms import changes_in, fields_of
from counterclaim.ledger import Ledger
from counterclaim.record import Claim

HERE = "http://127.0.0.1"


@pytest.fixture
def ada(client: TestClient) -> TestClient:
    return named(client, "Ada L.")


def named(client: TestClient, coder: str) -> TestClient:
    client.headers["origin"] = HERE
    got = client.post("/review/coder", data={"coder": coder, "back": "/review"}, follow_redirects=False)
    assert got.status_code == 303 and got.headers["location"] == "/review"
    return client


def send(client: TestClient, action: str, **form: Any) -> Any:
    data = {"action": action, "back": "/review", "following": "/review", **form}
    return client.post("/review/decide", data=data, follow_redirects=False)


def form_of(claim: Claim, **changed: str) -> dict[str, str]:
    form = {
        "what": f"{claim.kind}/{claim.type}",
        "stance": claim.stance,
        "incident": claim.incident or "background",
    }
    for field in fields_of(claim):
        form[field.name] = field.words
        form[f"{field.name}_start"] = "" if field.start is None else str(field.start)
        form[f"{field.name}_end"] = "" if field.end is None else str(field.end)
    q, time = claim.quantity, claim.time
    form["low"] = "" if q is None or q.low is None else str(q.low)
    form["high"] = "" if q is None or q.high is None else str(q.high)
    form["day"] = (time.start or "") if time else ""
    form["day_end"] = (time.end or "") if time and time.end != time.start else ""
    return form | changed


def test_a_form_that_nobody_touched_changes_nothing(ledger: Ledger) -> None:
    told = [c for r in ledger.reports() for c in ledger.claims_of(r.id)]
    assert len(told) > 40
    for claim in told:
        assert changes_in(form_of(claim), claim) == {}


def test_the_queue_shows_a_claim_beside_its_words(client: TestClient, killed: Claim) -> None:
    page = client.get("/review", params={"claim": killed.id})
    assert page.status_code == 200 and 'action="/review/decide"' in page.text
    marked = re.findall(r'<span data-at="(\d+)" class="evidence [^"]*"[^>]*>([^<]*)</span>', page.text)
    assert killed.evidence[0].quote == "".join(words for _, words in marked)
    assert int(marked[0][0]) == killed.evidence[0].start
    for key in "arcnusm?":
        assert f'data-key="{key}"' in page.text
    told = client.get("/review", params={"need": "contested", "format": "json"}).json()
    assert {line["need"] for line in told["lines"]} == {"contested"}
    assert client.get("/review", params={"format": "csv"}).text.startswith("claim,report,")
    assert client.get("/review", params={"claim": "c-none"}).status_code == 404
    assert client.get("/review", params={"need": "none"}).status_code == 400
    for name in ("review.js", "review.css"):
        assert client.get(f"/static/{name}").status_code == 200
    assert "style=" not in page.text and "<script>" not in page.text


def test_accept_reject_undo(ada: TestClient, ledger: Ledger, killed: Claim) -> None:
    first = ada.get("/review", params={"format": "json"}).json()["lines"][0]["claim"]
    got = send(ada, "accept", subject=first, following="/review?offset=0&claim=x")
    assert got.status_code == 303 and got.headers["location"] == "/review?offset=0&claim=x"
    assert ada.get("/review", params={"format": "json"}).json()["lines"][0]["claim"] != first
    send(ada, "reject", subject=killed.id)
    assert [d.action for d in ledger.decisions()] == ["accept", "reject"] and ledger.decisions()[
        0
    ].coder == "Ada L."
    page = ada.get("/review", params={"claim": killed.id, "decided": "1"}).text
    assert "rejected" in page and "Ada L." in page
    send(ada, "undo")
    assert ledger.decisions()[-1].action == "undo"
    for elsewhere in ("https://evil.example", "//evil.example", "/review\\..", "/\n", "/incident/x", ""):
        assert send(ada, "accept", subject=first, following=elsewhere).headers["location"] == "/review"


def test_correct_by_selecting_words(ada: TestClient, ledger: Ledger, killed: Claim) -> None:
    report = next(r for r in ledger.reports() if killed.id in {c.id for c in ledger.claims_of(r.id)}).id
    text = ledger.report(report).text  # type: ignore[union-attr]
    start = killed.evidence[0].start
    end = killed.evidence[0].end + 12
    form = form_of(
        killed, evidence=text[start:end], evidence_end=str(end), stance="unverified", reason="the clause"
    )
    assert send(ada, "correct", subject=killed.id, **form).status_code == 303
    left = next(c for c in effective_claims(ledger, report) if c.id == killed.id)
    assert left.evidence[0].quote == text[start:end].strip() or left.evidence[0].end == end
    assert left.stance == "unverified" and left.quantity == killed.quantity
    page = ada.get("/review", params={"claim": killed.id}).text
    assert "corrected: stance, evidence" in page or "corrected:" in page


def opening(report_text: str, **more: str) -> dict[str, str]:
    words = next(line for line in report_text.splitlines() if len(line) > 120)[:60].strip()
    place = next(w for w in words.split() if w[:1].isupper()).strip(".,")
    return {
        "what": "posture/present", "evidence": words, "claimant": "narrator", "stance": "asserted", "incident": "new",
        "new_type": "Attack", "new_place": place, "new_day": "2026-01-02", **more,
    }  # fmt: skip


def test_a_new_incident_is_offered_beside_the_others(ada: TestClient, ledger: Ledger, killed: Claim) -> None:
    page = ada.get("/review", params={"claim": killed.id}).text
    assert page.count('<option value="new">a new incident') == 2 and 'name="new_type"' in page
    report = next(ledger.reports()).id
    form = opening(ledger.report(report).text)  # type: ignore[union-attr]
    before = ledger.count_incidents()
    assert send(ada, "add", subject=report, **form).status_code == 303
    (added,) = [c for c in effective_claims(ledger, report) if c.engine == "human"]
    id_ = ledger.incident_of_claims([added.id])[added.id]
    own = ledger.incident(id_)
    assert own is not None and own.type == "Attack" and own.time.start == "2026-01-02"
    assert own.place is not None and own.place.name == form["new_place"]
    assert own.reports == (report,) and ledger.count_incidents() == before + 1
    assert f'<option value="{added.incident}"' in ada.get("/review", params={"claim": killed.id}).text
    assert "by a person: Attack" in ada.get("/review", params={"claim": added.id}).text
    assert id_ in ada.get(f"/report/{report}").text and ada.get(f"/incident/{id_}").status_code == 200
    moved = form_of(killed, incident=added.incident or "")
    assert send(ada, "correct", subject=killed.id, **moved).status_code == 303
    assert ledger.incident_of_claims([killed.id]) == {killed.id: id_}
    for _ in range(2):
        assert send(ada, "undo").status_code == 303
    assert ledger.count_incidents() == before and ledger.incident(id_) is None


def test_what_is_wrong_with_a_new_incident_is_said_and_what_was_typed_stays(
    ada: TestClient, ledger: Ledger
) -> None:
    report = next(ledger.reports()).id
    text = ledger.report(report).text  # type: ignore[union-attr]
    for wrong, said in (
        ({"new_place": "<i>Nowhere</i>"}, "does not stand in the text"),
        ({"new_day": "", "new_day_end": "2026-01-03"}, "first day"),
        ({"new_day": "soon"}, "is no day"),
        ({"new_type": "killed"}, "no type of event"),
        ({"new_country": "zzz"}, "is no country"),
    ):
        got = send(ada, "add", subject=report, **opening(text, **wrong))
        assert got.status_code == 400 and said in got.text and 'value="new" selected' in got.text
        assert "<i>Nowhere" not in got.text
    assert ledger.status().decisions == 0


def test_a_claim_is_added_to_a_report_without_any(ada: TestClient, ledger: Ledger, readings: list[Any]) -> None:
    import msgspec

    reading = readings[0]
    bare = msgspec.structs.replace(
        reading, outcome="not_relevant", relevant=False, claims=(), incidents=(), refusals=(),
        meta=msgspec.structs.replace(reading.meta, program="9.9"),
    )  # fmt: skip
    ledger.add(bare, ledger.start_run(bare.meta))
    report = reading.report.id
    page = ada.get("/review", params={"report": report})
    assert page.status_code == 200 and 'class="new" open' in page.text and 'data-at="0"' in page.text
    assert f"/review?report={report}" in ada.get(f"/report/{report}").text
    assert send(ada, "add", subject=report, **opening(reading.report.text)).status_code == 303
    (added,) = effective_claims(ledger, report)
    assert ledger.incident_of_claims([added.id])
    assert ada.get("/review", params={"report": "r-none"}).status_code == 400


def test_what_does_not_hold_is_said_on_the_page(ada: TestClient, ledger: Ledger, killed: Claim) -> None:
    back = f"/review?claim={killed.id}"
    wrong = form_of(killed, target="<b>nobody says this</b>", target_start="", target_end="")
    got = send(ada, "correct", subject=killed.id, **{**wrong, "back": back})
    assert got.status_code == 400 and "does not stand in the text" in got.text
    assert "&lt;b&gt;nobody says this&lt;/b&gt;" in got.text and "<b>nobody" not in got.text
    assert 'class="correct" open' in got.text
    assert (
        send(ada, "correct", subject=killed.id, **form_of(killed, low="12", high="12"), back=back).status_code
        == 400
    )
    assert send(ada, "correct", subject=killed.id, **form_of(killed), back=back).status_code == 400
    assert send(ada, "destroy", subject=killed.id, back=back).status_code == 400
    assert ledger.status().decisions == 0


def test_add_a_claim(ada: TestClient, ledger: Ledger) -> None:
    report = next(ledger.reports()).id
    text = ledger.report(report).text  # type: ignore[union-attr]
    words = next(line for line in text.splitlines() if len(line) > 120)[:60].strip()
    form = {"what": "posture/present", "evidence": words, "claimant": "narrator", "stance": "asserted", "low": ""}
    assert send(ada, "add", subject=report, **form).status_code == 303
    (added,) = [c for c in effective_claims(ledger, report) if c.engine == "human"]
    assert added.type == "present" and added.evidence[0].quote == words
    assert "added by a person" in ada.get("/review", params={"claim": added.id}).text


def test_split_and_merge(ada: TestClient, ledger: Ledger) -> None:
    whole = max(ledger.incidents(), key=lambda i: len(i.reports))
    page = ada.get(f"/review/incident/{whole.id}")
    assert page.status_code == 200 and page.text.count('name="others" value="c-') == len(whole.claims)
    told = ada.get(f"/review/incident/{whole.id}", params={"format": "json"}).json()["rows"]
    apart = [r["claim"] for r in told if r["told"] == told[0]["told"]]
    back = f"/review/incident/{whole.id}"
    got = send(ada, "split", subject=whole.id, others=apart[:0], back=back)
    assert got.status_code == 400 and "name claims" in got.text
    assert send(ada, "split", subject=whole.id, others=apart, back=back).headers["location"] == back
    ids = sorted(set(ledger.incident_of_claims(whole.claims).values()))
    assert len(ids) == 2
    assert send(ada, "merge", subject=ids[0], others=["", f" {ids[1]} "], back=back).status_code == 303
    assert len(set(ledger.incident_of_claims(whole.claims).values())) == 1
    assert ada.get("/review/incident/incident-none").status_code == 404


def test_no_other_site_and_nobody_without_a_name(client: TestClient, ledger: Ledger, killed: Claim) -> None:
    data = {"action": "accept", "subject": killed.id, "back": "/review"}
    for headers in ({}, {"origin": "null"}, {"origin": "https://evil.example"}, {"sec-fetch-site": "same-site"}):
        assert client.post("/review/decide", data=data, headers=headers).status_code == 403
    got = client.post("/review/decide", data=data, headers={"origin": HERE})
    assert got.status_code == 400 and "coder" in got.text and "name" in got.text
    assert ledger.status().decisions == 0
    client.headers["origin"] = HERE
    cookie = client.post("/review/coder", data={"coder": "Zoë"}, follow_redirects=False).headers["set-cookie"]
    assert "samesite=strict" in cookie.lower() and "httponly" in cookie.lower()
    assert 'value="Zoë"' in client.get("/review").text
    client.post("/review/coder", data={"coder": ""})
    assert 'value="Zoë"' not in client.get("/review").text


def test_the_name_of_the_command_line(ledger: Ledger, killed: Claim) -> None:
    app = create_app(ledger)
    app.state.coder = "Bob"
    client = TestClient(app, base_url=HERE, headers={"origin": HERE})
    send(client, "accept", subject=killed.id)
    assert ledger.decisions()[0].coder == "Bob"


def test_two_code_blind(ledger: Ledger, killed: Claim) -> None:
    app = create_app(ledger)
    ada, bob = (named(TestClient(app, base_url=HERE), n) for n in ("ada", "bob"))
    report = next(r for r in ledger.reports() if killed.id in {c.id for c in ledger.claims_of(r.id)}).id
    session = "first & <second>"
    ada.post("/review/sessions", data={"step": "take", "session": session, "reports": [report]})
    got = bob.post("/review/sessions", data={"step": "take", "session": session})
    assert got.status_code == 200 and "first &amp; &lt;second&gt;" in got.text and "Go on coding" in got.text
    send(ada, "reject", subject=killed.id, reason="SECRET")
    for page in ("/review", f"/report/{report}", f"/api/v1/reports/{report}"):
        got = bob.get(page, params={"claim": killed.id, "report": report})
        assert got.status_code == 200 and "SECRET" not in got.text
    assert "SECRET" in ada.get("/review", params={"claim": killed.id}).text
    ada.post("/review/sessions", data={"step": "done", "session": session})
    assert "Agreement" not in ada.get("/review/session", params={"name": session}).text
    over = bob.post("/review/sessions", data={"step": "done", "session": session}).text
    assert "Krippendorff" in over and "not there" in over and "Settle it" in over
    table = bob.get("/review/session", params={"name": session, "format": "csv"}).text
    assert table.startswith("field,metric,units,alike,alpha")
    assert ada.get("/review/session", params={"name": "none"}).status_code == 404


def test_gold_comes_packed(client: TestClient, ledger: Ledger, killed: Claim) -> None:
    assert client.get("/review/gold.zip").status_code == 400
    Desk(ledger, "ada").accept(killed.id)
    got = client.get("/review/gold.zip")
    names = zipfile.ZipFile(io.BytesIO(got.content)).namelist()
    assert len(names) == 2 and {n.rsplit(".", 1)[1] for n in names} == {"txt", "yaml"}


def test_words_of_the_text_are_never_markup(client: TestClient, ledger: Ledger, engine: Any) -> None:
    from counterclaim.actions.add import add_readings
    from counterclaim.intake import report_from_text

    evil = "The army said rebels <img src=x onerror=alert(1)> killed 10 soldiers near Gao on Monday.\n\nIt said \u202eso.\n"
    whole = report_from_text(evil, published="2026-03-03", title="<script>alert(1)</script>", publisher="\"'><svg>")
    add_readings([engine.read(whole, relevance=False)], ledger)
    for path in (f"/review?report={whole.id}", "/review/sessions", f"/review?report={whole.id}&claimant=%3Cb%3E"):
        page = client.get(path).text
        assert "<img" not in page and "<script>alert" not in page and "'><svg>" not in page and '<b>"' not in page
