"""Labels as users have them: which spellings are one class, and which class is the positive one."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_LEADING_ZERO = re.compile(r"[+-]?0\d")
_EXACT = 2.0**53
_BOOLEANS = ("false", "true")
_NUMBERS_OF_BOOLEANS = {"false": "0", "true": "1"}
_POSITIVES = {
    "0": "1",
    "-1": "1",
    "false": "true",
    "no": "yes",
    "n": "y",
    "f": "t",
    "negative": "positive",
    "neg": "pos",
}
"""Of labels that are usually negative the ones that are positive then."""

_CASES: Mapping[str, Callable[[str], str]] = {"upper": str.upper, "title": str.title}


def class_of(text: str) -> str:
    """Return the class that a label *text* names: 1, 1.0, +1 and 1e0 are one, and so are True, TRUE and true.

    Blanks around it do not count. A number with zeros in front is a code, such as a postcode, and stays as it is.
    """
    text = text.strip()
    if text.casefold() in _BOOLEANS:
        return text.casefold()
    if not _NUMBER.fullmatch(text) or _LEADING_ZERO.match(text):
        return text
    number = float(text)
    if abs(number) >= _EXACT:
        return text
    return str(int(number)) if number.is_integer() else repr(number)


def classes_of(texts: Iterable[str]) -> dict[str, str]:
    """Return the name of the class that each of the label *texts* is in.

    A class has the name that its only spelling is, else that of `class_of`. Where nothing but booleans and the numbers
    0 and 1 are labels, true is 1.
    """
    named = {text: class_of(text) for text in texts}
    known = frozenset(named.values())
    if known <= {*_BOOLEANS, "0", "1"} and not known.isdisjoint(_BOOLEANS) and not known.isdisjoint(("0", "1")):
        named = {text: _NUMBERS_OF_BOOLEANS.get(name, name) for text, name in named.items()}
    return _shown(named)


def _shown(named: Mapping[str, str]) -> dict[str, str]:
    """Let a class that is spelled in one way only be called so; blanks around it are no spelling."""
    spelled: dict[str, set[str]] = {}
    for text, name in named.items():
        spelled.setdefault(name, set()).add(text.strip())
    return {text: next(iter(spelled[name])) if len(spelled[name]) == 1 else name for text, name in named.items()}


def positive_of(classes: Collection[str]) -> str | None:
    """Return the class of a binary problem that is positive where nobody has said so; None where there is no class.

    The greater number, otherwise the last in the order of the alphabet (true, yes, positive). Where only what is usually
    negative is there, such as 0, false or no, it is the other one, in letters of the same case.
    """
    if not classes:
        return None
    last = in_order(classes)[-1]
    if len({class_of(name) for name in classes}) > 1:
        return last
    other = _POSITIVES.get(class_of(last).casefold())
    return last if other is None else _CASES.get(_case_of(last), str)(other)


def _case_of(name: str) -> str:
    return "upper" if name.isupper() else "title" if name.istitle() else "lower"


def in_order(classes: Iterable[str]) -> tuple[str, ...]:
    """Return *classes* in order: numbers by their value and before texts, texts by the alphabet."""
    return tuple(sorted(classes, key=_place))


def _place(name: str) -> tuple[bool, float, str]:
    is_number = _NUMBER.fullmatch(name) is not None
    return not is_number, float(name) if is_number else 0.0, name
