"""What the texts of settings can be at all, whichever setting it is."""

from collections.abc import Mapping

from engine.errors import JobError, refuse_credentials

OUTPUTS = ("output_path", "--output")


def refuse_texts(given: Mapping[str, str]) -> None:
    """Raise JobError where one of the texts *given*, by the names of their settings, can be no path and no word.

    That is one with a NUL, which ends a name for the system, or with half of a surrogate pair, by which Python stands
    for bytes that are not UTF-8.
    An address with a credential in it is refused too, but for the output folder's, which may be no address at all.
    """
    refuse_what_is_no_text(given)
    for name, text in given.items():
        if name not in OUTPUTS:
            refuse_credentials(text, name=name)


def refuse_what_is_no_text(given: Mapping[str, str]) -> None:
    """Raise JobError where one of the texts *given* has a NUL or bytes that are not UTF-8."""
    for name, text in given.items():
        if "\0" in text or not _is_utf8(text):
            raise JobError(
                f"{name} is expected to be UTF-8 text without a NUL; found other characters in it: write it anew, and "
                f"rename a file whose name is not UTF-8.",
                code="setting-not-text",
            )


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
