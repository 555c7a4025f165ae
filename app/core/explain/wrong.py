"""What is wrong with a letter template, where, and what was likely meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..fault import nearest


class TemplateFault(Exception):  # noqa: N818  the field's word; what is wrong with a user's file is a fault
    """Tell what is wrong with a template and on which line.

    `code` has words in interface.fault.template, filled with `values`.
    """

    def __init__(
        self, line: int, message: str, code: str = "failed", values: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.values = values or {}
        self.line = line
        self.code = code


def fault_near(line: int, code: str, given: str, known: Iterable[str]) -> TemplateFault:
    """Give the fault of a word that is not known, with the known one that was likely meant."""
    near = nearest(given, sorted(known))
    values = {"given": given} | ({"nearest": near} if near else {})
    return TemplateFault(line, given, f"{code}-near" if near else code, values)
