"""What the answers of a store mean: a sentence for each kind of refusal that a user can do something about."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pyarrow import fs

from engine.errors import EngineError, Sentence
from engine.stores.patience import NO_ROOM_FOR_WORDS

UNREACHABLE = Sentence("store-unreachable", "{address}: the store cannot be reached: {reason}")
NO_BUCKET = Sentence(
    "bucket-not-found",
    "{address}: there is no such bucket; check its name, and AWS_ENDPOINT_URL where the store is not Amazon's",
)
NO_CREDENTIALS = Sentence(
    "store-credentials-missing",
    "{address}: the store lets nobody in without credentials, and none were found here; set AWS_ACCESS_KEY_ID and "
    "AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the job a role",
)
_DENIED = Sentence(
    "store-access-denied",
    "{address}: the store denies access (403); allow the credentials that were found here to list the bucket and to read "
    "there, and in an output folder to write and to delete as well, or name other ones",
)
_REFUSED = Sentence(
    "store-credentials-refused",
    "{address}: the store does not take the credentials that were found here ({reason}); renew or correct them, and "
    "check this host's clock",
)
_ELSEWHERE = Sentence(
    "bucket-in-another-region",
    "{address}: the bucket lies in another region than the one that was asked (its own: {reason}); set AWS_REGION to that, "
    "or leave it and AWS_DEFAULT_REGION unset, and it is found",
)
_FAILING = Sentence(
    "store-failing", "{address}: the store has failed each time it was asked ({reason}); try again when it is well"
)

_ANSWERS = (
    (re.compile(r"curlCode: \d+, ([^;]+)"), UNREACHABLE),
    (re.compile("AWS Error (NETWORK_CONNECTION)"), UNREACHABLE),
    (re.compile("NO_SUCH_(BUCKET)"), NO_BUCKET),
    (re.compile(r"(?:located in|expecting) '([\w-]+)'"), _ELSEWHERE),
    (re.compile("PermanentRedirect|HTTP status 301"), _ELSEWHERE),
    (
        re.compile(
            "AWS Error (INVALID_ACCESS_KEY_ID|SIGNATURE_DOES_NOT_MATCH|REQUEST_TIME_TOO_SKEWED|REQUEST_EXPIRED|"
            "INVALID_CLIENT_TOKEN_ID|UNRECOGNIZED_CLIENT)|ExceptionName: (ExpiredToken|InvalidToken|TokenRefreshRequired)"
        ),
        _REFUSED,
    ),
    (re.compile("ACCESS_DENIED"), _DENIED),
    (re.compile(r"HTTP status (5\d\d)|(SLOW_DOWN|INTERNAL_FAILURE|SERVICE_UNAVAILABLE|THROTTLING)"), _FAILING),
)
"""The words of Arrow and of AWS by which an answer is known; the first that fits says what it means."""

_UNTOLD = re.compile(
    r"AWS Error (?:ACCESS_DENIED|UNKNOWN \(HTTP status [34]\d\d\)).*(?:No response body|Redirect)|" + NO_ROOM_FOR_WORDS
)
"""An answer whose reason has not come through."""


@contextmanager
def explained(system: fs.FileSystem, path: str, address: str, kind: type[EngineError]) -> Iterator[None]:
    """Raise what a store refuses as a *kind* with its sentence on *address*; an error that is none of those stays."""
    try:
        yield
    except OSError as error:
        found = refusal(error, system, path, address, kind)
        if found is None:
            raise
        raise found from error


def refusal(
    error: Exception, system: fs.FileSystem, path: str, address: str, kind: type[EngineError]
) -> EngineError | None:
    """Return what *error* means, which *system* has raised at *path*, as a *kind*; None where only its own words tell."""
    if not isinstance(system, fs.S3FileSystem):
        return None
    words = str(error)
    if _UNTOLD.search(words):
        words = f"{_asked_again(system, path)} {words}"
    for pattern, sentence in _ANSWERS:
        if found := pattern.search(words):
            denied = sentence is _DENIED and not _has_credentials()
            return say(
                NO_CREDENTIALS if denied else sentence, address, kind, next(filter(None, found.groups()), "not told")
            )
    return None


def say(sentence: Sentence, address: str, kind: type[EngineError], reason: str = "") -> EngineError:
    """Return the error of a *kind* that says *sentence* of *address*."""
    return kind(sentence.text.format(address=address, reason=reason), code=sentence.code)


def reason(error: Exception) -> str:
    """Return the operating system's own words for *error*, without the path that the sentence around it names."""
    strerror = getattr(error, "strerror", None)
    return strerror or str(error).splitlines()[0]


def has_bucket(system: fs.FileSystem, path: str) -> bool:
    """Whether the bucket of *path* is there, or may be: only S3 has buckets, and not everybody may ask for them."""
    if not isinstance(system, fs.S3FileSystem):
        return True
    try:
        return bool(system.get_file_info(path.partition("/")[0]).type != fs.FileType.NotFound)
    except OSError:
        return True


def _asked_again(system: fs.FileSystem, path: str) -> str:
    """Return what the store says to three questions more: of the bucket the region, and to a listing the reason in words."""
    words = []
    for question in (path.partition("/")[0], path, fs.FileSelector(path, allow_not_found=True)):
        try:
            system.get_file_info(question)
        except OSError as error:
            words.append(str(error))
    return " ".join(words)


def _has_credentials() -> bool:
    """Whether AWS's own chain finds credentials here; that is asked only when a store has denied access."""
    import botocore.session  # noqa: PLC0415 - it takes a while, and few runs need it
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415

    with suppress(BotoCoreError):
        return botocore.session.get_session().get_credentials() is not None
    return False
