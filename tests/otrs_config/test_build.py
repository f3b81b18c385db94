"""The package file, and that its parts fit together, without an OTRS."""

import base64
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

import bridge
from otrs_config.build import SOURCE, WEB_SERVICE, build_opm, main, package_files

SETTINGS = ElementTree.parse(SOURCE / "Kernel/Config/Files/XML/ChatBridge.xml").getroot()
SERVICE = yaml.safe_load(WEB_SERVICE.read_text())


def package(version="1.2.3"):
    return ElementTree.fromstring(build_opm(version))


def test_the_same_source_gives_the_same_bytes():
    assert build_opm() == build_opm()
    program = "import sys; from otrs_config.build import build_opm; sys.stdout.buffer.write(build_opm())"
    again = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=Path.cwd())
    assert again.stdout == build_opm()


def test_it_is_a_package_that_otrs_can_read():
    root = package()
    assert root.tag == "otrs_package"
    for name in ("Name", "Version", "Vendor", "License", "Description", "Framework", "Filelist"):
        assert root.find(name) is not None, name
    assert root.findtext("Version") == "1.2.3"
    assert [f.text for f in root.findall("Framework")] == ["6.0.x", "6.5.x", "7.0.x", "7.1.x", "7.2.x"]
    assert root.findtext("ModuleRequired") == "REST::Client"


def test_every_file_is_in_it_as_it_is():
    files = {f.get("Location"): f for f in package().iterfind("Filelist/File")}
    on_disk = {
        p.relative_to(SOURCE).as_posix() for p in SOURCE.rglob("*") if p.is_file() and p.suffix != ".sopm"
    }
    assert set(files) == on_disk | {"var/packagesetup/ChatBridge.yml"}
    for name, file in files.items():
        assert (file.get("Encode"), file.get("Permission")) == ("Base64", "660")
        content = base64.b64decode(file.text, validate=True)
        if name.endswith("Directory.pm") and "System" in name:
            assert b"$AddOnVersion = '1.2.3'" in content
        else:
            assert content == (WEB_SERVICE if name.endswith(".yml") else SOURCE / name).read_bytes()


def test_the_version_is_the_bridges():
    assert ElementTree.fromstring(build_opm()).findtext("Version") == bridge.__version__


def test_otobo_gets_the_same_with_its_own_root_elements():
    root = ElementTree.fromstring(build_opm("1.2.3", "otobo"))
    assert root.tag == "otobo_package"
    assert [f.text for f in root.findall("Framework")] == ["11.0.x"]
    ours, theirs = package_files("1.2.3"), package_files("1.2.3", "otobo")
    different = [name for name in ours if ours[name] != theirs[name]]
    assert different == ["Kernel/Config/Files/XML/ChatBridge.xml"]
    settings = ElementTree.fromstring(theirs[different[0]])
    assert (settings.tag, settings.get("version"), settings.get("init")) == (
        "otobo_config",
        "2.0",
        "Application",
    )
    assert [s.get("Name") for s in settings] == [s.get("Name") for s in SETTINGS]
    inside = {f.get("Location"): base64.b64decode(f.text) for f in root.iterfind("Filelist/File")}
    assert inside == theirs
    same = [node.tag for node in package() if node.tag != "Framework"]
    assert [node.tag for node in root if node.tag != "Framework"] == same
    assert build_opm("1.2.3", "otobo") == build_opm("1.2.3", "otobo")


def test_nothing_in_it_names_what_only_one_of_the_family_has():
    """Tables and headers have other names in OTOBO; the code goes through the ticket system's own modules."""
    for name, content in package_files("0").items():
        if name.endswith(".pm"):
            assert not re.search(rb"article_data_otrs|X-OTRS|/opt/otrs|otrs_config", content), name


def test_the_command_builds_for_otobo(tmp_path):
    path = main(["--out", str(tmp_path), "--version", "9.8.7", "--for", "otobo"])
    assert path.name == "ChatBridge-9.8.7-otobo.opm"
    assert path.read_bytes() == build_opm("9.8.7", "otobo")


def test_there_is_no_package_for_others():
    with pytest.raises(ValueError, match="product"):
        build_opm("1.0.0", "zammad")


@pytest.mark.parametrize("version", ["", "1.0b2", "1.0.0.0.1", "x", "1.0\n", "<1>"])
def test_a_version_that_otrs_would_not_understand_is_refused(version):
    with pytest.raises(ValueError, match="version"):
        build_opm(version)


def test_the_command_writes_the_file(tmp_path, capsys):
    path = main(["--out", str(tmp_path / "new" / "folder"), "--version", "9.8.7"])
    assert path.name == "ChatBridge-9.8.7.opm"
    assert path.read_bytes() == build_opm("9.8.7")
    assert str(path) in capsys.readouterr().out


def test_web_service_settings_and_modules_name_the_same_operations():
    operations = SERVICE["Provider"]["Operation"]
    routes = SERVICE["Provider"]["Transport"]["Config"]["RouteOperationMapping"]
    registered = {
        s.get("Name").rpartition("::")[2]
        for s in SETTINGS
        if s.get("Name").startswith("GenericInterface::Operation::Module###ChatBridge::")
    }
    modules = {p.stem for p in (SOURCE / "Kernel/GenericInterface/Operation/ChatBridge").glob("*.pm")}
    assert set(operations) == set(routes) == registered == modules
    for name, operation in operations.items():
        assert operation["Type"] == f"ChatBridge::{name}"
        assert routes[name] == {"ParserBackend": "JSON", "RequestMethod": ["POST"], "Route": f"/{name}"}
    assert SERVICE["Debugger"]["DebugThreshold"] == "error"  # "debug" writes passwords down


def test_all_perl_modules_that_are_named_exist():
    sources = {name: text.decode() for name, text in package_files("0").items()}
    named = set()
    for text in sources.values():
        named |= set(re.findall(r"\bKernel::(?:System::ChatBridge|Modules|Autoload)::\w+", text))
        named |= set(re.findall(r"\bKernel::Output::HTML::FilterElementPost::\w+", text))
    assert len(named) > 10
    for module in named:
        assert f"{module.replace('::', '/')}.pm" in sources
    for name, text in sources.items():
        if name.endswith(".pm") and "/Autoload/" not in name:
            assert f"package {name[:-3].replace('/', '::')};" in text


def test_every_setting_is_described_in_german():
    translations = (SOURCE / "Kernel/Language/de_ChatBridge.pm").read_text().replace("\\'", "'")
    for setting in SETTINGS:
        text = setting.findtext("Description")
        assert f"'{text}'" in translations or text.startswith("GenericInterface module")


def test_perl_files_say_whose_they_are_and_stay_small():
    for path in SOURCE.rglob("*.pm"):
        text = path.read_text()
        assert "SPDX-License-Identifier: GPL-3.0-or-later" in text, path
        assert text.endswith("1;\n"), path
        assert len(text.splitlines()) <= 320, path
