"""Every page by HTTP: what it shows, and that its CSV and JSON show the same; headers, Host, Origin, token."""

import csv
import hashlib
import io
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from desk_samples import ATTACK
from starlette.testclient import TestClient

from counterclaim.desk.app import create_app
from counterclaim.ledger import Ledger

BASE = "http://127.0.0.1:8000"
VENDOR = Path(__file__).parents[2] / "src/counterclaim/desk/static/vendor"


def ulang(ledger: Ledger) -> str:
    return max(ledger.incidents(), key=lambda i: (len(i.reports), len(i.claims))).id


def places(ledger: Ledger) -> dict[str, str]:
    incident = ledger.incident(ulang(ledger))
    assert incident is not None
    return {
        "overview": "/",
        "filtered": "/?contested=yes&order=killed&since=2026-02-01&until=2026-02-28",
        "incident": f"/incident/{incident.id}",
        "report": f"/report/{incident.reports[0]}",
        "claimants": "/claimants",
        "claimant": "/claimant?name=army",
        "actor": f"/actor?name={quote(incident.sides[-1].key)}",
        "search": "/search?q=soldiers",
        "upload": "/upload",
        "status": "/status",
    }


PAGES = (
    "overview",
    "filtered",
    "incident",
    "report",
    "claimants",
    "claimant",
    "actor",
    "search",
    "upload",
    "status",
)


@pytest.mark.parametrize("name", PAGES)
def test_page_csv_and_json(reader: TestClient, battle_ledger: Ledger, name: str) -> None:
    where = places(battle_ledger)[name]
    page = reader.get(where)
    assert page.status_code == 200 and page.text.startswith("<!doctype html>"), page.text
    joint = "&" if "?" in where else "?"
    whole = reader.get(f"{where}{joint}format=json").json()
    assert whole["meta"]["view"] == where.split("?")[0]
    table = reader.get(f"{where}{joint}format=csv")
    assert table.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(table.text)))
    assert rows and all(len(row) == len(rows[0]) for row in rows)
    assert reader.get(f"{where}{joint}format=csv&table=nosuch").status_code == 400
    assert reader.get(f"{where}{joint}format=xml").status_code == 400


@pytest.mark.parametrize("name", PAGES)
def test_every_answer_is_guarded(reader: TestClient, battle_ledger: Ledger, name: str) -> None:
    headers = reader.get(places(battle_ledger)[name]).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
    assert "set-cookie" not in headers


def test_no_page_has_a_script_or_a_style_of_its_own(reader: TestClient, battle_ledger: Ledger) -> None:
    for where in places(battle_ledger).values():
        text = reader.get(where).text
        assert " style=" not in text and "<style" not in text
        for script in text.split("<script")[1:]:
            assert script.startswith((" src=", ' type="application/json"'))


def test_overview_shows_what_its_json_has(reader: TestClient, battle_ledger: Ledger) -> None:
    whole = reader.get("/?format=json").json()
    assert whole["counts"]["incidents"] == battle_ledger.count_incidents() == len(whole["incidents"])
    page = reader.get("/").text
    for line in whole["incidents"]:
        assert f"/incident/{line['id']}" in page
    rows = list(csv.DictReader(io.StringIO(reader.get("/?format=csv").text)))
    assert [r["incident_id"] for r in rows] == [i["id"] for i in whole["incidents"]]
    assert sum(p["incidents"] for p in whole["trend"]["periods"]) == whole["counts"]["incidents"]


def test_filters_of_overview(reader: TestClient) -> None:
    whole = reader.get("/?format=json").json()
    for facet in whole["facets"]:
        for value in facet["values"]:
            found = reader.get("/", params={facet["name"]: value["key"], "format": "json"}).json()
            assert found["counts"]["incidents"] == value["count"], (facet["name"], value)
    both = reader.get("/?contested=yes&country=SSD&format=json").json()["counts"]["incidents"]
    assert both <= reader.get("/?contested=yes&format=json").json()["counts"]["incidents"]
    none = reader.get("/?country=MLI")
    assert none.status_code == 200 and "No incident passes" in none.text


@pytest.mark.parametrize(
    "wrong",
    ["since=yesterday", "order=best", "page=0", "page=x", "contested=maybe", "since=2026-02-02&until=2026-02-01"],
)
def test_overview_says_what_it_cannot_do(reader: TestClient, wrong: str) -> None:
    answer = reader.get(f"/?{wrong}")
    assert answer.status_code == 400 and "<h1>This cannot be shown</h1>" in answer.text
    assert reader.get(f"/?{wrong}&format=json").json()["error"]


def test_incident_shows_the_sides_against_each_other(reader: TestClient, battle_ledger: Ledger) -> None:
    where = f"/incident/{ulang(battle_ledger)}"
    whole = reader.get(f"{where}?format=json").json()
    (figure,) = [
        f for f in whole["figures"] if f["measure"] == "killed" and f["side_name"] == "Government of South Sudan"
    ]
    lanes = {lane["stands"]: lane["marks"] for lane in figure["lanes"]}
    assert {m["low"] for m in lanes["own"]} == {7, 9}  # the next day's report updates seven to nine
    assert {m["low"] for m in lanes["adversary"]} == {130}
    assert figure["contested"] == ["count"]
    page = reader.get(where).text
    assert "the counts exclude each other" in page and 'class="lane r-adversary"' in page
    numbers = [c["number"] for g in whole["groups"] for c in g["claims"]]
    numbers += [a["number"] for g in whole["groups"] for c in g["claims"] for a in c["also"]]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert all(f'id="c-{n}"' in page for n in numbers)
    rows = list(csv.DictReader(io.StringIO(reader.get(f"{where}?format=csv").text)))
    assert sorted(int(r["number"]) for r in rows) == sorted(numbers)


