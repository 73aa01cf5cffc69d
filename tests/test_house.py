"""The commands around the site: the Makefile, the first start, its settings file, and the sentence for each thing
that can be missing.
"""

import contextlib
import json
import os
import re
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, Site

from config import bootstrap
from config.budgets import code_lines
from config.install import CannotStart, allowed_hosts, changed_lines, check_port, read_port, write_env
from core.addresses import RESERVED
from home.first_start import add_accounts, is_empty, update_address
from tests.programs import REASON, summary

ROOT = Path(__file__).resolve().parent.parent


def values(path):
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if not line.startswith("#"))


def test_make_alone_lists_the_commands():
    done = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    for command in ("run", "dev", "test", "check"):
        assert f"make {command} " in done.stdout


def test_the_first_start_writes_a_settings_file_that_only_its_owner_reads(tmp_path):
    path = tmp_path / ".env"
    write_env(path, "127.0.0.1", 8123)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    written = values(path)
    assert written["BASE_URL"] == "http://127.0.0.1:8123"
    assert {"localhost", "127.0.0.1", "second.localhost"} <= set(written["ALLOWED_HOSTS"].split(","))
    assert len(written["SECRET_KEY"]) >= 50


def test_a_second_start_keeps_the_key_and_follows_the_port(tmp_path):
    path = tmp_path / ".env"
    write_env(path, "127.0.0.1", 8123)
    first = values(path)
    path.write_text(path.read_text() + "MAX_AUDIO_MB=7\n")
    write_env(path, "127.0.0.1", 8124)
    assert values(path) == first | {"BASE_URL": "http://127.0.0.1:8124", "MAX_AUDIO_MB": "7"}


def test_a_start_on_the_same_port_leaves_the_file_alone(tmp_path):
    path = tmp_path / ".env"
    write_env(path, "127.0.0.1", 8123)
    os.utime(path, (1, 1))
    write_env(path, "127.0.0.1", 8123)
    assert path.stat().st_mtime == 1


def test_an_address_that_the_owner_set_is_not_changed():
    lines = ["SECRET_KEY=x", "BASE_URL=https://embassy.example", "ALLOWED_HOSTS=embassy.example"]
    assert changed_lines(lines, "127.0.0.1", 9000) == lines


def test_listening_everywhere_keeps_an_address_that_a_browser_can_open(tmp_path):
    write_env(tmp_path / ".env", "0.0.0.0", 8000)
    assert values(tmp_path / ".env")["BASE_URL"] == "http://127.0.0.1:8000"
    assert socket.gethostname() in allowed_hosts("0.0.0.0")


