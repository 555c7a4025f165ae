"""Letters from templates: rendered in a sandbox, bounded in length, told apart into their parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from .blocks import FORMULA as FORMULA
from .blocks import wrong_blocks
from .facts import Facts, one_line
from .grammar import FILTERS, METHODS, TAGS, forbidden
from .wrong import TemplateFault as TemplateFault
from .wrong import fault_near

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

SOURCE_LIMIT = 20_000
LETTER_LIMIT = 20_000
SIGNATURE_LINES = 30

_TAG = re.compile("unknown tag '([^']*)'")
_QUOTED = re.compile("'([^']*)'")
_COMMAS = (",", "\uff0c", "\u060c")
_SPACES = re.compile(r"[ \t]+")
_EMPTY_LINES = re.compile(r"\n\s*\n")
_TWO_STOPS = re.compile(r"(?<=[^\W\d])\.\.(?!\S)")


class Part(NamedTuple):
    """Name one part of a letter by its block; `text` is its paragraphs with an empty line between."""

    name: str
    text: str
    paragraphs: tuple[str, ...]


class Composed(NamedTuple):
    """Hold a rendered letter: `parts` are those of the body, in the template's order.

    `gaps` names the required fields that are missing, in the order in which the text marks them.
    """

    subject: str
    body: str
    parts: tuple[Part, ...]
    gaps: tuple[str, ...]

    @property
    def formula(self) -> tuple[str, ...]:
        """Give the formula's parts as they stand in the letter; the closing is the second apology."""
        named = (part.name for part in self.parts if part.name in FORMULA)
        return tuple("apology" if name == "closing" else name for name in named)


def compose(
    source: str,
    facts: Facts,
    *,
    words_gap: Callable[[str], str],
    signature: str = "",
    farewells: Sequence[str] = (),
) -> Composed:
    """Render a template with facts.

    `words_gap` gives the marked gap for a required field that is missing; `signature`, the user's own,
    stands in place of the block of that name, under the closing formula there unless it begins with one
    of its own: with one of `farewells`, or with a line that ends with a comma. Raises TemplateFault.
    """
    gaps: dict[str, None] = {}

    def gap(key: str) -> str:
        gaps.setdefault(key)
        return words_gap(key)

    template = _compiled(source)
    context = facts.context() | {"gap": gap}
    subject, parts, room = "", [], LETTER_LIMIT
    for name in template.blocks or ("text",):
        if name == "signature" and signature.strip():
            text = _own_lines(signature)
            if not _bids_farewell(text, farewells):
                given = _paragraphs(_rendered(template, name, context | {"gap": str}, room))
                text = "\n\n".join((*given[:-1][:1], text))
        else:
            text = _rendered(template, name, context, room)
        room -= len(text)
        paragraphs = _paragraphs(text)
        if name == "subject":
            subject = one_line(" ".join(paragraphs))
        elif paragraphs:
            parts.append(Part(name, "\n\n".join(paragraphs), paragraphs))
    body = "\n\n".join(part.text for part in parts)
    return Composed(subject, body, tuple(parts), tuple(gaps))


def glossed(letter: Composed, gloss: Composed, body: str, unknown: str) -> tuple[tuple[str, str], ...]:
    """Pair each paragraph of a body with what the gloss says in its place, or with `unknown`.

    `letter` is what the body was before anybody edited it.
    """
    said = {part.name: part.paragraphs for part in gloss.parts}
    meanings: dict[str, str] = {}
    for part in letter.parts:
        meanings |= zip(part.paragraphs, said.get(part.name, ()), strict=False)
    return tuple((paragraph, meanings.get(paragraph, unknown)) for paragraph in body.split("\n\n"))


def check(source: str, ours: str) -> None:
    """Compile a template without rendering it, and hold its blocks against ours; raises TemplateFault."""
    _compiled(source)
    environment = _environment()
    for line, code, values in wrong_blocks(environment.parse(source), environment.parse(ours)):
        raise TemplateFault(line, values["given"], code, values)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # letters are plain text; escaping would put entities into names
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=0,
    )
    environment.globals.clear()
    environment.filters["join"] = _joined
    return environment


