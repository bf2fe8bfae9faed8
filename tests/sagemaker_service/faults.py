"""How the service refuses a call, in its own codes and words."""

from dataclasses import dataclass

from botocore.exceptions import ClientError


@dataclass(frozen=True)
class Fault(Exception):
    """A refused call: the code that an SDK's exception has, the sentence, and the status of the answer."""

    code: str
    message: str
    status: int = 400


def invalid(message: str) -> Fault:
    """Return what is said of a request that asks for what cannot be."""
    return Fault("ValidationException", message)


def in_use(message: str) -> Fault:
    """Return what is said of a name that is taken, or of a thing that others need."""
    return Fault("ResourceInUse", message)


def not_found(message: str) -> Fault:
    """Return what is said of a thing that is not there."""
    return Fault("ResourceNotFound", message)


def denied(operation: str, resource: str) -> Fault:
    """Return what a caller is told whose policy does not allow *operation* on *resource*, an ARN."""
    who = "arn:aws:sts::123456789012:assumed-role/notebook/session"
    return Fault(
        "AccessDeniedException",
        f"User: {who} is not authorized to perform: sagemaker:{operation} on resource: {resource} "
        f"because no identity-based policy allows the sagemaker:{operation} action",
    )


def passed_on(error: ClientError) -> Fault:
    """Return what moto has said, as the service's own."""
    said = error.response["Error"]
    return Fault(said["Code"], said["Message"])
