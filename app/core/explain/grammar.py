"""What a letter template may use: little enough that no template can run long or reach out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import nodes

# fmt: off
_NODES = {
    "Template", "Output", "TemplateData", "Block", "If", "CondExpr", "For", "Name", "Const", "Getattr",
    "Getitem", "Slice", "Compare", "Operand", "And", "Or", "Not", "Add", "Concat", "Filter", "Test", "Call",
    "Keyword", "List", "Tuple",
}
FILTERS = {
    "capitalize", "count", "default", "d", "first", "join", "last", "length", "lower", "select", "string",
    "title", "trim", "upper",
}
METHODS = {
    "capitalize", "casefold", "endswith", "lower", "partition", "removeprefix", "removesuffix",
    "rpartition", "split", "startswith", "strip", "title", "upper",
}
# fmt: on
_LISTS = frozenset({"readers", "known", "done"})
# What a template says for a node that is called otherwise.
_WRITTEN = {
    "Assign": "set",
    "AssignBlock": "set",
    "FilterBlock": "filter",
    "CallBlock": "call",
    "FromImport": "from",
}
TAGS = ("block", "endblock", "if", "elif", "else", "endif", "for", "endfor")


def forbidden(tree: nodes.Template) -> Iterator[tuple[int, str, str]]:
    """Find what a template may not use: its line, what kind of thing it is, and what stands there.

    The bounds hold by construction: a loop runs over the readers, the known or the done items and never
    inside another, nothing is assigned or multiplied, so nothing grows beyond what the source spells out.
    """
    from jinja2 import nodes

    for node in _below(tree):
        kind, given = _forbidden(node)
        if kind:
            yield node.lineno, kind, given
    blocks = [node for node in tree.body if isinstance(node, nodes.Block)]
    if not blocks:
        return
    for node in tree.body:
        if not isinstance(node, nodes.Block) and not _blank(node):
            yield _first_line(node), "outside", ""
    for block in blocks:
        for inner in block.find_all(nodes.Block):
            yield inner.lineno, "block-inside", inner.name


def _forbidden(node: nodes.Node) -> tuple[str, str]:
    from jinja2 import nodes

    kind = type(node).__name__
    if kind not in _NODES:
        return "word", getattr(node, "operator", None) or _WRITTEN.get(kind, kind.lower())
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        return "filter", node.name
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return "word", node.attr
    if isinstance(node, nodes.Call) and not _may_call(node):
        return "call", getattr(node.node, "attr", getattr(node.node, "name", ""))
    if isinstance(node, nodes.For):
        if node.recursive or not (isinstance(node.iter, nodes.Name) and node.iter.name in _LISTS):
            return "loop", ""
        if any(True for _ in node.find_all(nodes.For)):
            return "loop-inside", ""
    return "", ""


def _may_call(node: nodes.Call) -> bool:
    from jinja2 import nodes

    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return False
    if isinstance(node.node, nodes.Name):
        return node.node.name == "gap"
    return isinstance(node.node, nodes.Getattr) and node.node.attr in METHODS


def _blank(node: nodes.Node) -> bool:
    from jinja2 import nodes

    return isinstance(node, nodes.Output) and all(
        isinstance(item, nodes.TemplateData) and not item.data.strip() for item in node.nodes
    )


def _first_line(node: nodes.Node) -> int:
    """Give the line on which something is first said."""
    from jinja2 import nodes

    for item in node.iter_child_nodes():
        if isinstance(item, nodes.TemplateData) and item.data.strip():
            before = item.data[: len(item.data) - len(item.data.lstrip())]
            return item.lineno + before.count("\n")
    return node.lineno


def _below(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _below(child)
