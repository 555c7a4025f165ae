"""The blocks of a letter template: which it has to have, and what stands in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..fault import nearest

if TYPE_CHECKING:
    from jinja2 import nodes

Wrong = tuple[int, str, Mapping[str, str]]

SUBJECT, WHOLE = "subject", "text"
FORMULA = ("apology", "explanation", "remedy", "closing")


def wrong_blocks(tree: nodes.Template, ours: nodes.Template) -> Iterator[Wrong]:
    """Find what is wrong with the blocks of a template beside `ours`: the line, a code, and its values.

    The subject and each part of the formula that ours has are needed; a block that holds the whole text
    may stand in place of the parts. Any other block may be there too, unless it is named nearly as one
    that is not.
    """
    given, known = _blocks(tree), _blocks(ours)
    absent = [name for name in known if name not in given]
    for name, block in given.items():
        near = nearest(name, absent) if name not in known and name != WHOLE else None
        if near:
            yield block.lineno, "block-near", {"given": name, "nearest": near}
            absent.remove(near)
    for name in absent:
        if name == SUBJECT or (name in FORMULA and WHOLE not in given):
            yield 1, "block-missing", {"given": name}
    if not given and not _says(tree):
        yield 1, "block-missing", {"given": next(iter(known))}
    for name, block in given.items():
        if name in (SUBJECT, WHOLE, *FORMULA) and not _says(block):
            yield block.lineno, "block-empty", {"given": name}


def _blocks(tree: nodes.Template) -> dict[str, nodes.Block]:
    from jinja2 import nodes

    return {block.name: block for block in tree.find_all(nodes.Block)}


def _says(node: nodes.Node) -> bool:
    """Tell whether anything can ever be said by a node: words, or the value of an expression."""
    from jinja2 import nodes

    return any(
        not isinstance(item, nodes.TemplateData) or bool(item.data.strip())
        for output in node.find_all(nodes.Output)
        for item in output.nodes
    )
