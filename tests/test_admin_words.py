"""What we promise about the words on the pages for the group: none is missing in either language, and none is left over."""

from __future__ import annotations

import re
import tomllib

from bot.adapters.admin.words import words
from bot.adapters.settings import PROJECT

FOLDER = PROJECT / "bot" / "adapters" / "admin"
STRINGS = tomllib.loads((FOLDER / "strings.toml").read_text("utf-8"))
TEMPLATES = "".join(path.read_text("utf-8") for path in (FOLDER / "templates").glob("*.html"))
CODE = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))
# Names that are put together: "menu_" and the name of a page.
PARTS = ("menu_", "f_", "h_", "kind_", "status_", "confidence_", "role_", "part_", "of_", "topic_", "lang_", "w_",
         "alerts_", "notices_")  # fmt: skip


def test_every_string_is_said_in_both_languages():
    assert [key for key, said in STRINGS.items() if set(said) != {"en", "es"} or not all(said.values())] == []


def test_what_is_filled_in_is_the_same_in_both_languages():
    def filled(text: str) -> list[str]:
        return sorted(re.findall(r"\{\w+\}", text))

    assert [key for key, said in STRINGS.items() if filled(said["en"]) != filled(said["es"])] == []


def test_every_string_that_a_page_names_is_there():
    named = set(re.findall(r"\bsay\.(\w+)", TEMPLATES)) | set(re.findall(r"\b(?:say|tell)\(\"(\w+)\"", CODE))
    assert sorted(named - set(words("en"))) == []


def test_no_string_is_left_over():
    mentioned = set(re.findall(r"\w+", TEMPLATES + CODE))
    assert [key for key in STRINGS if key not in mentioned and not key.startswith(PARTS)] == []


def test_what_the_group_reads_uses_none_of_the_words_that_we_do_not_use():
    tone = tomllib.loads((PROJECT / "content" / "tone.toml").read_text("utf-8"))
    said = {language: " ".join(each[language] for each in STRINGS.values()).lower() for language in ("en", "es")}
    found = [word for language in said for word in tone[language] if re.search(rf"\b{re.escape(word)}\b", said[language])]
    assert found == []
