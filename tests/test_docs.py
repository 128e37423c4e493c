"""What we promise to a group without an engineer: the pages name only what exists, and what they paste is what we say."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from configparser import RawConfigParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from actors import Texter
from flask import Flask

from bot import lastresort
from bot.adapters import carrier_texts
from bot.adapters.settings import FIELDS, PROJECT
from bot.cli import COMMANDS, parser
from bot.knowledge import Knowledge
from bot.segments import forcing
from handlers.respond import ORDER

PAGES = sorted([*(PROJECT / "docs").glob("*.md"), *(PROJECT / "deploy").glob("*.md"), *PROJECT.glob("*.md")])
DEPLOY = PROJECT / "deploy"
# What a page writes where you put something of your own.
YOURS = re.compile(r"[<>*]|yours|ADDRESS|^var/|last-good")


def name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def text(page: str) -> str:
    return (PROJECT / page).read_text(encoding="utf-8")


def code(page: Path) -> Iterator[str]:
    """Every line of code in a page, in blocks and between backticks."""
    inside = False
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.strip().startswith("```"):
            inside = not inside
        elif inside:
            yield line.strip()
        else:
            yield from re.findall(r"`([^`]+)`", line)


def commands(page: Path) -> Iterator[list[str]]:
    """The arguments of every call of `safertext` in a page."""
    for line in code(page):
        for call in re.findall(r"(?<!exec )\bsafertext (?!safertext)([a-z][^|>&#`]*)", line):
            yield shlex.split(call.replace("'", ""))


def table(page: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its first two lines."""
    below = text(page).split(heading, 1)[1].splitlines()
    first = next(at for at, line in enumerate(below) if line.lstrip().startswith("|"))
    rows = []
    for line in below[first + 2 :]:
        if not line.lstrip().startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip().strip("|").split("|")])
    return rows


