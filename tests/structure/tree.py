"""What the structure checks have in common: the files of the tree and the modules that CMake declares."""
import json
import os
import subprocess
import sys
from pathlib import Path

# Folders whose subfolders are link targets; each is also an include root.
ROOTS = ("service", "shared", "console")
# Every module may include these, linked directly or not: they are the vocabulary of all others.
VOCABULARY = ("shared/base", "shared/json")
SKIPPED = {".git", "build", "var", ".cache", "__pycache__", "node_modules"}


class Modules:
    """The link graph by folder. Targets that share a folder (a library and its program) count as one."""

    def __init__(self, entries):
        folders = {entry["target"]: entry["folder"] for entry in entries}
        self.links = {folder: set() for folder in folders.values()}
        self.problems = []
        for entry in entries:
            for link in entry["links"]:
                if link not in folders:
                    self.problems.append(f"{entry['target']} links {link}, which is no module (a package belongs in EXTERNAL)")
                elif folders[link] != entry["folder"]:
                    self.links[entry["folder"]].add(folders[link])

    @classmethod
    def load(cls, path):
        return cls(json.loads(Path(path).read_text(encoding="utf-8")))

    def folder_of(self, relative):
        """The module a file belongs to: the nearest declared folder above it, or None."""
        for parent in Path(relative).parents:
            if parent.as_posix() in self.links:
                return parent.as_posix()
        return None


def files(root):
    """All files of the project, relative to root: what git knows or would add, else a walk (a source archive)."""
    root = Path(root)
    if (root / ".git").exists():
        done = subprocess.run(["git", "-C", str(root), "ls-files", "-coz", "--exclude-standard"],
                              capture_output=True, check=False)
        if done.returncode == 0:
            names = (os.fsdecode(name) for name in done.stdout.split(b"\0") if name)
            return sorted(name for name in names if (root / name).is_file())
    found = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [name for name in subfolders if name not in SKIPPED]
        found += [(Path(folder) / name).relative_to(root).as_posix() for name in names]
    return sorted(found)


def report(problems, checked):
    """Prints the problems and ends the program: 1 with any, or when there was nothing to check."""
    for problem in problems:
        print(problem)
    if not problems and not checked:
        sys.exit("nothing to check: wrong folder?")
    print(f"{len(problems)} problem(s), {checked} checked")
    sys.exit(1 if problems else 0)
