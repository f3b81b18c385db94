"""What goes over the line of a module: the file as it is written, without comments, indents and empty lines.

The source explains itself to people; browsers need a third of it. Names, order and line ends stay, so nothing
can come to mean something else; ``tests/widget/served.test.js`` holds that against TypeScript's own parser.
"""

from __future__ import annotations

import re

_SKIP = re.compile(r"[ \t\r]+")
_WORD = re.compile(r"[\w$#]+")
_STRING = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"")
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_TEXT = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
_BEFORE_VALUE = frozenset({"return", "typeof", "case", "in", "of", "await", "yield", "void", "new", "delete"})


def served(source: str) -> str:
    """The module's text as browsers get it.

    Raises ValueError for text that is not JavaScript as this project writes it.
    """
    out: list[str] = []
    braces: list[int] = []  # open braces in each template's ${…} that is being read
    last = ""  # the piece before, to tell a regular expression from a division
    at = 0
    while at < len(source):
        piece, skip = _next(source, at, last)
        at += len(piece)
        if skip:
            continue
        if piece == "`" or (piece == "}" and braces and not braces[-1]):
            if piece == "}":
                braces.pop()
            piece, at = _template(source, at, piece, braces)
        elif braces:
            braces[-1] += (piece == "{") - (piece == "}")
        out.append(piece)
        last = piece if piece.strip() else last
    lines = (line.strip() for line in _lines(out))
    return "\n".join(line for line in lines if line) + "\n"


def _next(source: str, at: int, last: str) -> tuple[str, bool]:
    """The piece that begins there, and whether it is left out."""
    char = source[at]
    if char in " \t\r":
        piece = _match(_SKIP, source, at)
        return (piece, True) if at == 0 or source[at - 1] == "\n" else (piece, False)
    if source.startswith(("//", "/*"), at):
        return _match(_COMMENT, source, at), True
    if char in "'\"":
        return _match(_STRING, source, at), False
    if char == "/" and (last in _BEFORE_VALUE or not last or last[-1] in "(,=:[!&|?{};+-*%<>~^"):
        return _match(_REGEX, source, at), False
    word = _WORD.match(source, at)
    return (word.group() if word else char), False


def _template(source: str, at: int, start: str, braces: list[int]) -> tuple[str, int]:
    """A template's text up to its end or to the next ``${``, which is then open; and where it goes on."""
    text = _match(_TEXT, source, at)
    at += len(text)
    if source.startswith("${", at):
        braces.append(0)
        return f"{start}{text}${{", at + 2
    if not source.startswith("`", at):
        raise ValueError("a template without its end")
    return f"{start}{text}`", at + 1


def _match(pattern: re.Pattern[str], source: str, at: int) -> str:
    found = pattern.match(source, at)
    if not found:
        line = source.count("\n", 0, at) + 1
        raise ValueError(f"line {line}: {source[at : at + 40]!r} has no end")
    return found.group()


def _lines(tokens: list[str]) -> list[str]:
    """The tokens by line; a template's own line ends are not among them."""
    lines: list[list[str]] = [[]]
    for piece in tokens:
        if piece == "\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    return ["".join(line) for line in lines]