def test_report_marks_every_word_of_every_claim(reader: TestClient, battle_ledger: Ledger) -> None:
    from counterclaim.actions.show import show
    from counterclaim.desk.models_report import paragraphs, report_view

    for row in battle_ledger.reports():
        page = show(battle_ledger, row.id)
        view = report_view(page, page.reading.claims)  # type: ignore[union-attr, arg-type]
        pieces = [s for p in paragraphs(view) for s in p.segments]
        for card in view.claims:
            marked = "".join(s.text for s in pieces if card.number in s.claims)
            assert "".join(marked.split()) == "".join("".join(card.quotes).split()), card
        text = reader.get(f"/report/{row.id}").text
        assert all(f'id="c-{c.number}"' in text and f'id="w-{c.number}"' in text for c in view.claims)


def test_a_claim_leads_to_its_report(reader: TestClient, battle_ledger: Ledger) -> None:
    incident = battle_ledger.incident(ulang(battle_ledger))
    assert incident is not None
    answer = reader.get(f"/claim/{incident.claims[0]}", follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"].endswith(f"#claim-{incident.claims[0]}")


@pytest.mark.parametrize(
    "where",
    ["/nosuch", "/incident/xyz", "/report/xyz", "/claim/xyz", "/claimant?name=xyz", "/actor?name=xyz", "/upload/x"],
)
def test_what_is_not_there(reader: TestClient, where: str) -> None:
    answer = reader.get(where)
    assert answer.status_code == 404 and "There is no such page" in answer.text


@pytest.mark.parametrize("where", ["/", "/claimants", "/search", "/search?q=x", "/upload", "/status"])
def test_an_empty_ledger(empty_reader: TestClient, where: str) -> None:
    assert empty_reader.get(where).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil"])
def test_another_name_is_refused(reader: TestClient, host: str) -> None:
    assert reader.get("/", headers={"host": host}).status_code == 421


def test_names_that_are_ours(battle_ledger: Ledger) -> None:
    client = TestClient(create_app(battle_ledger, allowed_hosts=["desk.example"]), base_url=BASE)
    for host in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000", "desk.example"):
        assert client.get("/status", headers={"host": host}).status_code == 200


def test_another_site_may_not_write(reader: TestClient) -> None:
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert reader.post("/upload", data={"text": "x"}, headers=headers).status_code == 403


def test_writing_needs_the_token(battle_ledger: Ledger) -> None:
    client = TestClient(create_app(battle_ledger, token="secret"), base_url=BASE)
    assert client.get("/").status_code == 200
    assert client.post("/upload", data={}).status_code == 401
    assert client.post("/upload", data={}, headers={"authorization": "Bearer wrong"}).status_code == 401
    assert client.post("/upload", data={}, headers={"authorization": "Bearer secret"}).status_code == 400


def test_attacks_are_words(hostile_ledger: Ledger) -> None:
    client = TestClient(create_app(hostile_ledger), base_url=BASE)
    (report,) = [r.id for r in hostile_ledger.reports()]
    incidents = [f"/incident/{i.id}" for i in hostile_ledger.incidents()]
    names = [c["name"] for c in client.get("/claimants?format=json").json()["claimants"]]
    where = ["/", f"/report/{report}", "/claimants", "/search?q=onerror", f"/search?q={quote(ATTACK)}", *incidents]
    where += [f"/claimant?name={quote(n)}" for n in names] + [
        f"/claimants?q={quote(ATTACK)}",
        f"/?actor={quote(ATTACK)}",
    ]
    assert incidents and names
    for one in where:
        text = client.get(one).text
        assert "<img src=x" not in text and "<script>window" not in text and 'href="javascript:' not in text, one


def test_upload_is_read(tmp_path: Path, root: Path) -> None:
    text = (root / "examples/karsa-pass.txt").read_text(encoding="utf-8")
    with Ledger.open(tmp_path / "new.db") as ledger:
        client = TestClient(create_app(ledger), base_url=BASE)
        files = [("files", ("../../etc/karsa.txt", text.encode())), ("files", ("none.pdf", b"no pdf"))]
        answer = client.post("/upload", data={"published": "2026-03-14"}, files=files, follow_redirects=False)
        assert answer.status_code == 303
        where = answer.headers["location"]
        deadline = time.monotonic() + 60
        while (job := client.get(f"{where}?format=json").json())["running"]:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert job["failed"] is None and job["claims"] > 0 and job["done"] == 2
        assert len(job["inputs"]) == 2 and len(job["notes"]) == 1
        assert client.get("/?format=json").json()["counts"]["incidents"] == ledger.count_incidents() > 0
        assert client.post("/upload", data={"text": " "}).status_code == 400
        assert client.post("/upload", data={"text": "x", "published": "soon"}).status_code == 400


def test_vendored_files_are_those_written_down() -> None:
    rows = [line.split("|") for line in (VENDOR / "VENDOR.md").read_text(encoding="utf-8").splitlines()]
    told = {r[1].strip(): r[4].strip() for r in rows if len(r) == 6 and r[1].strip() not in ("file", "---")}
    found = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in VENDOR.iterdir() if f.name != "VENDOR.md"}
    assert told == found


def test_what_never_changes_is_kept_and_pages_are_not(reader: TestClient) -> None:
    script = reader.get("/static/map.js")
    assert script.headers["cache-control"] == "no-cache"  # kept, and asked for every time
    again = reader.get("/static/map.js", headers={"if-none-match": script.headers["etag"]})
    assert again.status_code == 304 and not again.content
    for page in ("/", "/status", "/?format=json", "/api/v1/status"):
        assert reader.get(page).headers["cache-control"] == "no-store"
