"""A command is all of a message and means nothing else: it is no town, and no step of an emergency."""

from __future__ import annotations

from bot.understanding import command_words
from bot.understanding.command_words import ALL, COMMANDS, LANGUAGE_NAMES, SUBJECTS
from bot.understanding.places import read_place


def test_no_command_is_the_name_of_a_town_at_home(knowledge):
    named = {word for word in ALL if any(place.state in knowledge.gazetteer.home for place in knowledge.gazetteer.spelt(word))}
    assert named == set()


def test_a_command_is_read_as_it_would_be_if_it_were_searched_for_a_town(knowledge, monkeypatch):
    at_once = [read_place(word, knowledge.gazetteer, expected=False) for word in sorted(ALL)]
    monkeypatch.setattr(command_words, "ALL", frozenset())
    assert [read_place(word, knowledge.gazetteer, expected=False) for word in sorted(ALL)] == at_once


def test_each_word_stands_for_one_command_only():
    tables = [*COMMANDS.values(), *SUBJECTS.values(), *LANGUAGE_NAMES.values()]
    assert sum(map(len, tables)) == len(ALL)


def test_no_command_is_a_word_of_a_step(knowledge):
    assert {word for word in ALL if tuple(word.split()) in knowledge.bank.words} == set()
