#!/usr/bin/env python3
"""Refuses what g++ 12 miscompiles in coroutines.

A statement that contains co_await must build no braced initialiser, lambda, conditional of class type, new expression or
structured binding: g++ 12 destroys such temporaries twice (PR 99576, 100611, 101976, 102217), some of them silently. Name
the thing on the line before and move it in. Also refuses references that a flow must not take (checked at compile time in
base/flow.hpp as well).

usage: coroutine_lint.py FILE...    exit 1 and one line each for what it found
"""
import re
import sys

TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"\(.*?\)"|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[A-Za-z_]\w*|::|->|&&|\|\||\S', re.S)
BLOCK_BEFORE = {")", ";", "{", "}", "else", "do", "try", "const", "noexcept", "mutable", ":"}


class Source:
    def __init__(self, text):
        self.tokens = [(m.group(), text.count("\n", 0, m.start()) + 1) for m in TOKEN.finditer(text)
                       if not m.group().startswith(("//", "/*"))]
        self.closing, self.opening, stack = {}, {}, []
        for i, (token, _) in enumerate(self.tokens):
            if token in ("(", "[", "{"):
                stack.append(i)
            elif token in (")", "]", "}") and stack:
                start = stack.pop()
                self.closing[start], self.opening[i] = i, start

    def __getitem__(self, i):
        return self.tokens[i][0] if 0 <= i < len(self.tokens) else ";"

    def initialises(self, i):
        return self[i] == "{" and self[i - 1] not in BLOCK_BEFORE

    def statement(self, i):
        """First and last token of the statement around token i."""
        first, last = i, i
        while first > 0:
            before = self[first - 1]
            if before in (";", ) or (before == "{" and not self.initialises(first - 1)):
                break
            if before == "}":
                start = self.opening.get(first - 1, first - 1)
                if not self.initialises(start):
                    break
                first = start
            else:
                first = first - 1
        while last < len(self.tokens) - 1:
            token = self[last]
            if token == ";" or (token == "{" and not self.initialises(last)):
                break
            last = self.closing.get(last, last) + 1
        return first, last


def what_is_wrong(source, first, last):
    wrong = set()
    for k in range(first, last):
        token, before = source[k], source[k - 1]
        if token == "{" and source.initialises(k):
            wrong.add("a braced initialiser")
        elif token == "?":
            wrong.add("?:")
        elif token == "new":
            wrong.add("new")
        elif token == "[":
            if before in ("auto", "&", "&&") and "auto" in (before, source[k - 2]):
                wrong.add("a structured binding")
            elif before in ("return", "co_return", "co_await") or not re.match(r"[A-Za-z_]\w*$|\)|\]", before):
                wrong.add("a lambda")
    return wrong


def lint(path):
    source = Source(open(path, encoding="utf-8").read())
    found = 0
    for i, (token, line) in enumerate(source.tokens):
        if token != "co_await" or source[i - 1] == "operator":
            continue
        wrong = what_is_wrong(source, *source.statement(i))
        if wrong:
            print(f"{path}:{line}: co_await in one statement with {', '.join(sorted(wrong))}: name it on the line before")
            found += 1
    return found


if __name__ == "__main__":
    sys.exit(bool(sum(lint(path) for path in sys.argv[1:])))
