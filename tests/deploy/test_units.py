"""The units for systemd, the image and compose.yaml: what can be said of them without running them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from deploy.render import DEFAULTS, FOLDER, NEEDED, PLACE
from tests.programs import need
from tests.running import ROOT

UNITS = sorted((FOLDER / "systemd").iterdir())
COMPOSE = yaml.safe_load((FOLDER / "container" / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
CONTAINERFILE = (FOLDER / "container" / "Containerfile").read_text(encoding="utf-8")
# The keys that the Compose Specification knows of a service, of those that are of use here.
KNOWN = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "networks", "ports",
    "read_only", "restart", "security_opt", "stop_grace_period", "tmpfs", "volumes",
}  # fmt: skip
OWN = ("setup", "web1", "web2", "worker", "scheduler")


def commands_of(text: str) -> list[str]:
    return re.findall(r"manage\.py,? (\w+)", text)


def test_systemd_takes_the_units(tmp_path):
    program = need("systemd-analyze")
    home = tmp_path / "home"
    (home / ".venv" / "bin").mkdir(parents=True)
    (home / ".venv" / "bin" / "python").symlink_to("/bin/true")
    (home / "embassy.env").touch()
    names = []
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/srv/embassy", str(home))
        for name in {unit.name, unit.name.replace("@.", "@8001.")}:
            (tmp_path / name).write_text(text.replace("/etc/embassy.env", str(home / "embassy.env")), encoding="utf-8")
        names.append(unit.name.replace("@.", "@8001."))
    done = subprocess.run(
        [program, "verify", "--man=no", *names],
        cwd=tmp_path,
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if "embassy" in line]
    assert (done.returncode, said) == (0, []), done.stderr


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_unit_may_write_in_one_folder_only_and_is_nobodys_root(unit):
    lines = unit.read_text(encoding="utf-8").splitlines()
    for wanted in ("User=embassy", "NoNewPrivileges=yes", "ProtectSystem=strict", "ReadWritePaths=/srv/embassy/var"):
        assert wanted in lines
    assert [line for line in lines if line.startswith("ReadWritePaths")] == ["ReadWritePaths=/srv/embassy/var"]


def test_units_and_compose_start_the_same_commands():
    units = {name for unit in UNITS for name in commands_of(unit.read_text(encoding="utf-8"))}
    compose = {name for service in SERVICES.values() for name in commands_of(", ".join(service.get("command", [])))}
    assert units == compose == {"prepare_release", "background_worker", "scheduler"}


def test_compose_names_only_what_there_is():
    assert set(SERVICES) == {*OWN, "nginx", "database", "redis"}
    for name, service in SERVICES.items():
        assert set(service) <= KNOWN, name
        assert set(service["networks"]) <= set(COMPOSE["networks"]), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or source.startswith(("..", "${")), (name, volume)
        waits = service.get("depends_on", {})
        for other in waits:
            assert other in SERVICES, (name, other)
            condition = waits[other]["condition"] if isinstance(waits, dict) else "service_started"
            if condition == "service_healthy":
                assert "healthcheck" in SERVICES[other], (name, other)
            if condition == "service_completed_successfully":
                assert SERVICES[other]["restart"] == "no", (name, other)
        assert re.search(r":[^/]+$", service["image"]), f"{name}: no version"
    build = SERVICES["web1"]["build"]
    assert (FOLDER / "container" / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).is_file()


def test_only_nginx_is_reached_from_outside_and_no_process_of_the_site_is_root():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    for name in OWN:
        assert SERVICES[name]["cap_drop"] == ["ALL"], name
        assert SERVICES[name]["read_only"] is True, name
    assert CONTAINERFILE.index("\nUSER embassy\n") < CONTAINERFILE.index("\nCMD ")


def test_compose_gives_nginx_every_value_and_the_site_only_variables_that_it_reads():
    templates = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / "nginx").iterdir())
    places = set(PLACE.findall(templates))
    assert places == {*DEFAULTS, *NEEDED}
    assert set(SERVICES["nginx"]["environment"]) == places
    table = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    for name in SERVICES["web1"]["environment"]:
        assert f"`{name}`" in table, name


def test_what_the_image_is_made_of_is_there():
    stages = re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE)
    assert all(re.fullmatch(r"docker\.io/library/python:3\.\d+-slim-\w+", stage) for stage in stages)
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE):
        assert all((ROOT / source).exists() for source in sources.split()), sources
    left_out = (ROOT / ".containerignore").read_text(encoding="utf-8").split()
    assert {".env", "var", ".git", ".venv"} <= set(left_out)


def test_what_is_asked_of_the_owner_in_compose_is_told_at_its_top():
    text = Path(FOLDER / "container" / "compose.yaml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", text))
    assert {name for name in asked if name not in text.split("name: embassy")[0]} == set()
