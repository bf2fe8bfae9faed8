"""constraint_violations.json: where the data broke what the baseline promised."""

from dataclasses import dataclass
from typing import Self

from engine.documents.json.fields import Fields, Source, each, text


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise; `check` is the official name of the check, `description` the sentence that a person reads."""

    feature_name: str
    check: str
    description: str

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "Violation":
        fields = Fields(value, source)
        return cls(
            feature_name=fields.required("feature_name", text),
            check=fields.required("constraint_check_type", text),
            description=fields.required("description", text),
        )

    def to_json(self) -> dict[str, object]:
        return {
            "feature_name": self.feature_name,
            "constraint_check_type": self.check,
            "description": self.description,
        }


@dataclass(frozen=True, slots=True)
class Violations:
    """The whole document, empty where every promise held."""

    violations: tuple[Violation, ...] = ()

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> Self:
        return cls(Fields(value, source).required("violations", each(Violation.from_json)))

    def to_json(self) -> dict[str, object]:
        return {"violations": [violation.to_json() for violation in self.violations]}
