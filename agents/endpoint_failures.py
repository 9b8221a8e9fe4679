"""What an endpoint of a language model can do wrong, as refusals that people understand."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agents.model_settings import ModelSettings
from agents.watched import StreamBrokeOff
from core.ways import Declined

if TYPE_CHECKING:
    import openai

_TOO_LONG = (
    "context length", "context_length", "context size", "context_size", "context window", "maximum context", "too long",
    "too many tokens", "reduce the length", "number of tokens allowed", "input token count",
)  # fmt: skip
_LONGEST_WAIT = 20.0
_PAYLOAD_TOO_LARGE, _TIMED_OUT, _TOO_MANY = 413, 408, 429
_SERVER_FAILED = 500


class Failed(Declined):
    """`said` are the endpoint's own words, which nobody else is told; `status` is 0 where no status came.

    `passes` where it may go well the next time, after `wait` seconds where the endpoint asks for that.
    `unreadable`: something came that is no answer; `without_end`: a stream that ended before it said so.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        said: str = "",
        status: int = 0,
        passes: bool = False,
        wait: float | None = None,
        unreadable: bool = False,
        without_end: bool = False,
    ) -> None:
        super().__init__(message, hint=hint)
        self.said, self.status = said.casefold(), status
        self.passes, self._wait = passes, wait
        self.unreadable, self.without_end = unreadable, without_end

    def pause(self, backoff: float, attempt: int) -> float | None:
        """Seconds until the next attempt; None where it is no use."""
        wanted = backoff * 4.0**attempt if self._wait is None else self._wait
        if not self.passes or wanted > _LONGEST_WAIT:
            return None
        return wanted * random.uniform(1.0, 1.25)  # noqa: S311


class TooLong(Failed):
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
        except (openai.APIConnectionError, httpx2.HTTPError) as failed:
            raise self._without_way(failed) from None
        except openai.APIStatusError as failed:
            raise self._by_status(failed) from None
        except StreamBrokeOff:
            raise self._broken_off(by_its_end=True) from None
        except openai.APIError as failed:
            # An error amid a stream, whose status went out as 200.
            raise self._by_words(failed) from None
        except (openai.OpenAIError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            # The client meets an answer that is no chat completion unprepared, with any of these.
            raise self._unreadable() from None

    def too_slow(self) -> Declined:
        return Declined(f"The language model at {self.settings.host} did not answer in time.")

    def _without_way(self, failed: Exception) -> Declined:
        import httpx2

        cause: BaseException | None = failed
        while cause is not None and not isinstance(cause, httpx2.HTTPError):
            cause = cause.__cause__
        if isinstance(cause, httpx2.ReadError | httpx2.WriteError | httpx2.CloseError | httpx2.RemoteProtocolError):
            return self._broken_off()
        return Declined(
            f"The language model at {self.settings.host} cannot be reached.",
            hint="Start it, or check OPENAI_BASE_URL.",
        )

    def _by_status(self, failed: openai.APIStatusError) -> Declined:
        host, status, said = self.settings.host, failed.status_code, str(failed)
        match status:
            case 401 | 403:
                return Failed(f"The language model at {host} refused the key.", hint="Check OPENAI_API_KEY.")
            case 404:
                return Failed(
                    f"{host} has no model named “{self.settings.model}”.",
                    hint="Check TABLESPEAK_MODEL and OPENAI_BASE_URL.",
                )
        # A server of its own that fails may tell of time: “the request took too long”.
        by_length = "context" in said.casefold() if status >= _SERVER_FAILED else status not in (_TIMED_OUT, _TOO_MANY)
        if status == _PAYLOAD_TOO_LARGE or (by_length and _tells_of_length(said)):
            return _too_long(said, status)
        if status in (400, 422):
            return Failed(f"The language model at {host} refused the request.", said=said, status=status)
        # A spent budget does not come back by waiting.
        passes = (
            status in (_TIMED_OUT, 409, _TOO_MANY) or status >= _SERVER_FAILED
        ) and "insufficient_quota" not in said
        wait = _seconds_asked(failed)
        if status == _TOO_MANY:
            later = f"; it asks to wait {wait:,.0f} seconds" if wait is not None and wait > _LONGEST_WAIT else ""
            message = f"The language model at {host} takes no more questions now (rate limit{later})."
        else:
            message = f"The language model at {host} failed (status {status})."
        return Failed(message, said=said, status=status, passes=passes, wait=wait)

    def _by_words(self, failed: Exception) -> Declined:
        if _tells_of_length(str(failed)):
            return _too_long(str(failed), 0)
        return Failed(f"The language model at {self.settings.host} failed while it answered.", passes=True)

    def _broken_off(self, *, by_its_end: bool = False) -> Failed:
        message = f"The connection to the language model at {self.settings.host} broke off."
        return Failed(message, passes=True, without_end=by_its_end)

    def _unreadable(self) -> Failed:
        message = f"The language model at {self.settings.host} sent an answer that cannot be read."
        return Failed(message, unreadable=True)


def _tells_of_length(said: str) -> bool:
    return any(sign in said.casefold() for sign in _TOO_LONG)


def _too_long(said: str, status: int) -> Declined:
    return TooLong("The question with its tables is too long for the language model.", said=said, status=status)


def _seconds_asked(failed: openai.APIStatusError) -> float | None:
    """By the header Retry-After, where it is a number."""
    asked = failed.response.headers.get("retry-after", "").strip()
    return float(asked) if asked.replace(".", "", 1).isdecimal() else None
