"""Prints the image's bill of materials (CycloneDX 1.6, JSON): Python packages, jars and Java, each with its SHA-256.

    python image/bom.py ENVIRONMENT SUMS JAVA FOLDER...

ENVIRONMENT is what `cyclonedx-py environment` has written; SUMS is what `sha256sum` says of the packages as they were
downloaded or built; JAVA is the folder of the Java that was cut; each FOLDER holds jars.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

Component = dict[str, object]


def bill(environment: Mapping[str, object], sums: Mapping[str, str], java: Path, folders: list[Path]) -> Component:
    """Return *environment* with hashes of its packages by *sums*, with *java*, and with the jars in *folders*."""
    packages = [_hashed(package, sums) for package in environment["components"]]
    jars = [_jar(path) for folder in folders for path in sorted(folder.glob("*.jar"))]
    return {**environment, "components": [*packages, _java(java), *jars]}


def read_sums(text: str) -> dict[str, str]:
    """Return SHA-256 by "name version" of the lines that `sha256sum` has printed for wheels and source archives."""
    found = {}
    for line in text.splitlines():
        digest, path = line.split(maxsplit=1)
        name, version = Path(path).name.removesuffix(".tar.gz").split("-")[:2]
        found[f"{_normal(name)} {version}"] = digest
    return found


def _hashed(package: Component, sums: Mapping[str, str]) -> Component:
    digest = sums[f"{_normal(str(package['name']))} {package['version']}"]
    return {**package, "hashes": [{"alg": "SHA-256", "content": digest}]}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _java(home: Path) -> Component:
    """Return the Java at *home*; its hash is that of `lib/modules`, which holds its classes."""
    version = re.search(r'^JAVA_VERSION="([^"]+)"', (home / "release").read_text(), re.MULTILINE)[1]
    purl = f"pkg:generic/openjdk@{version}"
    return _component("openjdk", version, purl, home / "lib" / "modules")


def _jar(path: Path) -> Component:
    group, name, version = _coordinate(path)
    purl = f"pkg:maven/{group}/{name}@{version}" if group else f"pkg:generic/{name}@{version}"
    return {**_component(name, version, purl, path), **({"group": group} if group else {})}


def _component(name: str, version: str, purl: str, file: Path) -> Component:
    digest = sha256(file.read_bytes()).hexdigest()
    hashes = [{"alg": "SHA-256", "content": digest}]
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "hashes": hashes}


def _coordinate(path: Path) -> tuple[str, str, str]:
    """Return group, name and version of a jar: what is written in it where that fits its file's name; else no group."""
    for properties in _properties(path):
        group, name, version = (properties.get(key, "") for key in ("groupId", "artifactId", "version"))
        if name and path.stem.startswith(name) and version in path.stem:
            return group, path.stem.removesuffix(f"-{version}") or name, version
    name, version = re.fullmatch(r"(.+?)-(\d.*)", path.stem).groups()
    return "", name, version


def _properties(path: Path) -> Iterator[dict[str, str]]:
    with ZipFile(path) as jar:
        for entry in jar.namelist():
            if entry.startswith("META-INF/maven/") and entry.endswith("/pom.properties"):
                lines = jar.read(entry).decode("utf-8", "replace").splitlines()
                yield {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}


def main(environment: str, sums: str, java: str, *folders: str) -> None:
    """Print the bill; end with an error where it is not a valid one."""
    content = json.loads(Path(environment).read_text())
    text = json.dumps(
        bill(content, read_sums(Path(sums).read_text()), Path(java), [Path(f) for f in folders]), indent=1
    )
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise SystemExit(f"The bill of materials is not valid: {fault}")
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
