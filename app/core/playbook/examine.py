"""The typed shape of what a letter is examined with: numbers and names, and the cues of one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt

from .base import Rule, Sourced

PartName = Literal["apology", "explanation", "remedy", "closing"]


class Length(Sourced):
    """Say how long is too long, in words and in Han characters, and why."""

    words: StrictInt = Field(gt=0)
    han: StrictInt = Field(gt=0)
    reason: str


class Titles(Rule):
    """Hold the titles that stand before and after a name; those that are `doubtful` may be surnames."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    doubtful: tuple[str, ...] = ()


class Vocabulary(Rule):
    """Hold words that identify nobody: everyday words, and what companies are called by their trade.

    `ordinary` Latin words never count alone nor together unless written as a name; `trade` words never
    count alone, and `goods`, which are what is sold, not in running text either where a name is made of
    these alone. `kinds` stand before a company's name, `courtesies` before one that is addressed, `linking`
    words small inside it. A company that is called by an everyday word counts beside one of `companies`.
    `han` are common words that a name must not cut through; `han_legal` and then `han_trade` are taken off
    the two ends of a company's or a document's name. `attached` are what Arabic writes together with the
    word that follows, `latin_endings` what German puts after a name, `endings` what the cases put after a
    Cyrillic one, `changing` what they put it in place of, `particles` what Korean puts after a name. Latin
    words of `han_trade` name papers. A word of `han_forms` is a Han character and its other forms, which
    count as the same.

    `han_places`, and what ends in one of `han_units` but in none of `han_no_units`, come before a Chinese
    company's name; before one of `name_first` the name comes before the trade. A short name in a script
    that parts no words stands after `lead` or before `trail`, or else between `near_lead` and `near_trail`.
    In `places` stand together the ways in which one place is written; `wide` ones say too little. One of
    `residents` or `sides` after a place, and of the first before it and `at_place`, is somebody there, unless
    `many` follows.
    A given name of one character stands between `familiar_before` and `familiar_after`.
    Writers name themselves after one of `introduces`; names follow no `articles`, and `capital` words are
    no names. After the `indefinite` ones, and after any where the first word is one of `qualifying`, words
    with a hyphen say of what kind something is; `compounds` are everyday words that are made of two, with
    and without a hyphen. `surnames` maps Latin spellings to Han characters.
    """

    ordinary: str
    common: str
    trade: str
    goods: str
    legal: str
    kinds: str
    courtesies: str
    linking: str
    companies: str
    han: str
    han_legal: str
    han_trade: str
    han_places: str
    places: tuple[str, ...]
    wide: str
    residents: str
    sides: str
    at_place: str
    many: str
    han_units: str
    han_no_units: str
    name_first: str
    lead: str
    trail: str
    near_lead: str
    near_trail: str
    introduces: str
    familiar_before: str
    familiar_after: str
    articles: str
    indefinite: str
    qualifying: str
    compounds: str
    capital: str
    surnames: str
    han_forms: str
    attached: str
    endings: str
    latin_endings: str
    changing: str
    particles: str
    compound_surnames: str
    surname_readings: str
    free_mail: tuple[str, ...]
    mailboxes: str
    suffixes: str


class Secrets(Rule):
    """Say what counts as confidential: marks of money and of quantity, and which contents are.

    `scales` are words after a number, and how often it counts with them. `numerals` and `steps` are those
    of a number written out, `percent` comes before a share in hundredths, `tenths` after one in tenths.
    """

    contents: tuple[str, ...]
    deletion: tuple[str, ...]
    currencies: tuple[str, ...]
    units: tuple[str, ...]
    phones: tuple[str, ...]
    scales: Mapping[str, StrictFloat]
    numerals: Mapping[str, StrictInt]
    steps: Mapping[str, StrictInt]
    percent: tuple[str, ...]
    tenths: tuple[str, ...]

    def __hash__(self) -> int:
        return hash((self.currencies, self.units))


class Greeting(Rule):
    """Hold how letters greet: words that open it, that close it, and that name nobody.

    `impersonal` are greetings for somebody whose name is not known. `formal` are the titles that a family
    name follows; where one of `family_first` begins a name, its first word is the family name. `foreign`
    are titles that the language does not use.
    """

    before: tuple[str, ...]
    after: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()
    impersonal: tuple[str, ...] = ()
    formal: tuple[str, ...] = ()
    family_first: str = ""
    foreign: tuple[str, ...] = ()
    man: tuple[str, ...] = ()
    woman: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    his: tuple[str, ...] = ()
    hers: tuple[str, ...] = ()


class ExamineRules(Rule):
    """Hold the whole of examine.toml, the part that no language changes.

    `greeting` is how mails of any language greet: the one that went wrong need not be of the letter's.
    """

    explanation: Length
    opening: Length
    quote: Length
    titles: Titles
    greeting: Greeting
    vocabulary: Vocabulary
    secrets: Secrets
    threads: tuple[str, ...]
    quoting: tuple[str, ...]
    placeholders: tuple[str, ...]


class Gap(Rule):
    """Hold what a gap says: the whole of it, or its beginning."""

    whole: tuple[str, ...]
    begins: tuple[str, ...]


class Claim(Rule):
    """Hold how a letter says that the other party was `asked` to delete the mail, or has `deleted` it.

    After one of `awaited` in the same sentence, or before `then`, it is said of what is still to come.
    """

    asked: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    then: tuple[str, ...] = ()


class Cues(BaseModel):
    """Hold the phrases by which a letter of one language shows its parts and its faults.

    A phrase is matched without letter case and accents, and as whole words where words are written apart.
    In it `~` stands for the rest of a word, `*` for up to forty characters within a sentence, `**` for up
    to a hundred and twenty across lines and sentences.

    `apology`, `explanation`, `remedy`, `deletion` and `closing` speak for the parts of the formula;
    `direct` is what a subject says, `slow` what delays an opening; `courtesy` is no quotation, however much
    of it is in common. `phrase` maps what makes it worse to its phrases, `harmless` are those within which
    none of them counts: said of the writer, or meant kindly. Its `hint` is no leak, which would be grave:
    a country or a trade narrows down who the other party is, and names nobody. `titles` and `ordinary`
    are added to those of the rules. A language that `inflects` puts `latin_endings` after any name; elsewhere
    they are a slip, which a word that begins a sentence need not be.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: ExamineRules
    apology: tuple[str, ...]
    explanation: tuple[str, ...]
    remedy: tuple[str, ...]
    deletion: tuple[str, ...]
    closing: tuple[str, ...]
    direct: tuple[str, ...]
    slow: tuple[str, ...]
    courtesy: tuple[str, ...]
    titles: Titles = Titles(before=(), after=())
    ordinary: str = ""
    inflects: StrictBool = False
    phrase: Mapping[str, tuple[str, ...]]
    harmless: tuple[str, ...] = ()
    greeting: Greeting
    gap: Gap
    claim: Claim = Claim()

    def __hash__(self) -> int:
        return hash((self.apology, self.direct))
