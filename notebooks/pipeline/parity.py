"""Do both languages say the same, and will JupyterLab show it? One sentence per broken rule.

Structure needs no rule: pairs take care of it. What is left to compare is inside a pair: numbers,
headings, links, pictures and words here, code in code_rules.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from pipeline import code_rules
from pipeline.course import MAP_MARKER, Course
from pipeline.frame import LANGUAGE_MARKER
from pipeline.lesson import LANGUAGES, Lesson, Pair

# JupyterLab shows these in a notebook that nobody has trusted yet; much of the rest it strips.
SAFE_HTML = {
    *("abbr", "b", "br", "details", "em", "hr", "i", "kbd"),
    *("mark", "small", "strong", "sub", "summary", "sup"),
}
COMMON_WORDS = {
    "es": {"el", "la", "los", "las", "de", "que", "y", "en", "un", "una", "es", "con", "por"},
    "en": {"the", "of", "and", "to", "in", "is", "are", "that", "it", "with", "for", "on", "you"},
}
LONGEST_SHARED_TEXT = 3  # words; "AlexNet, VGG, ResNet" may stand in both languages

_WORD = re.compile(r"[^\W\d_]{2,}")
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)")
_SIGN = r"(?:(?<![\w)\]])[-−])?"
_NUMBER = {
    "text": re.compile(rf"{_SIGN}(?:\d{{1,3}}(?: \d{{3}})+(?!\d)|\d+(?:[.,\u00a0\u202f]\d+)*)"),
    "code": re.compile(rf"{_SIGN}\d+(?:[.\u202f]\d+)*"),
}
_LITERAL = {"code_inline", "math_inline", "fence", "code_block", "math_block"}
_MARKDOWN = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)


def problems(lesson: Lesson, course: Course, folder: Path) -> list[str]:
    """Every rule that a lesson breaks, each with its file and line."""
    said = []
    for pair in lesson.pairs:
        broken = list(code_rules.broken(pair) if pair.kind == "code" else _broken(pair))
        if pair.kind == "markdown":
            broken += _broken_links(pair, course, folder)
        said += [f"{pair.where}: {sentence}" for sentence in dict.fromkeys(broken)]
    return said


def numbers(markdown: str) -> Counter[str]:
    """The numerals of a text, however its language writes them: 3,5 is 3.5, 1 000 is 1,000."""
    found: Counter[str] = Counter()
    for token in _tokens(markdown):
        if token.type == "text" or token.type in _LITERAL:
            kind = "text" if token.type == "text" else "code"
            content = token.content.replace("{,}", "\u202f").replace("\\,", "\u202f")
            found.update(_plain_number(number) for number in _NUMBER[kind].findall(content))
    return found


def _plain_number(written: str) -> str:
    """Separators out; what follows the last one are decimals, unless they are three digits."""
    groups = re.split(r"[.,\s]", written.replace("−", "-"))
    if len(groups) > 1 and len(groups[-1]) != 3:
        return "".join(groups[:-1]) + "." + groups[-1]
    return "".join(groups)


def _broken(pair: Pair) -> Iterator[str]:
    """The rules about words, numbers, headings and pictures."""
    if pair.shared:
        words = _words(pair.es.source)
        if words and pair.es.source.strip() not in (MAP_MARKER, LANGUAGE_MARKER):
            yield f'text without lang ({words[0]!r}). Write it for both: lang="es", lang="en".'
    else:
        yield from _not_translated(pair)
        yield from _other_numbers(pair)
        if _levels(pair.es.source) != _levels(pair.en.source):
            yield "the twins have different headings. Give both the same levels in the same order."
    for language in LANGUAGES:
        yield from _hard_to_show(pair.cell(language).source)


def _not_translated(pair: Pair) -> Iterator[str]:
    same = set(_paragraphs(pair.es.source)) & set(_paragraphs(pair.en.source))
    for text in sorted(same):
        if len(_words(text)) > LONGEST_SHARED_TEXT and not _YEAR.search(text):
            yield f"the same words in both languages: {text[:60]!r}."
    for language, other in (("es", "en"), ("en", "es")):
        words = [word.lower() for word in _words(pair.cell(language).source)]
        own = sum(word in COMMON_WORDS[language] for word in words)
        foreign = sum(word in COMMON_WORDS[other] for word in words)
        if foreign > max(own, 2):
            yield f'lang="{language}" reads like "{other}". Are the twins swapped?'


def _other_numbers(pair: Pair) -> Iterator[str]:
    for language, other in (("es", "en"), ("en", "es")):
        lost = numbers(pair.cell(other).source) - numbers(pair.cell(language).source)
        if lost:
            yield f"numbers that stand in {other} and not in {language}: {', '.join(sorted(lost))}."


def _hard_to_show(markdown: str) -> Iterator[str]:
    """Headings of level 1, pictures without words, HTML that JupyterLab strips."""
    if "h1" in _levels(markdown):
        yield "a heading of level 1. build.py writes the title; start at ##."
    for token in _tokens(markdown):
        if token.type == "image" and not token.content.strip():
            yield "a picture without alt text. Describe it: ![what it shows](...)."
        if token.type in ("html_inline", "html_block"):
            for tag in _TAG.findall(re.sub(r"<!--.*?-->", "", token.content, flags=re.DOTALL)):
                if tag.lower() not in SAFE_HTML:
                    yield f"<{tag}>: JupyterLab may strip it. Use markdown."


def _broken_links(pair: Pair, course: Course, folder: Path) -> Iterator[str]:
    targets = {language: list(_links(pair.cell(language).source)) for language in LANGUAGES}
    if len(targets["es"]) != len(targets["en"]):
        yield "the twins have different links. Give both the same number."
    for language, links in targets.items():
        for link in links:
            if re.match(r"https://|#|attachment:", link):
                continue
            places = [folder / language, folder / "solutions" / language]
            name = Path(link.split("#")[0])
            if str(name) == f"{name.stem}.ipynb" and name.stem in course.written:
                continue
            if not all((place / name).exists() for place in places):
                yield f"the link {link!r} leads nowhere from {language}/ and solutions/{language}/."


def _tokens(markdown: str) -> Iterator[Token]:
    """All tokens of a text, those inside paragraphs and alt texts included."""
    waiting = list(reversed(_MARKDOWN.parse(markdown)))
    while waiting:
        token = waiting.pop()
        yield token
        waiting.extend(reversed(token.children or []))


def _words(markdown: str) -> list[str]:
    texts = [token.content for token in _tokens(markdown) if token.type == "text"]
    return _WORD.findall(" ".join(texts))


def _paragraphs(markdown: str) -> list[str]:
    return [token.content for token in _MARKDOWN.parse(markdown) if token.type == "inline"]


def _levels(markdown: str) -> list[str]:
    return [token.tag for token in _MARKDOWN.parse(markdown) if token.type == "heading_open"]


def _links(markdown: str) -> Iterator[str]:
    for token in _tokens(markdown):
        if token.type == "link_open":
            yield str(token.attrs["href"])
        if token.type == "image":
            yield str(token.attrs["src"])
