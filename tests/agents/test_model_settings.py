from __future__ import annotations

import pytest

from agents.model_settings import model_settings_from
from core.errors import InvalidInput


def test_a_key_alone_makes_no_model() -> None:
    assert model_settings_from({"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}) is None
    assert model_settings_from({"TABLESPEAK_MODEL": " "}) is None


@pytest.mark.parametrize(
    ("endpoint", "privacy"),
    [
        ("http://127.0.0.1:11434/v1", "samples"),
        ("http://localhost:8080/v1", "samples"),
        ("http://[::1]:8080/v1", "samples"),
        ("http://192.168.1.5:11434/v1", "schema"),
        ("http://localhost.example.org/v1", "schema"),
        ("http://host.docker.internal:11434/v1", "schema"),
        ("http://0.0.0.0:8080/v1", "schema"),
        ("https://api.example.org/v1", "schema"),
        ("", "schema"),
    ],
)
def test_only_a_loopback_endpoint_sees_samples_unasked(endpoint: str, privacy: str) -> None:
    settings = model_settings_from({"TABLESPEAK_MODEL": "m", "OPENAI_BASE_URL": endpoint})
    assert settings is not None
    assert settings.privacy == privacy


def test_the_privacy_mode_can_be_chosen() -> None:
    settings = model_settings_from({"TABLESPEAK_MODEL": "m", "TABLESPEAK_PRIVACY": "Masked"})
    assert settings is not None
    assert settings.privacy == "masked"


@pytest.mark.parametrize(
    ("name", "value"),
    [("TABLESPEAK_PRIVACY", "some"), ("OPENAI_BASE_URL", "ollama"), ("TABLESPEAK_MODEL_TIMEOUT", "soon")],
)
def test_a_setting_that_makes_no_sense_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidInput, match=name):
        model_settings_from({"TABLESPEAK_MODEL": "m", name: value})


def test_the_key_is_never_shown() -> None:
    settings = model_settings_from(
        {"TABLESPEAK_MODEL": "m", "OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": "http://u:p@h/v1"}
    )
    assert "sk-1" not in repr(settings)
    assert settings is not None
    assert settings.host == "h"
