"""The options of a format as the container's setting dataset_format gives them, spelled as in the SDK or in the API."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import JobError
from engine.wording import quoted

_WORDS = {"true": True, "false": False}
_KINDS = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}


def kind_of(value: object) -> str:
    """Return what a value of JSON is, for a sentence."""
    return _KINDS[type(value)]


def spelled(given: Mapping[str, object], known: tuple[str, ...], where: str = "") -> dict[str, object]:
    """Return *given* under the names of *known*, whatever the case of its letters; JobError for an unknown name.

    *where* begins the name of what is unknown: "csv: ".
    """
    names = {name.casefold(): name for name in known}
    for key in given:
        if key.casefold() not in names:
            raise JobError(
                f"dataset_format: {where}{quoted(key)} is unknown; known are {', '.join(known) or 'none'}.",
                code="dataset-format-unknown-key",
            )
    return {names[key.casefold()]: value for key, value in given.items()}


@dataclass(frozen=True, slots=True)
class Options:
    """What stands in dataset_format under the key `format`; a value that is null is as good as absent."""

    format: str
    given: Mapping[str, object]

    def of(self, *known: str) -> dict[str, object]:
        """Return the options under the names of *known*; JobError for an unknown one."""
        options = spelled(self.given, known, f"{self.format}: ")
        return {name: value for name, value in options.items() if value is not None}

    def flag(self, name: str, value: object) -> bool:
        """Return the truth that *value* is, as itself or as a word."""
        if isinstance(value, bool):
            return value
        word = value.casefold() if isinstance(value, str) else ""
        if word not in _WORDS:
            raise JobError(
                f"dataset_format: {self.format}: {name} is expected to be true or false; found {kind_of(value)}.",
                code="option-not-true-or-false",
            )
        return _WORDS[word]

    def text(self, name: str, value: object) -> str:
        """Return the text that *value* is."""
        if not isinstance(value, str):
            raise JobError(
                f"dataset_format: {self.format}: {name} is expected to be a text; found {kind_of(value)}.",
                code="option-not-a-text",
            )
        return value

    def choice(self, name: str, value: object, known: tuple[str, ...]) -> str:
        """Return which of *known*, all in capitals, *value* is, whatever the case of its letters."""
        given = self.text(name, value)
        word = given.upper()
        if word not in known:
            raise JobError(
                f"dataset_format: {self.format}: {name} is {quoted(given)}; known are {', '.join(known)}.",
                code="option-unknown-value",
            )
        return word


def number(text: str, name: str) -> float:
    """Return the number that the setting *name* holds as *text*."""
    try:
        return float(text)
    except ValueError as error:
        raise JobError(f"{name} is expected to be a number; found {quoted(text)}", code="number-invalid") from error
