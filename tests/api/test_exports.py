from __future__ import annotations

import io

import httpx
import pytest
from pptx import Presentation


@pytest.fixture(scope="module")
def run_id(client: httpx.Client) -> str:
    run: str = client.post("/api/ask", json={"question": "how many orders by region"}).json()["run_id"]
    client.get(f"/api/runs/{run}/events")
    return run


@pytest.mark.parametrize(
    ("wanted", "media_type", "starts"),
    [
        ("png", "image/png", b"\x89PNG"),
        ("svg", "image/svg+xml", b"<svg"),
        ("pdf", "application/pdf", b"%PDF"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", b"PK"),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
    ],
)
def test_an_answer_is_downloaded_as_a_document(
    client: httpx.Client, run_id: str, wanted: str, media_type: str, starts: bytes
) -> None:
    response = client.get(f"/api/runs/{run_id}/export", params={"format": wanted})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == media_type
    assert f'filename="how-many-orders-by-region.{wanted}"' in response.headers["content-disposition"]
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.content.startswith(starts)


def test_a_document_links_back_to_its_conversation(client: httpx.Client, run_id: str) -> None:
    thread = client.get(f"/api/runs/{run_id}").json()["thread_id"]
    content = client.get(f"/api/runs/{run_id}/export", params={"format": "pptx"}).content
    (slide,) = list(Presentation(io.BytesIO(content)).slides)
    assert slide.notes_slide.notes_text_frame is not None
    assert (f"/t/{thread}" in slide.notes_slide.notes_text_frame.text) is (thread is not None)


def test_what_is_no_format_or_no_run_is_refused(client: httpx.Client, run_id: str) -> None:
    assert client.get(f"/api/runs/{run_id}/export", params={"format": "docx"}).status_code == 422
    assert client.get("/api/runs/none/export", params={"format": "pdf"}).status_code == 404
