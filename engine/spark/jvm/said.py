"""What the JVM has to say of a call that failed, whichever of PySpark's errors has brought it."""

from py4j.protocol import Py4JJavaError
from pyspark.errors.exceptions.captured import CapturedException

JVM_ERRORS = (Py4JJavaError, CapturedException)
"""What a call into the JVM raises: PySpark makes errors of its own of those that it knows, once a session is open."""


def said(error: Py4JJavaError | CapturedException) -> str:
    """Return the message of the exception in the JVM, without its stack; where it has none, its kind."""
    if isinstance(error, CapturedException):
        return str(error.desc)
    return str(error.java_exception.getMessage() or error.java_exception.toString())
