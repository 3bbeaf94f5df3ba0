"""The link graph must keep its layers and stand in docs/architecture.md: graph.py [--write] [ROOT MODULES_JSON].

Without paths: this tree and its build/dev. The page holds the arrows between <!-- graph --> and <!-- /graph -->, one folder a line; --write puts them there.
"""
import sys
from pathlib import Path

import tree

BEGIN, END = "<!-- graph -->", "<!-- /graph -->"

DOMAIN = ("service/cameras", "service/mediamtx", "service/recordings", "service/storage", "service/events")
WIRE = ("service/transport", "service/http", "service/rpc", "service/methods", "shared/jsonrpc")

# (who, must not link, why)
LAYERS = (
    (("shared",), ("service", "console"), "shared knows nothing above it"),
    (("console",), ("service",), "the console talks to the service over the wire alone"),
    (("service",), ("console",), "the service does not know its clients"),
    (("service", "shared", "console/cli"), ("service/app",), "only programs stand above the composition root"),
    (DOMAIN, WIRE, "domain code knows no sockets and no JSON-RPC"),
    (("service/auth", "service/rpc", "service/methods", "service/http"), ("service/transport",),
     "nothing above the transport may know its classes"),
)


def inside(folder, parents):
    return any(folder == parent or folder.startswith(parent + "/") for parent in parents)


def layer_problems(modules):
    problems = []
    for folder, links in sorted(modules.links.items()):
        for link in sorted(links):
            for who, what, why in LAYERS:
                if inside(folder, who) and inside(link, what):
                    problems.append(f"{folder} links {link}: {why}")
    return problems


def cycles(modules):
    """One problem a cycle, found by walking down from each folder."""
    problems, done = [], set()

    def walk(folder, path):
        if folder in path:
            ring = path[path.index(folder):] + [folder]
            problems.append("cycle: " + " -> ".join(ring))
            return
        if folder in done:
            return
        for link in sorted(modules.links[folder]):
            walk(link, path + [folder])
        done.add(folder)

    for start in sorted(modules.links):
        walk(start, [])
    return problems


def render(modules):
    lines = [f"every folder -> {', '.join(tree.VOCABULARY)}"]
    for folder, links in sorted(modules.links.items()):
        shown = sorted(links if folder in tree.VOCABULARY else links - set(tree.VOCABULARY))
        lines.append(f"{folder} -> {', '.join(shown)}" if shown else folder)
    return "\n".join(["```text", *lines, "```"])


def split(text):
    """(before, block, after) around the markers, or None when they are not there exactly once, in order."""
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        return None
    before, rest = text.split(BEGIN)
    block, after = rest.split(END)
    return before, block, after


def page_problems(text, modules):
    parts = split(text)
    if parts is None:
        return [f"docs/architecture.md: needs one {BEGIN} and, after it, one {END}"]
    have, want = parts[1].strip().splitlines(), render(modules).splitlines()
    problems = [f"docs/architecture.md: says '{line}', which is not so" for line in have if line not in want]
    problems += [f"docs/architecture.md: lacks '{line}'" for line in want if line not in have]
    if not problems and have != want:
        problems.append("docs/architecture.md: the arrows stand in another order or twice")
    if problems:
        problems.append("`python3 tests/structure/graph.py --write` puts it right, if the links are as they should be")
    return problems


def main(*arguments):
    paths = [Path(argument) for argument in arguments if argument != "--write"]
    root = paths[0] if paths else Path(__file__).resolve().parents[2]
    modules_json = paths[1] if len(paths) > 1 else root / "build" / "dev" / "modules.json"
    page = root / "docs" / "architecture.md"
    modules = tree.Modules.load(modules_json)
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    if "--write" in arguments:
        parts = split(text)
        if parts is None:
            sys.exit(f"{page}: put {BEGIN} and {END} where the arrows belong")
        page.write_text(f"{parts[0]}{BEGIN}\n{render(modules)}\n{END}{parts[2]}", encoding="utf-8")
        text = page.read_text(encoding="utf-8")
    problems = modules.problems + layer_problems(modules) + cycles(modules) + page_problems(text, modules)
    tree.report(problems, len(modules.links))


if __name__ == "__main__":
    main(*sys.argv[1:])
