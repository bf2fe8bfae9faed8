"""The functions that the engine calls in a user's script."""

PREPROCESS, POSTPROCESS = "preprocess_handler", "postprocess_handler"

EXPECTED = {PREPROCESS: ("inference_record", "logger"), POSTPROCESS: ("logger",)}
"""What each may take; the last parameter, the logger, may be absent."""
