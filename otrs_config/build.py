"""Builds the package file of the add-on, ``ChatBridge-<version>.opm``, without an OTRS at hand.

``--for otobo`` builds the same source for OTOBO 11, ``ChatBridge-<version>-otobo.opm``: its package
manager and its configuration want root elements of other names.

The same source gives the same bytes: no build time, no host name, files in the order of their names.
"""

import argparse
import base64
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import bridge

HERE = Path(__file__).parent
SOURCE = HERE / "ChatBridge"
SPECIFICATION = SOURCE / "ChatBridge.sopm"
WEB_SERVICE = HERE / "ChatBridge.yml"

# Where a file outside the add-on's source goes in OTRS's home.
EXTRA_FILES = {"var/packagesetup/ChatBridge.yml": WEB_SERVICE}

VERSION_MARK = b"@VERSION@"

# The family's members that need a file of their own, with the ending of its name and the versions they have.
# None: what the specification says.
FAMILY: dict[str, tuple[str, tuple[str, ...] | None]] = {
    "otrs": ("", None),
    "otobo": ("-otobo", ("11.0.x",)),
}


def package_files(version: str, product: str = "otrs") -> dict[str, bytes]:
    """The content of every file of the package, by its path in OTRS's home. ``product``: a key of FAMILY."""
    files = {
        path.relative_to(SOURCE).as_posix(): path
        for folder in ("Kernel", "scripts", "var")
        for path in (SOURCE / folder).rglob("*")
        if path.is_file()
    }
    contents = {
        name: path.read_bytes().replace(VERSION_MARK, version.encode())
        for name, path in sorted({**files, **EXTRA_FILES}.items())
    }
    if product != "otrs":
        for name, content in contents.items():
            if name.startswith("Kernel/Config/Files/XML/"):
                contents[name] = re.sub(rb"(</?)otrs_config\b", rb"\1%s_config" % product.encode(), content)
    return contents


def build_opm(version: str = bridge.__version__, product: str = "otrs") -> bytes:
    """The package file for ``version`` (``1.2.3``) and ``product``, a key of FAMILY.

    ValueError when OTRS would not understand the version, or when there is no such product.
    """
    if product not in FAMILY:
        raise ValueError(f"no such product: {product!r}; there are: {', '.join(FAMILY)}")
    if not re.fullmatch(r"\d{1,4}(\.\d{1,4}){0,3}", version):
        raise ValueError(f"not a version of an OTRS package: {version!r}")
    package = ElementTree.fromstring(SPECIFICATION.read_bytes())  # noqa: S314 - our own file
    node = package.find("Version")
    assert node is not None
    node.text = version
    package.tag = f"{product}_package"
    frameworks = FAMILY[product][1]
    if frameworks is not None:
        old = package.findall("Framework")
        place = list(package).index(old[0])
        for framework in old:
            package.remove(framework)
        for offset, name in enumerate(frameworks):
            framework = ElementTree.Element("Framework")
            framework.text = name
            package.insert(place + offset, framework)
    file_list = ElementTree.SubElement(package, "Filelist")
    for name, content in package_files(version, product).items():
        file = ElementTree.SubElement(
            file_list, "File", {"Location": name, "Permission": "660", "Encode": "Base64"}
        )
        file.text = base64.b64encode(content).decode()
    ElementTree.indent(package, "    ")
    text = ElementTree.tostring(package, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8" ?>\n{text}\n'.encode()


def main(arguments: list[str] | None = None) -> Path:
    """Write the package file into the folder ``--out`` (default: the current one) and return its path."""
    parser = argparse.ArgumentParser("python -m otrs_config.build", description="Build the OTRS package.")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="folder for the package file")
    parser.add_argument("--version", default=bridge.__version__, help="version of the package")
    parser.add_argument(
        "--for", dest="product", choices=sorted(FAMILY), default="otrs", help="for which system"
    )
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    target: Path = given.out / f"ChatBridge-{given.version}{FAMILY[given.product][0]}.opm"
    target.write_bytes(build_opm(given.version, given.product))
    sys.stdout.write(f"{target}\n")
    return target


if __name__ == "__main__":
    main()
