"""The rules of the house: who may import whom, and what every file keeps.

`WALLS` is the map: each room of cnnlab with the rooms that it may use. Below it are the checks,
each a function from a source text to a list of faults. tests/test_house.py asks them.
"""

import ast
import re
import sys
from collections.abc import Iterable

BASE = {"_validation"}
SLIDING = {*BASE, "geometry", "_slide", "_fast_convolution"}
ARRAYS = {*BASE, "geometry", "convolution"}
NUMERICS = {*ARRAYS, "filters", "pooling", "images", "datasets", "nn", "vision"}
WALLS = {
    "_validation": set(),
    "geometry": BASE,
    "_slide": {*BASE, "geometry"},
    "_memory": set(),
    "_fast_convolution": {"_slide", "_memory"},
    "convolution": SLIDING,
    "filters": ARRAYS,
    "pooling": ARRAYS,
    "_image_files": BASE,
    "images": {*BASE, "_image_files"},
    "datasets": {*ARRAYS, "filters", "pooling", "images"},
    "nn": {*ARRAYS, "_slide", "_memory", "filters", "pooling"},
    "vision": NUMERICS - {"vision"},
    "language": BASE,
    "locales": {"filters", "language"},
    "plots": {*NUMERICS, "language"},
    "widgets": {*NUMERICS, "language", "plots"},
    "exercises": {*NUMERICS, "language", "plots"},
    "nodelay": set(),
    "__init__": {"language"},
}
# What numerics may use from elsewhere, besides Python's own library.
LIBRARIES = {
    "__init__": set(),
    "language": set(),
    "_memory": {"numpy"},
    "_image_files": {"numpy", "PIL"},
    "images": {"numpy", "scipy", "PIL"},
    "datasets": {"numpy", "scipy", "PIL", "sklearn", "pooch", "requests", "tqdm"},
    "nn": {"numpy", "scipy", "safetensors", "onnx", "tqdm", "threadpoolctl"},
    **{room: {"numpy", "scipy"} for room in (NUMERICS | SLIDING) - {"images", "datasets", "nn"}},
}
AT_TOP = {"cnnlab.nn.classifier": {"sklearn"}}  # a class needs the class that it is made from
# What else is not NumPy, numerics import inside the function.
SLOW_TO_IMPORT = set().union(*LIBRARIES.values()) - {"numpy"}
RIVALS = {"torch", "torchvision", "tensorflow", "keras", "jax"}  # a student reads our own code
IMPORT_BY_NAME = ("import_module", "__import__")
UNSAFE = {"pickle", "dill", "joblib", "shelve", "marshal"}  # opening a file must never run code
JOBLIB_FILES = {"load", "dump", "*"}  # the rest of joblib shares out work

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)
LONGEST_FUNCTION = 45  # lines of code, the docstring not counted
LONGEST_MODULE = 350
# A lesson's exercises are read one by one, each a solution and its usual mistakes.
LONGEST_LESSON = 700

# They stand in halves, or this file would be the first to break its own rule.
HOSTS = ["pypi" + ".org/simple", "pythonhosted" + ".org", "registry.npmjs" + ".org"]
HOSTS += ["repo.anaconda" + ".com", "conda.anaconda" + ".org", "registry.yarnpkg" + ".com"]
HOSTS += ["deb.debian" + ".org", "archive.ubuntu" + ".com", "jsdelivr" + ".net", "unpkg" + ".com"]
FOLDERS = [
    r"(?<![\w.])/(?:home|Users|root|work|workspace|opt)/\w",
    r"(?<![\w.])/tmp/" + "ipykernel_",
    r"[A-Z]:\\+Users\\+\w",
]
ADDRESSES = re.compile("|".join([*map(re.escape, HOSTS), *FOLDERS]))


class Import:
    """One imported name: `library` for another package, `room` for a part of cnnlab."""

    def __init__(self, name: str, at_top: bool):
        self.name, self.at_top = name, at_top
        self.library, *inner = name.split(".")
        self.room = (inner or ["__init__"])[0] if self.library == "cnnlab" else None


def imports(source: str, module: str) -> Iterable[Import]:
    """Find every import in a module: at the top, in functions, under TYPE_CHECKING, by name."""
    tree = ast.parse(source)
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        for name in imported_names(node, module):
            yield Import(name, at_top=id(node) not in inside)


