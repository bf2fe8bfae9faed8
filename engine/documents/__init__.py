"""The JSON files that users keep; a class mirrors its file."""
