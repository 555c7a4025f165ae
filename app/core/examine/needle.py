"""What the leak guard looks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from .folding import script

LONG = 5
_ARTICLE, _TO_THE, _AND = "\u0627\u0644", "\u0644\u0644", "\u0648"


@dataclass(frozen=True)
class Needle:
    """Name one thing to look for.

    `key` is folded and run together; at the places in `joints` anything that separates words may stand.
    `variant` says what it gives away. `proper` counts only with capital letters, `titled` only beside a
    title, `named` only in quotation marks or beside the word for a company, `framed` only where the sentence
    speaks of a name, `bare` beside these or with a capital letter in the midst of a sentence, `literal`
    only as it is written, its dots and signs included. `shared` is the writer's own as well, and counts
    beside a title that is not the writer's. After `key` come Han characters that are read as `given`.
    `familiar` counts beside what goes with a given name of one character; a place that is `inhabited`,
    where the sentence speaks of somebody there. A Latin name that is `fixed` takes no ending, for with one it
    is a name of the reader's or of the writer's. A person's name that is `closed` is no part of a longer one,
    which has a character more before its title. What is `tied` counts where its words are run together, or
    stand with hyphens at the joints.
    """

    key: str
    joints: frozenset[int]
    variant: str
    proper: bool = False
    titled: bool = False
    named: bool = False
    literal: bool = False
    framed: bool = False
    bare: bool = False
    shared: bool = False
    given: str = ""
    familiar: bool = False
    inhabited: bool = False
    fixed: bool = False
    closed: bool = False
    tied: bool = False


def joined(
    parts: Iterable[str], variant: str, *, proper: bool = False, titled: bool = False, named: bool = False
) -> Needle:
    """Make one needle of words that may be written together or apart."""
    listed = list(parts)
    joints = frozenset(accumulate(map(len, listed[:-1])))
    return Needle("".join(listed), joints, variant, proper, titled, named)


def alone(word: str, variant: str) -> Iterator[Needle]:
    """Give the needles of one word; Russian names are everyday words too often to count in small letters."""
    for way in with_article(word):
        yield joined([way], variant, proper=script(word[0]) == "cyrillic")


def with_articles(listed: Iterable[str]) -> Iterator[str]:
    """Give words, the Arabic ones with what is written before them too: "the", "and the", "to the"."""
    for word in listed:
        yield word
        if script(word[0]) == "arabic":
            rest = word.removeprefix(_ARTICLE[1])
            yield from (_ARTICLE + word, _AND + _ARTICLE + word, _TO_THE + rest, _AND + _TO_THE + rest)


def with_article(word: str) -> Iterator[str]:
    """Give a word, and an Arabic one also as it stands with its article after the word for "to"."""
    yield word
    if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 1:
        yield _TO_THE + word.removeprefix(_ARTICLE)