def blocks(page: str, heading: str) -> list[str]:
    """The code blocks of a section."""
    section = re.split(r"^## ", text(page).split(heading, 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"^```\w*\n(.*?)\n```", section, flags=re.DOTALL | re.MULTILINE)


# --- what the pages name exists


def can_be_typed(arguments: list[str]) -> bool:
    """Whether the command line takes `arguments`, or takes them with a file; nothing is run."""
    for typed in (arguments, [*arguments, "FILE"]):
        try:
            parser(typed).parse_args(typed)
        except SystemExit as leave:
            if leave.code:
                continue
        return True
    return False


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_that_a_page_names_can_be_typed(page: Path) -> None:
    """With its options, word for word."""
    assert [" ".join(arguments) for arguments in commands(page) if not can_be_typed(arguments)] == []


def test_the_pages_do_name_commands() -> None:
    """So that the test above looks at something."""
    named = {arguments[0] for page in PAGES for arguments in commands(page)}
    assert {"check", "places", "chat", "ask", "telegram"} <= named


def test_every_command_that_a_group_needs_stands_on_a_page() -> None:
    named = {arguments[0] for page in PAGES for arguments in commands(page)}
    by_make = {"train", "evaluate"}
    assert sorted(set(COMMANDS) - named - by_make) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), flags=re.MULTILINE))
    named = {found[1] for line in code(page) if (found := re.search(r"\bmake ([a-z]+)\b(?! python3)", line))}
    assert sorted(named - targets) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_file_that_a_page_links_exists(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_file_of_ours_that_a_page_names_exists(page: Path) -> None:
    spans = re.findall(r"`((?:bot|content|deploy|docs|handlers|migrations|tests|var)/[\w./<>*-]*)`", page.read_text("utf-8"))
    assert [span for span in spans if not YOURS.search(span) and not (PROJECT / span).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_setting_that_a_page_names_is_one(page: Path) -> None:
    example = {line.partition("=")[0] for line in text(".env.example").splitlines() if not line.startswith("#")}
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", page.read_text(encoding="utf-8")))
    assert sorted(named - example) == []
    assert example - {""} == set(FIELDS)


def test_the_index_lists_every_page() -> None:
    pages = {page.name for page in (PROJECT / "docs").glob("*.md")} - {"README.md"}
    assert sorted(pages - set(re.findall(r"\]\(([\w-]+\.md)\)", text("docs/README.md")))) == []


def test_the_order_on_the_page_is_the_order_of_the_program() -> None:
    assert [cells[0] for cells in table("docs/how-it-works.md", "## The order table")] == [need.name for need in ORDER]


# --- what the pages paste is what the program says


def test_the_fallback_to_paste_is_the_one_that_the_server_gives(app: Flask) -> None:
    pasted = blocks("docs/go-live.md", "## 6. ")[0]
    assert pasted == app.test_client().get("/fallback.xml").text


def test_the_fallback_for_calls_is_the_one_that_the_server_gives(app: Flask) -> None:
    pasted = blocks("docs/go-live.md", "## 6. ")[1]
    assert pasted == app.test_client().get("/fallback-voice.xml").text


def test_the_samples_to_register_are_texts_that_we_send(knowledge: Knowledge) -> None:
    pasted = blocks("docs/go-live.md", "## 5. ")
    entry = knowledge.bank.get("naloxone_expired_storage")
    assert entry
    assert pasted[2:] == [lastresort.STEPS["en"], knowledge.lead(entry, "en")]


def test_stop_start_and_help_to_paste_are_those_of_the_content() -> None:
    pasted = blocks("docs/go-live.md", "## 7. ")
    assert pasted == [each.text for each in carrier_texts.texts(PROJECT / "content")]


ROWS = table("docs/go-live.md", "## 10. ")


@pytest.mark.parametrize(("typed", "begins"), ROWS, ids=[row[0] for row in ROWS])
def test_a_text_to_try_on_real_phones_gets_the_answer_on_the_page(texter: Texter, typed: str, begins: str) -> None:
    assert " ".join(texter.says(typed))[: len(begins)] == begins


def test_the_twiml_of_the_last_day_is_twiml() -> None:
    pasted = re.findall(r"<\?xml.*?</Response>", text("docs/runbook.md"), flags=re.DOTALL)
    assert [child.tag for each in pasted for child in ET.fromstring(each.encode())] == ["Message", "Say"]
    assert [forcing(each) for each in pasted] == [None, None]


# --- the files in deploy/


def unit() -> RawConfigParser:
    """The systemd unit; where a key is repeated, the last one."""
    parser = RawConfigParser(strict=False, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / "safertext.service", encoding="utf-8")
    return parser


def test_the_service_starts_what_our_command_understands() -> None:
    """The unit's own command line, with the program that is installed here, asked for help."""
    program, *arguments = shlex.split(unit()["Service"]["ExecStart"])
    assert program == "/opt/safertext/.venv/bin/safertext"
    installed = Path(sys.executable).parent / "safertext"
    ran = subprocess.run([installed, *arguments, "--help"], capture_output=True, text=True, timeout=30, check=False)
    assert (ran.returncode, ran.stdout.split("\n")[0]) == (0, "usage: safertext serve [-h]")


def test_the_service_has_no_rights_and_leaves_no_trace_on_the_disk() -> None:
    asked = {"User": "safertext", "ProtectSystem": "strict", "ReadWritePaths": "/opt/safertext/var", "NoNewPrivileges": "yes",
             "CapabilityBoundingSet": "", "LimitCORE": "0", "MemorySwapMax": "0", "Restart": "always"}  # fmt: skip
    assert {key: unit()["Service"][key] for key in asked} == asked


def test_the_proxy_writes_about_certificates_and_nothing_else() -> None:
    lines = [line.strip() for line in text("deploy/Caddyfile").splitlines() if not line.strip().startswith("#")]
    assert [line for line in lines if line.startswith("log")] == ["log {"]
    (included,) = [line for line in lines if line.startswith("include")]
    assert all(logger.startswith("tls.") for logger in included.split()[1:])


def test_the_images_are_pinned() -> None:
    images = re.findall(r"^(?:FROM|\s+image:) (\S+)", text("deploy/Containerfile") + text("deploy/compose.yaml"), re.MULTILINE)
    assert [bool(re.fullmatch(r"\w+:\d+\.\d+\.\d+-[\w.-]+", image)) for image in images] == [True, True]


def test_the_container_runs_read_only_as_nobody_and_is_asked_how_it_is() -> None:
    build, compose = text("deploy/Containerfile"), text("deploy/compose.yaml")
    assert [part in build for part in ("\nUSER 10001\n", "HEALTHCHECK", "/healthz", "--require-hashes")] == [True] * 4
    assert [part in compose for part in ('user: "10001:10001"', "read_only: true", "cap_drop: [ALL]")] == [True] * 3
    copied = re.findall(r"^COPY (\S+)", build, flags=re.MULTILINE)
    assert [source for source in copied if source == "." or not (PROJECT / source).exists()] == []


def test_the_health_check_is_answered_with_trusted_hosts_as_the_page_sets_them(make_app: Callable[..., Flask]) -> None:
    hosts = re.search(r"`(bot\.example\.org,[\w.]+)`", text("docs/go-live.md"))
    assert hosts
    client = make_app(trusted_hosts=tuple(hosts[1].split(","))).test_client()
    assert client.get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200