def test_a_taken_port_gives_one_sentence_with_the_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} is taken .* PORT={port + 1}"):
            check_port("127.0.0.1", port)
        done = subprocess.run(
            [sys.executable, "-m", "config.launch", "run"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port), "HOST": "127.0.0.1"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is taken")
    assert len(done.stderr.splitlines()) == 1


def test_a_host_of_another_machine_gives_one_sentence():
    with pytest.raises(CannotStart, match=r"HOST is “192\.0\.2\.1”"):
        check_port("192.0.2.1", 8000)


@given(st.text(max_size=8))
def test_a_port_is_a_number_or_a_sentence(text):
    with contextlib.suppress(CannotStart):
        assert 1 <= read_port(text) <= 65535


@pytest.mark.parametrize("text", ["", "0", "65536", "80a", "-1", "٣"])
def test_a_port_that_is_none_is_named(text):
    with pytest.raises(CannotStart, match="PORT is"):
        read_port(text)


def test_an_old_python_is_named():
    bootstrap.check_python((3, 11, 0), "python3")
    with pytest.raises(bootstrap.CannotSetUp, match=r"needs Python 3\.11 or newer, and python3 is 3\.9"):
        bootstrap.check_python((3, 9, 2), "python3")


def test_a_missing_venv_module_names_its_package(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(bootstrap.CannotSetUp, match="apt-get install python3-venv"):
        bootstrap.check_venv_module()


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(bootstrap.CannotSetUp, match="Nothing can be written to"):
        bootstrap.check_folder(tmp_path / "absent")


def test_a_missing_network_is_told_apart_from_other_failures():
    say = "import sys; sys.stderr.write({!r}); sys.exit(1)"
    with pytest.raises(bootstrap.CannotSetUp, match="check its network"):
        bootstrap.run(sys.executable, "-c", say.format("Temporary failure in name resolution\n"))
    with pytest.raises(bootstrap.CannotSetUp, match="the reason stands above"):
        bootstrap.run(sys.executable, "-c", say.format("disk full\n"))


def test_a_finished_environment_is_not_made_again(tmp_path):
    stamp = tmp_path / ".complete"
    assert not bootstrap.is_ready(stamp, "abc site")
    stamp.write_text("abc everything")
    assert bootstrap.is_ready(stamp, "abc site")
    assert bootstrap.is_ready(stamp, "abc everything")
    stamp.write_text("abc site")
    assert not bootstrap.is_ready(stamp, "abc everything")


def node_packages(tmp_path):
    """A copy of the site's folder that has the lock of the node tools and nothing else."""
    (tmp_path / "tests" / "node").mkdir(parents=True)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        (tmp_path / "tests" / "node" / name).write_bytes((ROOT / "tests" / "node" / name).read_bytes())
    return tmp_path


def put_npm(root, script):
    path = root / ".venv" / "bin" / "npm"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_the_node_tools_are_installed_once_for_each_lock(tmp_path):
    root = node_packages(tmp_path)
    put_npm(root, f"echo run >> {tmp_path}/runs")
    for _start in range(2):
        bootstrap.add_node_tools(root)
    assert (root / "runs").read_text() == "run\n"
    lock = root / "tests" / "node" / "package-lock.json"
    lock.write_text(lock.read_text() + " ")
    bootstrap.add_node_tools(root)
    assert (root / "runs").read_text() == "run\nrun\n"


def test_without_the_npm_registry_all_else_goes_on(tmp_path, capsys):
    root = node_packages(tmp_path)
    put_npm(root, "echo 'npm error code ENOTFOUND' >&2; exit 1")
    bootstrap.add_node_tools(root)
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert said.startswith("The validator of HTML and axe are not installed")
    assert "check its network" in said
    assert not (root / ".venv" / "node" / ".complete").exists()


@pytest.mark.parametrize("folder", ["tests/node", "benchmarks/lighthouse"])
def test_locks_of_node_name_exact_versions_and_no_host(folder):
    package = json.loads((ROOT / folder / "package.json").read_text())
    wanted = package.get("devDependencies", {}) | package.get("dependencies", {})
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    for name, version in wanted.items():
        assert lock[f"node_modules/{name}"]["version"] == version
    assert [name for name, entry in lock.items() if "resolved" in entry] == []
    assert [name for name, entry in lock.items() if name and "integrity" not in entry] == []


def test_the_bootstrap_can_be_read_by_an_older_python():
    import ast

    source = (ROOT / "config" / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))


@pytest.mark.django_db
def test_accounts_are_made_once_with_passwords_of_their_own():
    passwords = add_accounts()
    assert set(passwords) == {"admin", "editor"}
    assert len(set(passwords.values())) == 2
    accounts = {user.username: user for user in get_user_model().objects.all()}
    assert accounts["admin"].is_superuser
    assert accounts["admin"].check_password(passwords["admin"])
    assert not accounts["editor"].is_superuser
    assert [group.name for group in accounts["editor"].groups.all()] == ["Editors"]
    assert add_accounts() == {}


@pytest.mark.django_db
def test_the_sites_follow_the_base_url():
    root = Page.get_first_root_node()
    default = Site.objects.get(is_default_site=True)
    second = Site.objects.create(hostname="second.localhost", port=8000, root_page=root.get_children().first())
    other = Site.objects.create(hostname="other.example", port=443, root_page=root.get_children().first())
    update_address("http://127.0.0.1:8123")
    for site in (default, second, other):
        site.refresh_from_db()
    assert (default.hostname, default.port) == ("127.0.0.1", 8123)
    assert (second.hostname, second.port) == ("second.localhost", 8123)
    assert (other.hostname, other.port) == ("other.example", 443)
    update_address("https://embassy.example")
    default.refresh_from_db()
    assert default.root_url == "https://embassy.example"


@pytest.mark.django_db
def test_a_new_database_counts_as_empty(request):
    assert is_empty()
    request.getfixturevalue("missions")
    assert not is_empty()


def test_the_address_table_names_every_reserved_word():
    text = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`([^`\s]+)`", text.split("## Reserved words")[1])) - {
        "news",
        "events",
        "music",
    } == RESERVED - {
        "news",
        "events",
        "music",
    }


def test_the_example_names_every_setting_that_is_read():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    read = set()
    for path in (ROOT / "config" / "settings").glob("*.py"):
        read |= set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", path.read_text(encoding="utf-8")))
    assert {name for name in read if f"{name}=" not in example} == set()


def test_what_was_left_out_is_told_with_the_command_that_brings_it():
    assert summary([f"Skipped: {REASON}chromium", "Skipped: for another reason"]) == [
        "chromium is missing, so some tests were left out. It comes with: sudo apt-get install chromium"
    ]


def test_lines_of_code_are_counted_without_comments_and_docstrings():
    assert code_lines(
        '"""Says."""\n\n# why\nx = 1\n\n\ndef f():\n    """Does."""\n    return [\n        1,\n    ]\n'
    ) == {
        4,
        7,
        9,
        10,
        11,
    }


def test_the_tests_own_servers_need_no_settings():
    """``python -m tests.on_postgresql`` starts before Django knows of any."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", "import tests.on_postgresql"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
