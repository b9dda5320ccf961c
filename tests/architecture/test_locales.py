"""Every catalogue says what the code says, is compiled as it stands, and keeps to its own English."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from tools import locales

BRITISH = (
    "mum|mums|mummy|cot|cots|nappy|nappies|GP|GPs|health visitor|flat|flats|cheque|cheques|favourite|"
    "favourites|colour|colours|centre|centres|whilst|fortnight|fortnights|rota|rotas|solicitor|"
    "solicitors|instalment|instalments|neighbour|neighbours|behaviour|postcode|tick|ticked|untick|"
    r"pushchair|pram|childminder|paracetamol|learnt|towards|current account|\w+ise|\w+ised|\w+ising|"
    "organisation|organisations"
)
SAME_IN_BOTH = (
    "flat rate|"
    "otherwise|likewise|promise|promised|promising|rise|exercise|raise|raised|wise|arise|advise|"
    "precise|noise|surprise|surprised|advised|premise|supervise|supervised|revise|revised|praise|"
    "compromise|comprise|disguise|merchandise|franchise|raising|rising|demise|enterprise|expertise"
)
AMERICAN = (
    "mom|moms|mommy|crib|cribs|diaper|diapers|apartment|apartments|favorite|favorites|color|colors|"
    "center|centers|installment|installments|neighbor|neighbors|behavior|ZIP code|stroller|"
    r"acetaminophen|checking account|vacation|attorney|organize\w*|recognize\w*|realize\w*|"
    "canceled|toward"
)
NAMED_FOR_BOTH = {"cot or crib", "the place (GPS)"}
"""What is said where no country is known, and what only looks like a word of one."""


def said_in(locale):
    """(place, what is said) of every message of a locale."""
    with (locales.FOLDER / locale / "LC_MESSAGES" / "kinhold.po").open("rb") as file:
        for message in read_po(file, locale=locale):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            own = message.string if isinstance(message.string, tuple) else (message.string,)
            for known, words in zip(ids, own, strict=True):
                if known:
                    yield known, words or known


def words_of(pattern, locale, *, but=SAME_IN_BOTH):
    found = re.compile(rf"(?<!%\()\b(?!(?:{but})\b)(?:{pattern})\b", re.IGNORECASE)
    return [
        said for _, said in said_in(locale) if found.search(said) and said not in NAMED_FOR_BOTH
    ]


@pytest.mark.parametrize("locale", locales.LOCALES)
def test_a_catalogue_has_exactly_what_is_said(locale):
    path = locales.FOLDER / locale / "LC_MESSAGES" / "kinhold.po"
    with path.open("rb") as file:
        known = {(message.id, message.context) for message in read_po(file, locale=locale)}
    wanted = {(message.id, message.context) for message in locales.brought_up(locale)}

    assert known == wanted, "run make locales"


@pytest.mark.parametrize("domain", locales.DOMAINS)
@pytest.mark.parametrize("locale", locales.LOCALES)
def test_a_compiled_catalogue_is_what_its_text_compiles_to(locale, domain):
    folder = locales.FOLDER / locale / "LC_MESSAGES"
    text = (folder / "kinhold.po").read_bytes()

    assert (folder / f"{domain}.mo").read_bytes() == locales.compiled(text, locale)


def test_british_english_has_no_words_of_its_own():
    assert [said for known, said in said_in("en_GB") if said != known] == []


def test_no_british_word_is_said_to_americans():
    assert words_of(BRITISH, "en_US") == []


def test_no_american_word_is_said_to_the_british():
    assert words_of(AMERICAN, "en_GB") == []


def test_the_lists_of_words_bite():
    british = re.compile(rf"\b(?!(?:{SAME_IN_BOTH})\b)(?:{BRITISH})\b", re.IGNORECASE)

    assert british.search("Ask Mum about the cot")
    assert british.search("We recognise it")
    assert not british.search("A promise, kept otherwise")


def gaps(text):
    named = (
        {name for _, name, _, _ in Formatter().parse(text) if name} if "%(" not in text else set()
    )
    return named | set(re.findall(r"%\((\w+)\)s", text))


def test_words_of_its_own_have_the_gaps_of_the_message():
    assert [said for known, said in said_in("en_US") if gaps(known) != gaps(said)] == []
