"""Packages from npm that tests need, installed once into the build folder, by the committed lock file."""

import fcntl
import os
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).parent
FILES = ("package.json", "package-lock.json")


def installed(name):
    """The node_modules folder of tests/integration/NAME; tests that run side by side wait for each other."""
    source, target = HERE / name, pathlib.Path(os.environ["CS_BIN_DIR"]).parent / "npm" / name
    target.mkdir(parents=True, exist_ok=True)
    with open(target / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = target / "node_modules" / ".done"
        wanted = "".join((source / file).read_text() for file in FILES)
        if not done.exists() or done.read_text() != wanted:
            for file in FILES:
                shutil.copy(source / file, target / file)
            ran = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=target,
                                 capture_output=True, text=True, timeout=300)
            assert ran.returncode == 0, f"npm ci in {target}: {ran.stderr[-2000:]}"
            done.write_text(wanted)
    return target / "node_modules"


def exported_json(modules, package):
    """What a package of JSON exports by default."""
    program = f"const m = require({package!r}); process.stdout.write(JSON.stringify(m.default || m))"
    return subprocess.run(["node", "-e", program], cwd=modules.parent, capture_output=True, text=True, timeout=60, check=True).stdout
