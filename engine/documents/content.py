"""What is in a document: its text, or pieces of its UTF-8, where a text of the whole would take too much room."""

from collections.abc import Iterable

Content = str | Iterable[bytes]
"""Pieces can be gone through again; they may be made as they are asked for."""


def pieces_of(content: Content) -> Iterable[bytes]:
    """Return *content* as pieces of UTF-8, which belong one behind the other."""
    return (content.encode(),) if isinstance(content, str) else content
