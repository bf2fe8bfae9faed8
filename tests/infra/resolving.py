"""What CloudFormation makes of a template: as much of its functions as the templates here have."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

INFRA = Path(__file__).parents[2] / "infra"
PSEUDO = {"AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "123456789012", "AWS::NoValue": None}


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms, as {"Fn::Sub": ...}."""


def _short(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    kinds = {
        yaml.ScalarNode: loader.construct_scalar,
        yaml.SequenceNode: lambda each: loader.construct_sequence(each, True),
    }
    value = kinds[type(node)](node)
    if suffix == "GetAtt":
        value = value.split(".")
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short)


def template(name: str) -> dict[str, Any]:
    """Return the template of that name in infra/."""
    return yaml.load((INFRA / name).read_text(), _Loader)


class Stack:
    """A template with *parameters*; those that are not given have their defaults."""

    def __init__(self, name: str, parameters: Mapping[str, str]) -> None:
        self.template = template(name)
        self._values: dict[str, Any] = {**PSEUDO}
        for key, declared in self.template["Parameters"].items():
            value = str(parameters[key] if key in parameters else declared["Default"])
            self._values[key] = value.split(",") if "List" in declared["Type"] else value

    def properties(self, resource: str) -> Any:
        """Return the properties of a resource as the service is given them."""
        return self.value(self.template["Resources"][resource]["Properties"])

    def value(self, given: Any) -> Any:
        """Return what *given* comes to."""
        if isinstance(given, list):
            return [value for each in given if (value := self.value(each)) is not None]
        if not isinstance(given, dict):
            return given
        if len(given) == 1:
            ((name, argument),) = given.items()
            function = getattr(self, f"_{name.removeprefix('Fn::').lower()}", None)
            if name == "Ref" or (name.startswith("Fn::") and function):
                return function(argument)
        return {key: self.value(each) for key, each in given.items()}

    def _ref(self, name: str) -> Any:
        return self._values.get(name, name)

    def _getatt(self, words: list[str]) -> str:
        name = self.template["Resources"][words[0]]["Properties"].get("RoleName")
        return f"arn:aws:iam::123456789012:role/{self.value(name)}" if name else f"arn:of:{words[0]}"

    def _join(self, argument: list[Any]) -> str:
        return argument[0].join(self.value(argument[1]))

    def _split(self, argument: list[Any]) -> list[str]:
        return self.value(argument[1]).split(argument[0])

    def _select(self, argument: list[Any]) -> str:
        return self.value(argument[1])[argument[0]]

    def _equals(self, argument: list[Any]) -> bool:
        first, second = map(self.value, argument)
        return first == second

    def _not(self, argument: list[Any]) -> bool:
        return not self.value(argument[0])

    def _if(self, argument: list[Any]) -> Any:
        return self.value(argument[1 if self.value(self.template["Conditions"][argument[0]]) else 2])

    def _sub(self, argument: Any) -> str:
        text, named = argument if isinstance(argument, list) else (argument, {})
        names = {key: self.value(each) for key, each in named.items()}

        def resolved(found: re.Match[str]) -> str:
            name = found[1]
            if name in names:
                return names[name]
            return self._getatt(name.split(".")) if "." in name else str(self._values[name])

        return re.sub(r"\$\{([^}]+)\}", resolved, text)
