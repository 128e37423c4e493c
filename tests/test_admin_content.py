"""What we promise about words on the pages for the group: shown as people get them, and signed only as they were read."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from dataclasses import replace

import pytest
from managing import Member, engine_of, form_with, inside

from bot.adapters import parsing
from bot.adapters.admin.previews import preview
from bot.adapters.settings import PROJECT
from bot.segments import to_gsm7
from handlers.respond import respond

FILE = "entries/tolerance.toml"


@pytest.fixture
def content(tmp_path):
    """A bank that may be written."""
    folder = tmp_path / "content"
    shutil.copytree(PROJECT / "content", folder, ignore=shutil.ignore_patterns("phrases", "model.npz", "gazetteer.csv.gz"))
    return folder


@pytest.fixture
def engine(settings):
    yield from engine_of(settings.database_url)


@pytest.fixture
def ana(make_app, engine, content) -> Member:
    return inside(make_app, engine, content_dir=content)


def signs(ana: Member, language: str = "es", **typed):
    to = f"/content/entry?file={FILE}&in={language}"
    good = {"name": "Dr. Ada Example", "role": "clinician", "stand": "y", "do": "patch"}
    return ana.submits(form_with(ana.gets(to), "name"), good | typed, to=f"/admin{to}")


def signers(content, language: str = "es") -> tuple[str, ...]:
    path = content / FILE
    return parsing.entry(path, tomllib.loads(path.read_text("utf-8")), FILE).signers(language, "clinician")


def test_an_entry_stands_beside_what_each_channel_shows(ana):
    page = ana.gets(f"/content/entry?file={FILE}&in=es").text
    assert all(channel in page for channel in ("<h3>SMS</h3>", "<h3>Telegram</h3>", "Phone call, spoken", "Web page"))
    assert "GSM-7" in page
    assert "UCS-2" not in page, "Spanish goes out without the accents that would double its price"


@pytest.mark.parametrize("language", ["en", "es"])
def test_words_that_stand_alone_are_the_plainer_ones_by_sms_and_no_others(knowledge, clock, language):
    """Of an entry that the line does not answer from yet: carriers would stop its other words."""
    entry = replace(knowledge.bank.get("fake_pills"), id="not_live_yet")
    shown, wording = preview(entry, language, knowledge, respond, clock()), entry.say(language)
    assert (shown.whole, wording.sms != wording.lead) == (False, True)
    assert [each.text for each in shown.sms] == [to_gsm7(knowledge.numbered(wording.sms))]
    assert knowledge.numbered(wording.lead) in shown.telegram


def test_entries_have_their_page_in_every_language(ana, knowledge):
    """Every twelfth, through the same core that answers people."""
    entries = knowledge.bank.all[::12]
    pages = [(each.file, code) for each in entries for code in each.wording]
    broken = [(file, code) for file, code in pages if ana.gets(f"/content/entry?file={file}&in={code}").status_code != 200]
    assert (len(pages) > 60, broken) == (True, [])


def test_a_signature_is_a_patch_that_git_takes(ana, content):
    patch = signs(ana)
    assert (patch.status_code, patch.mimetype) == (200, "text/x-diff")
    assert signers(content) == (), "nothing is written"
    folder = content.parent
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "apply", "-"], cwd=folder, input=patch.data, check=True)
    assert signers(content) == ("Dr. Ada Example",)


def test_a_signature_is_written_where_the_bank_is_writable(ana, content):
    answer = signs(ana, do="write")
    assert (answer.status_code, signers(content), signers(content, "en")) == (303, ("Dr. Ada Example",), ())
    assert "Dr. Ada Example" in ana.gets(f"/content/entry?file={FILE}&in=es").text


def test_words_that_changed_meanwhile_are_not_signed(ana, content):
    to = f"/content/entry?file={FILE}&in=es"
    form = form_with(ana.gets(to), "name")
    path = content / FILE
    path.write_text(path.read_text("utf-8").replace('lead = "', 'lead = "Ojo. '), "utf-8")
    good = {"name": "Dr. Ada Example", "role": "clinician", "stand": "y"}
    for way in ("write", "patch"):
        answer = ana.submits(form, {**good, "do": way}, to=f"/admin{to}")
        assert (answer.status_code, "The words have changed since this page was shown" in answer.text) == (409, True)
    assert signers(content) == ()
    assert form_with(answer, "name")["name"] == "Dr. Ada Example", "what was typed is still there"
    assert ana.submits(form_with(answer, "name"), {"stand": "y", "do": "write"}, to=f"/admin{to}").status_code == 303


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "A signature needs a name"),
        ({"role": "pope"}, "A signature needs a name"),
        ({"stand": None}, "Tick that you have read"),
        ({"name": "x" * 61}, "Nothing was signed:"),
        ({"name": "a\nb"}, "Nothing was signed:"),
    ],
)
def test_a_signature_that_cannot_be_is_told(ana, content, typed, sentence):
    answer = signs(ana, do="write", **typed)
    assert (answer.status_code, sentence in answer.text, signers(content)) == (422, True, ())


@pytest.mark.parametrize("file", ["../../etc/passwd", "entries/none.toml", "", "lines.toml", "/etc/passwd"])
def test_only_an_entry_of_the_bank_is_shown(ana, file):
    assert ana.gets(f"/content/entry?file={file}").status_code == 404


def test_the_queue_is_by_who_must_sign(ana):
    assert ana.gets("/content/?wait=translator").text.count('class="chip"') > 20
    assert 'class="chip"' not in ana.gets("/content/?wait=nobody").text
    assert FILE in ana.gets("/content/?q=tolerance").text


def test_a_script_in_a_name_is_only_text(ana):
    answer = signs(ana, do="write", name="<script>alert(1)</script>")
    assert "<script>alert" not in answer.text + ana.gets(f"/content/entry?file={FILE}&in=es").text
