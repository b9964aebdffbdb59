"""The rules about a code cell: short, narrow, and in no language or in both.

Code is written once. Words that a person reads in it (comments, titles, printed sentences) come
from cnnlab's own translated labels, or the cell has a lang="es" and a lang="en" version that are
the same code with other words.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from pipeline.lesson import LANGUAGES, Pair

MOST_LINES = 8
MOST_COLUMNS = 88

_MARKER = re.compile(r"#\s*NBVAL_\w+$")
_SENTENCE = re.compile(r"[^\W\d_]{2,}(?:[ ,;:]+[^\W\d_]{2,}){2,}")  # three words in a row
_WORD = re.compile(r"[^\W\d_]{3,}")
# A single word is already a text where a person will read it:
SHOWING_CALLS = {
    *("print", "display", "annotate", "legend", "text", "title", "suptitle", "xlabel", "ylabel"),
    *("set_title", "set_xlabel", "set_ylabel"),
}
SHOWING_KEYWORDS = {
    *("title", "label", "labels", "names", "text", "xlabel", "ylabel", "description"),
}


def broken(pair: Pair) -> Iterator[str]:
    """Every rule that a pair of code cells breaks."""
    for language in LANGUAGES:
        yield from _too_big(pair.cell(language).source, pair.edition)
    trees = [_parse(pair.cell(language).source) for language in LANGUAGES]
    if None in trees:
        if "raises-exception" not in pair.tags and not _has_magic(pair.es.source):
            yield 'this is not valid Python. If it should fail, add tags=["raises-exception"].'
    elif pair.shared:
        yield from _words_for_one_language(pair.es.source, trees[0])
    elif _shape(trees[0]) != _shape(trees[1]):
        yield "the two versions differ in more than their words. Keep the code the same."
    elif pair.es.source == pair.en.source:
        yield "the two versions are the same. Write the cell once, without lang."


def _too_big(source: str, edition: str | None) -> Iterator[str]:
    lines = source.splitlines()
    written = [line for line in lines if line.strip()]
    if edition != "solution" and len(written) > MOST_LINES:
        yield f"{len(written)} lines of code; a student reads at most {MOST_LINES}. Split the cell."
    if max(map(len, lines)) > MOST_COLUMNS:
        yield f"a line of {max(map(len, lines))} characters; at most {MOST_COLUMNS} fit the page."


def _words_for_one_language(source: str, tree: ast.Module) -> Iterator[str]:
    for comment in _comments(source):
        if not _MARKER.match(comment) and _WORD.search(comment):
            yield f"a comment in a cell without lang: {comment!r}. Write it in both languages."
    for text in _texts(tree, _SENTENCE):
        yield f"a sentence in a cell without lang: {text!r}. Write it in both languages."
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for text in _shown(node):
                yield f"a word to read in a cell without lang: {text!r}. Write both languages."


def _shown(call: ast.Call) -> Iterator[str]:
    """The words among the arguments that end up on the screen."""
    name = getattr(call.func, "attr", getattr(call.func, "id", None))
    arguments = call.args if name in SHOWING_CALLS else []
    named = [keyword.value for keyword in call.keywords if keyword.arg in SHOWING_KEYWORDS]
    for argument in [*arguments, *named]:
        yield from _texts(argument, _WORD, computed=False)


def _texts(tree: ast.AST, pattern: re.Pattern, computed: bool = True) -> Iterator[str]:
    """The string literals in an expression that match; `computed`: also inside f(...) and [...]."""
    value = getattr(tree, "value", None)
    if isinstance(tree, ast.Constant) and isinstance(value, str) and pattern.search(value):
        yield value
    children = list(ast.iter_child_nodes(tree))
    if not computed and isinstance(tree, (ast.Call, ast.Subscript)):
        children = children[:1]  # what is called or indexed; the rest is not what is shown
    for child in children:
        yield from _texts(child, pattern, computed)


def _comments(source: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def _shape(tree: ast.Module) -> str:
    """The code with every string emptied."""
    copy = ast.parse(ast.unparse(tree))
    for node in ast.walk(copy):
        if isinstance(node, ast.JoinedStr):
            node.values = [part for part in node.values if isinstance(part, ast.FormattedValue)]
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(copy)


def _parse(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def _has_magic(source: str) -> bool:
    return any(line.lstrip().startswith(("%", "!", "?")) for line in source.splitlines())