def imported_names(node: ast.AST, module: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        folders = module.split(".")[: -node.level] if node.level else []
        base = ".".join(filter(None, [*folders, node.module]))
        return [f"{base}.{alias.name}" for alias in node.names] if base == "cnnlab" else [base]
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(IMPORT_BY_NAME):
        return [arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)]
    return []


# The checks: (source, module) -> what is wrong ------------------------------------------


def broken_walls(source: str, module: str) -> list[str]:
    """`module` is its dotted name, "cnnlab.nn.layers"; a package ends in ".__init__"."""
    room = module.split(".")[1]
    faults, at_top = [], AT_TOP.get(module, set())
    for found in imports(source, module):
        allowed = LIBRARIES.get(room, {found.library}) | at_top
        allowed |= sys.stdlib_module_names | {"cnnlab"}
        if room not in WALLS:
            faults.append(f"{room} has no place in WALLS")
        elif found.room and found.room != room and found.room not in WALLS[room]:
            faults.append(f"{room} imports {found.room}")
        elif found.library in RIVALS or found.library not in allowed:
            faults.append(f"{room} imports {found.library}")
        elif found.at_top and room in LIBRARIES and found.library in SLOW_TO_IMPORT - at_top:
            faults.append(f"{room} imports {found.library} outside a function")
    return faults


def ways_to_run_a_file(source: str, module: str) -> list[str]:
    """Opening a file must never run what is in it."""
    nodes = list(ast.walk(ast.parse(source)))
    faults = [name for node in nodes if not shares_out_work(node)
              for name in imported_names(node, module) if name.split(".")[0] in UNSAFE]
    keywords = [node for node in nodes if isinstance(node, ast.keyword)]
    return faults + [ast.unparse(k) for k in keywords if ast.unparse(k) == "allow_pickle=True"]


def shares_out_work(node: ast.AST) -> bool:
    """Whether this is `from joblib import ...`, and of nothing that has to do with files."""
    return (isinstance(node, ast.ImportFrom) and node.module == "joblib" and not node.level
            and not {alias.name for alias in node.names} & JOBLIB_FILES)


def files_without_encoding(source: str, module: str) -> list[str]:
    """Windows reads text as it was in 1995, unless it is told."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        f"line {call.lineno}: {ast.unparse(call)[:60]}"
        for call in calls
        if opens_text(call) and "encoding" not in {keyword.arg for keyword in call.keywords}
    ]


def opens_text(call: ast.Call) -> bool:
    name = ast.unparse(call.func).split(".")[-1]
    if name in {"read_text", "write_text"}:
        return True
    if name != "open":
        return False
    by_path = isinstance(call.func, ast.Attribute)
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    modes += call.args[0:1] if by_path else call.args[1:2]
    mode = modes[0].value if modes and isinstance(modes[0], ast.Constant) else None
    if mode is None:  # path.open() is text; picture.open(file) has no mode, so is no text file
        return not call.args if by_path else not modes
    return bool(re.fullmatch(r"[rwaxt+]+", str(mode)))


def long_functions(source: str, module: str) -> list[str]:
    return [
        f"{node.name}: {length} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and (length := code_lines(node)) > LONGEST_FUNCTION
    ]


def long_module(source: str, module: str) -> list[str]:
    docstrings = [node for node in ast.walk(ast.parse(source)) if isinstance(node, DOCUMENTED)]
    length = len(source.splitlines()) - sum(map(docstring_lines, docstrings))
    longest = LONGEST_LESSON if module.startswith("cnnlab.exercises.lessons") else LONGEST_MODULE
    return [f"{module}: {length} lines"] if length > longest else []


def code_lines(node: ast.FunctionDef) -> int:
    return node.end_lineno - node.lineno + 1 - docstring_lines(node)


def docstring_lines(node: ast.AST) -> int:
    first = node.body[0] if node.body and ast.get_docstring(node) is not None else None
    return first.end_lineno - first.lineno + 1 if first else 0


def private_addresses(text: str) -> list[str]:
    """Hosts to install from or to load scripts from, and folders of one machine."""
    return ADDRESSES.findall(text)
