#!/usr/bin/env python3
"""Runs clang-tidy over what the build compiles of ours and remembers, by content, what was clean.

The build joins several files of a folder into one (CMake's unity build), and so does this: the headers, which are most
of the work, are read once for all of them. A joined file is looked at again when one of its files, a header of ours that
they reach, its compile command, .clang-tidy or clang-tidy itself has changed. Exit 1 when one is not clean.
"""
import argparse
import hashlib
import json
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Tests are left out: they are half of the files, run under sanitizers, and Qt Test makes each of them slow to parse.
OURS = ("service", "shared", "console")
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def reached(path, include_dirs, known):
    """The file and every file of ours it includes, directly or not."""
    if path in known:
        return known
    known.add(path)
    for name in INCLUDE.findall(path.read_text(encoding="utf-8")):
        for folder in (path.parent, *include_dirs):
            candidate = (folder / name).resolve()
            if candidate.is_file():
                reached(candidate, include_dirs, known)
                break
    return known


def arguments_for_clang(entry):
    """The compile command without what only GCC understands: its precompiled header and warning names."""
    words = entry.get("arguments") or shlex.split(entry["command"])
    if Path(words[0]).name == "ccache":
        words = words[1:]
    kept, skip = [], 0
    for index, word in enumerate(words):
        if skip:
            skip -= 1
        elif word == "-include" and "cmake_pch" in words[index + 1]:
            skip = 1
        elif word in ("-Winvalid-pch", "-fpch-preprocess") or "cmake_pch" in word:
            continue
        elif word in ("-c", "-o"):
            skip = 1 if word == "-o" else 0
        else:
            kept.append(word)
    return kept


def ours(path):
    return path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in OURS


def joined(path):
    """The files of ours that a unity file of CMake's includes."""
    if path.parent.name != "Unity":
        return []
    return [Path(name) for name in INCLUDE.findall(path.read_text(encoding="utf-8")) if ours(Path(name))]


def load(build):
    """{file: arguments} for our own sources, joined or not; what moc and CMake generate is not ours."""
    entries = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = (Path(entry["directory"]) / entry["file"]).resolve()
        if ours(path) or joined(path):
            entries[path] = arguments_for_clang(entry)
    return entries


def title(path):
    parts = joined(path)
    if not parts:
        return str(path.relative_to(ROOT))
    return f"{parts[0].parent.relative_to(ROOT)}: {parts[0].name} to {parts[-1].name}"


def digest(path, arguments, tool):
    folders = [Path(word[2:]) for word in arguments if word.startswith("-I")]
    total = hashlib.sha256(tool)
    total.update("\0".join(arguments).encode())
    for file in sorted(reached(path, folders, set())):
        total.update(str(file).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def check(path, arguments):
    command = ["clang-tidy", "--quiet", f"--config-file={ROOT / '.clang-tidy'}", str(path), "--", *arguments[1:-1],
               "-Wno-unknown-warning-option", "-Wno-unused-command-line-argument"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # clang-tidy counts suppressed warnings of system headers on stderr: of no interest when the file is clean.
    return "" if done.returncode == 0 else f"{done.stdout}{done.stderr}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="folder of compile_commands.json")
    parser.add_argument("--cache", type=Path, required=True, help="folder that remembers clean files")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    tool = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    tool += (ROOT / ".clang-tidy").read_bytes()
    options.cache.mkdir(parents=True, exist_ok=True)

    work = []
    entries = load(options.build)
    for path, arguments in sorted(entries.items()):
        stamp = options.cache / digest(path, arguments, tool)
        if not stamp.exists():
            work.append((path, arguments, stamp))
    if not entries:
        sys.exit(f"tidy: {options.build}/compile_commands.json names no file of ours")
    files = sum(len(joined(path)) or 1 for path in entries)
    print(f"{files} files in {len(entries)} units; {len(work)} units to look at", flush=True)

    dirty = []
    with ThreadPoolExecutor(options.jobs) as pool:
        running = {pool.submit(check, path, arguments): (path, stamp) for path, arguments, stamp in work}
        for number, future in enumerate(as_completed(running), 1):
            path, stamp = running[future]
            output = future.result()
            print(f"[{number}/{len(work)}] {title(path)}", flush=True)
            if output:
                dirty.append(title(path))
                print(output, flush=True)
            else:
                stamp.touch()
    if dirty:
        sys.exit("tidy: not clean: " + "; ".join(dirty))


if __name__ == "__main__":
    main()
