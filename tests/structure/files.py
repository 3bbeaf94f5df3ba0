"""No source file over 400 lines, and nothing in the tree that only one machine or one workplace knows: files.py ROOT."""
import re
import sys
from pathlib import Path

import tree

MAX_LINES = 400
SOURCES = {".cpp", ".h", ".py", ".sh", ".cmake", ".js", ".sql", ".in"}
# Texts of others, kept as they are.
FOREIGN = {"LICENSE"}

# The brackets keep this file from finding itself.
FORBIDDEN = [(re.compile(pattern), why) for pattern, why in (
    (r"/wor[k]/|/roo[t]/|/tmp/[b]/|/hom[e]/[a-z]", "a path of one machine"),
    (r"registry\.npmj[s]|proxy\.golan[g]|pypi\.or[g]|pythonhoste[d]|deb\.debia[n]\.org", "the host of a package registry"),
    (r"\bCE[O]\b|decisions\.m[d]|house-style\.m[d]|contract\.m[d]", "something outside the project"),
    (r"-----BEGIN [A-Z ]*PRIVATE KE[Y]-----", "a private key"),
)]


def is_source(path, text):
    return path.suffix in SOURCES or path.name == "CMakeLists.txt" or text.startswith("#!")


def check_file(relative, text):
    problems = []
    lines = text.splitlines()
    if is_source(Path(relative), text) and len(lines) > MAX_LINES:
        problems.append(f"{relative}: {len(lines)} lines, more than {MAX_LINES}: look for the second job in it")
    for number, line in enumerate(lines, 1):
        for pattern, why in FORBIDDEN:
            match = pattern.search(line)
            if match:
                problems.append(f"{relative}:{number}: '{match.group()}' is {why}")
    return problems


def check(root):
    problems, checked = [], 0
    for relative in tree.files(root):
        raw = (Path(root) / relative).read_bytes()
        if relative in FOREIGN or b"\0" in raw:
            continue
        checked += 1
        try:
            problems += check_file(relative, raw.decode("utf-8"))
        except UnicodeDecodeError:
            problems.append(f"{relative}: is neither binary nor UTF-8")
    return problems, checked


if __name__ == "__main__":
    tree.report(*check(sys.argv[1]))
