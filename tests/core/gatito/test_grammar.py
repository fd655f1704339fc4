"""The grammar: exact probabilities, one reading per sentence, nothing held out leaks."""

import math
import random

import pytest

from core.errors import InputError
from core.gatito import lexicon_people
from core.gatito.draw import Sampler, Table, readings
from core.gatito.families import relatives
from core.gatito.families.dialogue import dialogue, small_talk
from core.gatito.families.probes import attractor_sentences
from core.gatito.grammar import SENTENCES, TEXTS, Grammar, vocabulary
from core.gatito.words import adjective, animals, beings, of, people, plural, to

GRAMMAR = Grammar()


def greeting(dice):
    dice.say("hola", dice.pick(Table([("Ana", 3), ("Luis", 1)])))
    if dice.pick(Table([(True, 1), (False, 1)])):
        dice.say("y", "adiós")


def test_a_family_worked_by_hand():
    [reading] = readings(greeting, "hola Luis y adiós")
    assert math.exp(reading.logp) == pytest.approx(1 / 4 * 1 / 2)


def test_all_the_texts_of_a_family_share_one_whole():
    texts = ["hola Ana", "hola Luis", "hola Ana y adiós", "hola Luis y adiós"]
    total = sum(math.exp(reading.logp) for text in texts for reading in readings(greeting, text))
    assert total == pytest.approx(1.0)


def test_table_draws_in_proportion():
    table = Table({"a": 1, "b": 3})
    dice = random.Random(0).random
    drawn = [table.items[table.index(dice())] for _ in range(4000)]
    assert drawn.count("b") / 4000 == pytest.approx(0.75, abs=0.03)


def test_large_enough_to_explore():
    assert len(SENTENCES) + len(TEXTS) >= 60
    assert len({word.lower() for word in vocabulary()}) >= 1500
    assert len(people()) >= 50
    assert len(animals()) >= 40


@pytest.mark.parametrize("family", SENTENCES)
def test_each_sentence_has_exactly_one_reading_with_the_probability_it_was_drawn_with(family):
    drawn = GRAMMAR.sentence(family, seed=f"reading-{family}")
    function = SENTENCES[family][0]
    spellings = {drawn.text, drawn.text[0].lower() + drawn.text[1:]}
    found = [reading.logp for text in spellings for reading in readings(function, text)]
    assert found == [pytest.approx(drawn.logp)]


def test_no_sentence_belongs_to_two_families():
    owner: dict[str, str] = {}
    for family in SENTENCES:
        for seed in range(400):
            text = GRAMMAR.sentence(family, seed=f"{family}-{seed}").text
            assert owner.setdefault(text, family) == family, text


def test_document_repeats_with_its_seed_and_differs_with_another():
    assert GRAMMAR.draw(11) == GRAMMAR.draw(11)
    assert GRAMMAR.draw(11) != GRAMMAR.draw(12)


def test_the_syllabus_sentence_has_the_shares_of_the_syllabus():
    shares = GRAMMAR.next_words("El gato está en la")
    assert shares == pytest.approx({"mesa.": 0.40, "cama.": 0.25, "cocina.": 0.20, "calle.": 0.15})


def test_what_the_world_cannot_say_has_no_probability():
    assert GRAMMAR.sentence_logp("El gato programa en Python.") == -math.inf
    assert GRAMMAR.next_words("Los ordenadores") == {}


def test_training_never_draws_a_held_out_combination():
    verbs = {"comió": "come", "comieron": "come"}
    for seed in range(3000):
        words = GRAMMAR.sentence("simple_deed", seed).text.rstrip(".").split()
        lemma = _lemma(words[2])
        if words[3] in verbs:
            assert not relatives.held_out(lemma, verbs[words[3]], words[5])


def test_held_out_draws_are_held_out():
    for seed in range(300):
        words = GRAMMAR.sentence("simple_deed", seed, held_out=True).text.rstrip(".").split()
        if words[3] in ("comió", "comieron") and words[4:] != ["el", "pan"]:
            assert relatives.held_out(_lemma(words[2]), "come", words[5])


def _lemma(word):
    for being in beings():
        for form in being.forms.values():
            if form.word == word:
                return form.lemma
    raise AssertionError(word)


def test_attractors_differ_from_their_subject():
    for case in attractor_sentences(50):
        assert case.beginning.count(" que ") >= 1
        assert case.verbs[0] != case.verbs[1]
        assert case.forms[0] not in case.forms[1:]
        assert len(case.forms) == 4


def test_dialogues_have_at_most_25_lines_and_recall_the_name_that_was_said():
    for seed in range(400):
        sampler = Sampler(f"dialogue-{seed}")
        dialogue(sampler)
        lines = " ".join(sampler.words).split(" \n ")
        assert len(lines) <= 26
        if lines[-1].startswith("Tu nombre es"):
            assert lines[-1].split()[-1] == lines[0].split()[-1]


def test_held_out_names_are_never_introduced_as_mi_nombre_es():
    hidden = set(lexicon_people.HELD_OUT_NAMES.split())
    for seed in range(2000):
        sampler = Sampler(f"names-{seed}")
        dialogue(sampler)
        first = " ".join(sampler.words).split(" \n ")[0]
        assert not (first.split()[-1].strip(".") in hidden and "nombre" in first)


def test_small_talk_names_nobody():
    sampler = Sampler("talk")
    small_talk(sampler, 200)
    names = set(lexicon_people.NAMES_M.split()) | set(lexicon_people.NAMES_F.split())
    assert not names & {word.strip("¿?.,") for word in " ".join(sampler.words).split()}


def test_leaving_families_out():
    smaller = Grammar(without=["capital_of", "capital_is", "dialogue", "story"])
    for seed in range(300):
        assert "capital de" not in smaller.draw(seed).text


def test_unknown_family_and_nothing_left_are_refused():
    with pytest.raises(InputError, match="unknown"):
        Grammar(without=["no_such_family"])
    with pytest.raises(InputError, match="no sentence family"):
        Grammar(without=list(SENTENCES))


def test_spanish_forms():
    assert [plural(word) for word in ("león", "pez", "jersey")] == ["leones", "peces", "jerseyes"]
    assert adjective("sonriente").forms == ("sonriente", "sonriente", "sonrientes", "sonrientes")
    assert (of("el rey"), to("la reina"), of("los reyes")) == ("del rey", "a la reina", "de los reyes")
