"""Every text that a person sees can be translated, and is: texts.py [--write] ROOT LUPDATE.

The files in translations/ must hold what lupdate finds in the console's sources, nothing unfinished, with the same
placeholders; and no literal that reads like words may stand outside tr() and its kin. --write has lupdate renew the files first.
"""
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import tree

# Not console/video: what it says is for errors and logs; the words for people are in console/widgets.
FOLDERS = ("console/actions", "console/app", "console/models", "console/pages", "console/widgets")
LANGUAGES = {"de": (), "en": ("-pluralonly",)}

TRANSLATED = re.compile(r"\b(tr|translate|QT_TRANSLATE_NOOP|QT_TRANSLATE_N_NOOP|QT_TR_NOOP)\s*\($")
# Read by programs or in logs; and the details of errors, which are English as those of the service are.
UNSEEN = re.compile(r"\b(Error::\w+|Q_ASSERT_X|q[CW]?(Debug|Info|Warning|Critical)|Q_LOGGING_CATEGORY|static_assert)\s*\($")
SHOWN = re.compile(r"\b(setText|setToolTip|setWindowTitle|setAccessibleName|setAccessibleDescription|setPlaceholderText|setTitle|"
                   r"setStatusTip|addItem|addTab|addAction|addMenu|makeLabel|makeFieldLabel|QLabel|QPushButton|QCheckBox|"
                   r"QRadioButton|QGroupBox|said|say)\s*\($")
WRAPPER = re.compile(r"\b(QStringLiteral|QLatin1String|QLatin1StringView|fromLatin1|fromUtf8|QString)\s*\($")
WORDS = re.compile(r"[A-Za-z]{2,}[,.:]? [a-z]{2,}")
LETTERS = re.compile(r"[A-Za-z]{2,}")
TAG = re.compile(r"<[^>]*>")
NOT_SHOWN = "// i18n: "


def literals(text):
    """(line number, literal, the calls it stands in from the inside outwards)."""
    stack, begin, line, i = [], 0, 1, 0
    while i < len(text):
        char = text[i]
        if char == "\n":
            line += 1
        elif text.startswith("//", i):
            i = text.find("\n", i) - 1
            if i < 0:
                return
        elif text.startswith("/*", i):
            end = text.find("*/", i)
            line += text.count("\n", i, end)
            i = end + 1
        elif char == "'":
            i = text.find("'", i + (2 if text[i + 1] == "\\" else 1))
        elif text.startswith('R"', i) and (i == 0 or not text[i - 1].isalnum()):
            mark = text[i + 2:text.index("(", i)]
            end = text.index(f'){mark}"', i)
            yield line, text[i + 3 + len(mark):end], list(reversed(stack))
            line += text.count("\n", i, end)
            i = end + len(mark) + 1
        elif char == '"':
            end = i + 1
            while text[end] != '"':
                end += 2 if text[end] == "\\" else 1
            yield line, text[i + 1:end], list(reversed(stack))
            i = end
        elif char in "({":
            stack.append(text[begin:i + 1].strip()[-60:])
            begin = i + 1
        elif char in ")};" and char != ";":
            if stack:
                stack.pop()
            begin = i + 1
        elif char == ";":
            begin = i + 1
        i += 1


def is_include(line):
    return line.lstrip().startswith("#include")


def untranslated(relative, text):
    problems = []
    lines = text.splitlines()
    for number, literal, calls in literals(text):
        source = lines[number - 1]
        if is_include(source) or NOT_SHOWN in source:
            continue
        if any(TRANSLATED.search(call) or UNSEEN.search(call) for call in calls):
            continue
        outer = [call for call in calls if not WRAPPER.search(call)][:1]
        if WORDS.search(TAG.sub("", literal)) or (outer and SHOWN.search(outer[0]) and LETTERS.search(TAG.sub("", literal))):
            problems.append(f"{relative}:{number}: \"{literal}\" is shown to people, but cannot be translated")
    return problems


def messages(path):
    """{(context, source, comment): [translations]} and what is unfinished."""
    known, unfinished = {}, []
    for context in ET.parse(path).getroot().findall("context"):
        name = context.findtext("name")
        for message in context.findall("message"):
            key = (name, message.findtext("source"), message.findtext("comment") or "")
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]
            known[key] = forms
            if translation.get("type") or not all(forms):
                unfinished.append(key)
    return known, unfinished


def placeholders(text):
    # %L1 is %1 in the notation of the language.
    return sorted(set(re.findall(r"%L?(\d+|n)", text)))


def check_translations(language, committed, found):
    have, unfinished = messages(committed)
    want, _ = messages(found)
    name = f"translations/{Path(committed).name}"
    problems = [f"{name}: lacks {key}; run `./dev texts`" for key in want if key not in have]
    problems += [f"{name}: {key} is in no source any more; run `./dev texts`" for key in have if key not in want]
    problems += [f"{name}: {key} is not translated" for key in unfinished]
    for key, forms in have.items():
        for form in forms:
            if form and language != "en" and placeholders(form) != placeholders(key[1]):
                problems.append(f"{name}: {key} and its translation have other placeholders")
            if form and form.count("&") != key[1].count("&"):
                problems.append(f"{name}: {key} and its translation have other keys for the keyboard")
    return problems, len(have)


def lupdate(root, program, language, target):
    folders = [str(Path(root) / folder) for folder in FOLDERS]
    includes = [part for folder in ("shared", "console") for part in ("-I", str(Path(root) / folder))]
    subprocess.run([program, "-silent", "-locations", "none", "-no-obsolete", "-extensions", "cpp,h", *LANGUAGES[language], *includes,
                    *folders, "-source-language", "en", "-target-language", language, "-ts", str(target)],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def check(root, program):
    problems, checked = [], 0
    for relative in tree.files(root):
        if relative.startswith(tuple(f"{folder}/" for folder in FOLDERS)) and relative.endswith((".cpp", ".h")):
            problems += untranslated(relative, (Path(root) / relative).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            found = Path(folder) / f"{language}.ts"
            lupdate(root, program, language, found)
            more, count = check_translations(language, Path(root) / f"translations/camera-console_{language}.ts", found)
            problems += more
            checked += count
    if checked < 200:
        problems.append(f"only {checked} texts were found: that cannot be the whole console")
    return problems, checked


def main(*arguments):
    root, program = (argument for argument in arguments if argument != "--write")
    if "--write" in arguments:
        for language in LANGUAGES:
            lupdate(root, program, language, Path(root) / f"translations/camera-console_{language}.ts")
    tree.report(*check(root, program))


if __name__ == "__main__":
    main(*sys.argv[1:])
