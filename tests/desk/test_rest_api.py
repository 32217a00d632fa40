"""The REST API: the record's shapes, the command line's filters, writing that is checked, refusals as problem+json."""

import json
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from counterclaim.desk.app import create_app
from counterclaim.ledger import Ledger
from counterclaim.record import Claim

API = "/api/v1"


def answer(client: TestClient, path: str, status: int = 200, **params: Any) -> Any:
    got = client.get(f"{API}{path}", params=params)
    assert got.status_code == status, got.text
    return got.json()


def test_every_answer_is_what_the_description_says(client: TestClient, ledger: Ledger, killed: Claim) -> None:
    described = answer(client, "/openapi.json")
    assert described["openapi"] == "3.1.0" and {"/api/v1/decisions", "/api/v1/reports"} <= set(described["paths"])
    report = next(ledger.reports()).id
    incident = next(ledger.incidents()).id
    for path, ids in (
        ("/status", ""), ("/reports", ""), ("/reports/{id}", report), ("/claims", ""), ("/claims/{id}", killed.id),
        ("/incidents", ""), ("/incidents/{id}", incident), ("/claimants", ""), ("/decisions", ""),
        ("/review/queue", ""), ("/review/sessions", ""), ("/search", ""),
    ):  # fmt: skip
        told = answer(client, path.replace("{id}", ids), **({"q": "army"} if path == "/search" else {}))
        said = described["paths"][API + path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(told, {**said, "components": described["components"]})


def test_pages_and_filters(client: TestClient, ledger: Ledger, killed: Claim) -> None:
    everything = answer(client, "/claims", limit=500)
    assert not everything["more"]
    first, second = answer(client, "/claims", limit=3), answer(client, "/claims", limit=3, offset=3)
    assert first["more"] and first["claims"] + second["claims"] == everything["claims"][:6]
    told = answer(client, "/claims", kind="casualty", type="killed", claimant=killed.claimant, limit=500)["claims"]
    assert killed.id in {c["claim"]["id"] for c in told} and {c["claim"]["type"] for c in told} == {"killed"}
    incident = next(i for i in ledger.incidents() if killed.id in i.claims)
    inside = answer(client, "/claims", incident=incident.id, limit=500)["claims"]
    assert {c["claim"]["id"] for c in inside} == set(incident.claims)
    whole = answer(client, "/incidents", type=incident.type, limit=1)
    assert whole["meta"]["total"] >= 1 and len(whole["incidents"]) == 1
    assert answer(client, "/incidents", since="2030-01-01")["incidents"] == []
    assert len(answer(client, "/reports", until="2026-02-20")["reports"]) == 3
    contested = answer(client, "/review/queue", need="contested", limit=500)
    assert set(contested["needs"]) == {"contested"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/claims/c-none", 404), ("/reports/r-none", 404), ("/incidents/incident-none", 404), ("/nothing", 404),
        ("/claims?limit=0", 422), ("/claims?limit=9999", 422), ("/incidents?since=today", 400), ("/search?q=!", 400),
        ("/search", 422), ("/review/queue?need=none", 422), ("/review/sessions/none/agreement", 400),
        ("/incidents?country=Atlantis", 400),
    ],
)  # fmt: skip
def test_refusals_are_problems(client: TestClient, path: str, status: int) -> None:
    got = client.get(f"{API}{path}")
    assert got.status_code == status and got.headers["content-type"] == "application/problem+json"
    told = got.json()
    assert told["status"] == status and told["title"] and told["detail"]


def test_decisions_are_written(client: TestClient, ledger: Ledger, killed: Claim) -> None:
    order = {"action": "correct", "subject": killed.id, "fields": {"stance": "denied"}, "coder": "ada"}
    got = client.post(f"{API}/decisions", json=order)
    assert got.status_code == 201 and got.json()["decision"]["coder"] == "ada"
    assert answer(client, f"/claims/{killed.id}")["claim"]["stance"] == "denied"
    undo = client.post(f"{API}/decisions", json={"action": "undo", "coder": "ada"}).json()["decision"]
    told = answer(client, "/decisions")
    assert [d["action"] for d in told["decisions"]] == ["undo", "correct"] and told["in_force"] == []
    assert undo["subject"] == told["decisions"][1]["id"]
    for bad, status in (
        ({"action": "accept", "subject": killed.id}, 400),  # nobody
        ({"action": "accept", "subject": "c-none", "coder": "ada"}, 400),
        ({"action": "accept", "coder": "ada"}, 400),
        ({"action": "destroy", "coder": "ada"}, 422),
        ({"action": "accept", "subject": killed.id, "coder": "ada", "more": 1}, 422),
        ({"action": "correct", "subject": killed.id, "coder": "ada", "fields": {"type": "seized"}}, 400),
    ):
        refused = client.post(f"{API}/decisions", json=bad)
        assert refused.status_code == status, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
    assert (
        client.post(f"{API}/decisions", content=b"{", headers={"content-type": "application/json"}).status_code
        == 422
    )
    assert client.post(f"{API}/decisions", content=b"action=accept").status_code == 415
    assert ledger.status().decisions == 2