def _joined(listed: Sequence[object], between: str = "") -> str:
    """Join the items of a list; a join inside a join would multiply, so that what comes out is bounded."""
    texts = [str(item) for item in listed]
    if sum(map(len, texts)) + len(texts) * len(between) > LETTER_LIMIT:
        raise TemplateFault(1, f"the letter is longer than {LETTER_LIMIT} characters", "too-long")
    return between.join(texts)


@lru_cache(maxsize=256)
def _compiled(source: str) -> Template:
    from jinja2 import TemplateSyntaxError

    if len(source) > SOURCE_LIMIT:
        raise TemplateFault(1, f"longer than {SOURCE_LIMIT} characters", "too-long")
    environment = _environment()
    try:
        tree = environment.parse(source)
        for line, kind, given in forbidden(tree):
            known = {"filter": FILTERS, "call": (*METHODS, "gap")}.get(kind, ())
            raise fault_near(line, kind, given, known)
        code = environment.compile(tree)
        return environment.template_class.from_code(environment, code, {})
    except TemplateFault:
        raise
    except TemplateSyntaxError as error:
        tag = _TAG.search(error.message or "")
        if tag:
            raise fault_near(error.lineno, "tag", tag[1], TAGS) from None
        raise TemplateFault(error.lineno, error.message or "", "syntax") from None
    except Exception as error:  # a template is anybody's text: the parser itself gives up on some
        raise TemplateFault(1, type(error).__name__, "syntax") from None


def _rendered(template: Template, block: str, context: dict[str, Any], room: int) -> str:
    from jinja2 import UndefinedError
    from jinja2.exceptions import SecurityError

    render = template.blocks.get(block, template.root_render_func)
    try:
        return "".join(_bounded(render(template.new_context(context)), room))
    except TemplateFault:
        raise
    except Exception as error:  # what a template's expressions raise is as open as what they say
        line = _line(template, error.__traceback__)
        code = "failed"
        quoted = _QUOTED.findall(str(error))
        if isinstance(error, UndefinedError) and quoted:
            raise fault_near(line, "undefined", quoted[-1], _names(context)) from None
        if isinstance(error, KeyError):
            # Of all that a template may use, only a gap that no letter has is looked up by its key.
            code = "gap"
        elif isinstance(error, SecurityError):
            code = "word"
        said = str(error) or type(error).__name__
        raise TemplateFault(line, said, code, {"given": quoted[-1] if quoted else said}) from None


def _names(context: Mapping[str, Any]) -> set[str]:
    """Give every name that a template can ask for."""
    below = (each for each in context.values() if isinstance(each, Mapping))
    return {*context, *(name for each in below for name in each)}


def _own_lines(signature: str) -> str:
    return "\n".join(one_line(line) for line in signature.splitlines()[:SIGNATURE_LINES])


def _bids_farewell(signature: str, farewells: Sequence[str]) -> bool:
    line = signature.strip().partition("\n")[0].strip().casefold()
    return line.endswith(_COMMAS) or line.startswith(tuple(map(str.casefold, farewells)))


def _bounded(pieces: Iterator[str], room: int) -> Iterator[str]:
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            raise TemplateFault(1, f"the letter is longer than {LETTER_LIMIT} characters", "too-long")
        yield piece


def _line(template: Template, trace: TracebackType | None) -> int:
    line = 1
    while trace is not None:
        if trace.tb_frame.f_globals.get("__jinja_template__") is template:
            line = template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line


def _paragraphs(text: str) -> tuple[str, ...]:
    """Part a text; the full stop of a name such as "Ltd." is that of the sentence too."""
    lines = (_TWO_STOPS.sub(".", _SPACES.sub(" ", line)).strip() for line in text.splitlines())
    blocks = _EMPTY_LINES.split("\n".join(lines).strip())
    return tuple(block.strip() for block in blocks if block.strip())
