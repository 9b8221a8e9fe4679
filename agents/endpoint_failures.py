"""What an endpoint of a language model can do wrong, as refusals that people understand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agents.model_settings import ModelSettings
from core.ways import Declined

_TOO_LONG = ("context length", "context_length", "context size", "maximum context", "too long", "too many tokens")


class TooLong(Declined):
    """The endpoint cannot read so much at once."""


class EndpointFailures:
    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings

    @contextmanager
    def told(self) -> Iterator[None]:
        """What the endpoint or the way to it did wrong, as a refusal; the rest is passed on."""
        import httpx2
        import openai

        try:
            yield
        except (openai.APITimeoutError, httpx2.TimeoutException, TimeoutError):
            raise self.too_slow() from None
        except (openai.APIConnectionError, httpx2.HTTPError):
            raise Declined(
                f"The language model at {self.settings.host} cannot be reached.",
                hint="Start it, or check OPENAI_BASE_URL.",
            ) from None
        except (openai.AuthenticationError, openai.PermissionDeniedError):
            raise Declined(
                f"The language model at {self.settings.host} refused the key.", hint="Check OPENAI_API_KEY."
            ) from None
        except openai.NotFoundError:
            raise Declined(
                f"{self.settings.host} has no model named “{self.settings.model}”.",
                hint="Check TABLESPEAK_MODEL and OPENAI_BASE_URL.",
            ) from None
        except (openai.BadRequestError, openai.UnprocessableEntityError):
            raise
        except (openai.RateLimitError, openai.InternalServerError, openai.ConflictError):
            raise
        except openai.APIStatusError as failed:
            raise self.busy(failed) from None
        except (openai.OpenAIError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            # The client meets an answer that is no chat completion unprepared, with any of these.
            raise self._unreadable() from None

    def refused(self, refused: Exception) -> Declined:
        if any(sign in str(refused).casefold() for sign in _TOO_LONG):
            return TooLong("The question with its tables is too long for the language model.")
        return Declined(f"The language model at {self.settings.host} refused the request.")

    def busy(self, busy: Exception) -> Declined:
        status = getattr(busy, "status_code", 0)
        if status == 429:
            return Declined(f"The language model at {self.settings.host} takes no more questions now (rate limit).")
        return Declined(f"The language model at {self.settings.host} failed (status {status}).")

    def too_slow(self) -> Declined:
        return Declined(f"The language model at {self.settings.host} did not answer in time.")

    def _unreadable(self) -> Declined:
        return Declined(f"The language model at {self.settings.host} sent an answer that cannot be read.")