def test_a_claim_opens_an_incident(client: TestClient, ledger: Ledger) -> None:
    report = next(ledger.reports()).id
    words = ledger.report(report).text[:60].strip()  # type: ignore[union-attr]
    fields = {
        "kind": "posture",
        "type": "present",
        "evidence": words,
        "incident": {"type": "Attack", "time": "2026-01-02"},
    }
    order = {"action": "add", "subject": report, "coder": "ada", "fields": fields}
    made = client.post(f"{API}/decisions", json=order)
    assert made.status_code == 201, made.text
    added = made.json()["decision"]["subject"]
    (id_,) = ledger.incident_of_claims([added]).values()
    assert answer(client, f"/incidents/{id_}")["incident"]["claims"] == [added]
    wrong = {**order, "fields": {**fields, "incident": {"type": "killed"}}}
    assert client.post(f"{API}/decisions", json=wrong).status_code == 400


def test_merge_and_split(client: TestClient, ledger: Ledger) -> None:
    whole = max(ledger.incidents(), key=lambda i: len(i.reports))
    held = {c.id for c in ledger.claims_of(whole.reports[0])}
    apart = [c for c in whole.claims if c in held]
    order = {"action": "split", "subject": whole.id, "others": apart, "coder": "ada"}
    assert client.post(f"{API}/decisions", json=order).json()["incidents"] >= 2
    now = ledger.incident_of_claims(whole.claims)
    assert len(set(now.values())) == 2
    one, other = sorted(set(now.values()))
    order = {"action": "merge", "subject": one, "others": [other], "coder": "ada"}
    assert client.post(f"{API}/decisions", json=order).status_code == 201
    assert len(set(ledger.incident_of_claims(whole.claims).values())) == 1


def test_a_report_is_added(client: TestClient, ledger: Ledger) -> None:
    text = "Rebels killed at least ten soldiers in an ambush near Gao on Monday, the army said.\n"
    given = {"text": text, "published": "2026-03-03", "publisher": "Test Wire", "url": "https://news.example/new"}
    got = client.post(f"{API}/reports", json=given)
    assert got.status_code == 201, got.text
    told = got.json()
    assert told["state"] == "new" and told["claims"] >= 1 and told["incidents"] >= 1
    assert answer(client, f"/reports/{told['report']}")["reading"]["report"]["publisher"] == "Test Wire"
    assert client.post(f"{API}/reports", json=given).json()["state"] == "same"
    assert client.post(f"{API}/reports", json={"text": " "}).status_code == 422
    assert client.post(f"{API}/reports", json={"text": text, "published": "Monday"}).status_code == 400


def test_writing_takes_the_token(ledger: Ledger, killed: Claim) -> None:
    client = TestClient(create_app(ledger, token="s3cret"), base_url="http://127.0.0.1")
    order = {"action": "accept", "subject": killed.id, "coder": "ada"}
    assert client.get(f"{API}/status").status_code == 200
    for given in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic s3cret"}):
        assert client.post(f"{API}/decisions", json=order, headers=given).status_code == 401
    assert ledger.status().decisions == 0
    good = client.post(f"{API}/decisions", json=order, headers={"authorization": "Bearer s3cret"})
    assert good.status_code == 201


def test_no_other_site_writes(client: TestClient, ledger: Ledger, killed: Claim) -> None:
    order = json.dumps({"action": "accept", "subject": killed.id, "coder": "ada"})
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        kind = {"content-type": "application/json", **headers}
        assert client.post(f"{API}/decisions", content=order, headers=kind).status_code == 403
    assert client.get(f"{API}/status", headers={"host": "evil.example"}).status_code == 421
    assert ledger.status().decisions == 0


def test_blind_sessions_hide_decisions(client: TestClient, ledger: Ledger, killed: Claim) -> None:
    report = next(r for r in ledger.reports() if killed.id in {c.id for c in ledger.claims_of(r.id)}).id
    for coder in ("ada", "bob"):
        step = {"step": "take", "reports": [report], "coder": coder}
        assert client.post(f"{API}/review/sessions/s1", json=step).status_code == 200
    client.post(f"{API}/decisions", json={"action": "reject", "subject": killed.id, "coder": "ada"})
    assert answer(client, "/decisions")["decisions"] == []
    assert answer(client, f"/reports/{report}")["decisions"] == []
    assert answer(client, f"/claims/{killed.id}")["decisions"] == []
    for coder in ("ada", "bob"):
        client.post(f"{API}/review/sessions/s1", json={"step": "done", "coder": coder})
    assert len(answer(client, "/decisions")["decisions"]) == 1
    told = answer(client, "/review/sessions/s1/agreement")
    assert told["coders"] == ["ada", "bob"] and len(told["differences"]) == 1
    settled = {"step": "settle", "claim": killed.id, "chosen": "ada", "coder": "eve"}
    assert client.post(f"{API}/review/sessions/s1", json=settled).status_code == 200
    assert ledger.decisions()[-1].action == "reject" and ledger.decisions()[-1].coder == "eve"
    for wrong in ({"claim": "c-none"}, {"chosen": "eve"}, {"step": "hold"}):
        assert client.post(f"{API}/review/sessions/s1", json={**settled, **wrong}).status_code in (400, 422)
