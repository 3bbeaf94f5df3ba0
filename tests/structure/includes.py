"""Every include of ours must be allowed by a link: includes.py ROOT MODULES_JSON.

A folder may include itself, the folders it links directly, and the vocabulary (tree.py). A link of a link gives no right: who needs
a folder says so in its own cs_module. Tests may include what they like.
"""
import re
import sys
from pathlib import Path

import tree

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def resolve(root, relative, name):
    """The file of ours that an include names, relative to root: from an include root, else from the file's own folder."""
    for base in tree.ROOTS:
        # CMake makes app/version.h from app/version.h.in; the rules for the one are those for the other.
        if (root / base / name).is_file() or (root / base / f"{name}.in").is_file():
            return (Path(base) / name).as_posix(), True
    local = (root / Path(relative).parent / name)
    if local.is_file():
        return local.resolve().relative_to(root).as_posix(), False
    return None, False


def check_line(root, modules, relative, line):
    """What is wrong with this line, or None."""
    match = INCLUDE.match(line)
    if not match:
        return None
    quote, name = match.groups()
    target, from_root = resolve(root, relative, name)
    if target is None:
        if quote == '"' and not name.endswith(".moc") and name != f"moc_{Path(relative).stem}.cpp":
            return f'includes "{name}", which is in none of {", ".join(tree.ROOTS)}'
        return None
    if not from_root:
        return f'includes "{name}"; write it with its folder, as in "cameras/cameraregistry.h"'
    own, other = modules.folder_of(relative), modules.folder_of(target)
    if other is None:
        return f"includes {name}, whose folder no cs_module declares"
    if other == own or other in tree.VOCABULARY or other in modules.links[own]:
        return None
    return f"includes {name}, but {own} does not link {other}"


def check_moc(root, path, lines):
    """Whether the class's moc output is compiled with the class; alone it costs each target a compiler start."""
    if path.suffix != ".h" or not any(line.strip() == "Q_OBJECT" for line in lines):
        return None
    source = root / path.with_suffix(".cpp")
    wanted = f'#include "moc_{path.stem}.cpp"'
    if source.is_file() and wanted in source.read_text(encoding="utf-8").splitlines():
        return None
    return f"{path}: has Q_OBJECT, but {source.name} does not end with {wanted}"


def check(root, modules):
    root = Path(root).resolve()
    problems, checked = list(modules.problems), 0
    for relative in tree.files(root):
        path = Path(relative)
        if path.parts[0] not in tree.ROOTS or path.suffix not in (".cpp", ".h"):
            continue
        checked += 1
        if modules.folder_of(relative) is None:
            problems.append(f"{relative}: no cs_module declares its folder")
            continue
        lines = (root / path).read_text(encoding="utf-8").splitlines()
        without_moc = check_moc(root, path, lines)
        if without_moc:
            problems.append(without_moc)
        for number, line in enumerate(lines, 1):
            problem = check_line(root, modules, relative, line)
            if problem:
                problems.append(f"{relative}:{number}: {problem}")
    return problems, checked


if __name__ == "__main__":
    tree.report(*check(sys.argv[1], tree.Modules.load(sys.argv[2])))
