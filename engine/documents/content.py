"""What is in a document: its text, or pieces of its UTF-8, where a text of the whole would take too much room."""

Content = str | tuple[bytes, ...]


def pieces_of(content: Content) -> tuple[bytes, ...]:
    """Return *content* as pieces of UTF-8, which belong one behind the other."""
    return (content.encode(),) if isinstance(content, str) else content
