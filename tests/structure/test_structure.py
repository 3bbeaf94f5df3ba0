"""Shows that each structure check passes a good tree and fails a bad one, each for its own reason."""
import io
import json
import tempfile
import unittest
from contextlib import redirect_stdout
from pathlib import Path

import files
import graph
import includes
import texts
import tree

GOOD_MODULES = [
    {"target": "shared_base", "folder": "shared/base", "links": []},
    {"target": "shared_api", "folder": "shared/api", "links": ["shared_base"]},
    {"target": "events", "folder": "service/events", "links": ["shared_api"]},
    {"target": "cameras", "folder": "service/cameras", "links": ["events"]},
    {"target": "app", "folder": "service/app", "links": ["cameras"]},
    {"target": "camera-service", "folder": "service/app", "links": ["app"]},
]
GOOD_FILES = {
    "shared/base/result.h": "#pragma once\n#include <vector>\n",
    "shared/api/method.h": '#include "base/result.h"\n',
    "service/events/bus.h": '#include "api/method.h"\n',
    "service/cameras/registry.h": "#pragma once\nclass R : public QObject {\n    Q_OBJECT\n};\n",
    "service/cameras/registry.cpp": '#include "cameras/registry.h"\n#include "events/bus.h"\n#include "base/result.h"\n'
                                    '#include "moc_registry.cpp"\n',
    "service/app/main.cpp": '#include <QObject>\n#include "cameras/registry.h"\n#include "main.moc"\n',
}


class Structure(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        for name, text in GOOD_FILES.items():
            self.write(name, text)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def include_problems(self, entries=None):
        return includes.check(self.root, tree.Modules(entries or GOOD_MODULES))[0]

    def graph_run(self, *flags, entries=None):
        """(exit code, output) of graph.py on this tree."""
        self.write("modules.json", json.dumps(entries or GOOD_MODULES))
        output = io.StringIO()
        with redirect_stdout(output), self.assertRaises(SystemExit) as ended:
            graph.main(self.root, self.root / "modules.json", *flags)
        return ended.exception.code, output.getvalue()

    def assert_one(self, problems, expected):
        self.assertEqual(len(problems), 1, problems)
        self.assertIn(expected, problems[0])

    # includes
    def test_moc_output_that_is_not_compiled_with_its_class(self):
        self.write("service/cameras/registry.cpp", '#include "cameras/registry.h"\n')
        self.assert_one(self.include_problems(), 'does not end with #include "moc_registry.cpp"')

    def test_moc_output_of_another_class(self):
        self.write("service/app/main.cpp", '#include "moc_registry.cpp"\n')
        self.assert_one(self.include_problems(), "which is in none of")

    def test_good_tree_passes(self):
        self.assertEqual(self.include_problems(), [])
        self.assertEqual(files.check(self.root)[0], [])

    def test_include_without_link_fails(self):
        self.write("service/events/log.cpp", '#include "events/bus.h"\n\n#include "cameras/registry.h"\n')
        self.assert_one(self.include_problems(), "service/events/log.cpp:3: includes cameras/registry.h, but "
                                                 "service/events does not link service/cameras")

    def test_link_of_a_link_gives_no_right(self):
        self.write("service/cameras/probe.cpp", '#include "api/method.h"\n')
        self.assert_one(self.include_problems(), "does not link shared/api")

    def test_angle_brackets_are_no_way_round(self):
        self.write("service/events/log.cpp", "#  include <cameras/registry.h>\n")
        self.assert_one(self.include_problems(), "does not link service/cameras")

    def test_include_without_folder_fails(self):
        self.write("service/cameras/probe.cpp", '#include "registry.h"\n')
        self.assert_one(self.include_problems(), "write it with its folder")

    def test_include_through_parent_folder_fails(self):
        self.write("service/events/log.cpp", '#include "../cameras/registry.h"\n')
        self.assert_one(self.include_problems(), "write it with its folder")

    def test_header_that_cmake_makes_counts_as_its_template(self):
        self.write("service/app/version.h.in", "")
        self.write("service/app/about.cpp", '#include "app/version.h"\n')
        self.assertEqual(self.include_problems(), [])
        self.write("service/events/log.cpp", '#include "app/version.h"\n')
        self.assert_one(self.include_problems(), "does not link service/app")

    def test_unknown_include_fails(self):
        self.write("service/events/log.cpp", '#include "events/nowhere.h"\n')
        self.assert_one(self.include_problems(), "in none of")

    def test_file_outside_every_module_fails(self):
        self.write("service/stray/x.cpp", "int x;\n")
        self.assert_one(self.include_problems(), "service/stray/x.cpp: no cs_module declares its folder")

    def test_include_of_undeclared_folder_fails(self):
        self.write("service/stray/x.h", "#pragma once\n")
        self.write("service/cameras/probe.cpp", '#include "stray/x.h"\n')
        self.assertTrue(any("whose folder no cs_module declares" in problem for problem in self.include_problems()))

    def test_link_to_no_module_fails(self):
        entries = GOOD_MODULES + [{"target": "http", "folder": "service/http", "links": ["Qt6::Network"]}]
        self.assert_one(self.include_problems(entries), "http links Qt6::Network, which is no module")

    def test_empty_tree_fails(self):
        with redirect_stdout(io.StringIO()), self.assertRaises(SystemExit) as ended:
            tree.report([], 0)
        self.assertNotEqual(ended.exception.code, 0)

    # graph

    def test_page_that_agrees_passes(self):
        self.write("docs/architecture.md", "# Parts\n<!-- graph -->\nold\n<!-- /graph -->\nend\n")
        self.assertEqual(self.graph_run()[0], 1)
        self.assertEqual(self.graph_run("--write")[0], 0)
        code, output = self.graph_run()
        self.assertEqual(code, 0, output)
        text = (self.root / "docs/architecture.md").read_text()
        self.assertTrue(text.startswith("# Parts\n") and text.endswith("\nend\n"), text)
        self.assertIn("service/cameras -> service/events\n", text)

    def test_missing_page_or_markers_fail(self):
        self.assertEqual(self.graph_run()[0], 1)
        self.write("docs/architecture.md", "<!-- /graph --> <!-- graph -->")
        self.assertIn("needs one", self.graph_run()[1])

    def test_missing_and_wrong_arrow_fail(self):
        self.write("docs/architecture.md", "<!-- graph -->\n<!-- /graph -->")
        self.graph_run("--write")
        text = (self.root / "docs/architecture.md").read_text()
        self.write("docs/architecture.md", text.replace("service/cameras -> service/events", "service/cameras"))
        code, output = self.graph_run()
        self.assertEqual(code, 1)
        self.assertIn("says 'service/cameras', which is not so", output)
        self.assertIn("lacks 'service/cameras -> service/events'", output)

    def test_arrow_twice_fails(self):
        self.write("docs/architecture.md", "<!-- graph -->\n<!-- /graph -->")
        self.graph_run("--write")
        text = (self.root / "docs/architecture.md").read_text()
        self.write("docs/architecture.md", text.replace("shared/base\n", "shared/base\nshared/base\n"))
        self.assertIn("twice", self.graph_run()[1])

    def test_each_layer_rule_fails(self):
        for folder, link, why in (
                ("shared/client", "service/events", "shared knows nothing above it"),
                ("console/app", "service/events", "over the wire alone"),
                ("service/rpc", "console/pages", "does not know its clients"),
                ("service/http", "service/app", "composition root"),
                ("service/recordings", "service/rpc", "no JSON-RPC"),
                ("service/methods", "service/transport", "may know its classes")):
            entries = [{"target": "a", "folder": folder, "links": ["b"]}, {"target": "b", "folder": link, "links": []}]
            with self.subTest(folder=folder):
                self.assertTrue(any(why in problem for problem in graph.layer_problems(tree.Modules(entries))))

    def test_cycle_fails(self):
        entries = [{"target": "a", "folder": "service/a", "links": ["b"]},
                   {"target": "b", "folder": "service/b", "links": ["a"]}]
        self.assert_one(graph.cycles(tree.Modules(entries)), "cycle: service/a -> service/b -> service/a")
        self.assertEqual(graph.cycles(tree.Modules(GOOD_MODULES)), [])

    # files

    def test_long_source_fails_and_400_lines_pass(self):
        self.write("service/cameras/long.cpp", "//\n" * 400)
        self.assertEqual(files.check(self.root)[0], [])
        self.write("service/cameras/long.cpp", "//\n" * 401)
        self.assert_one(files.check(self.root)[0], "service/cameras/long.cpp: 401 lines")

    def test_long_script_without_suffix_fails_but_a_long_page_passes(self):
        self.write("docs/long.md", "text\n" * 500)
        self.write("tool", "#!/bin/sh\n" + "true\n" * 400)
        self.assert_one(files.check(self.root)[0], "tool: 401 lines")

    def test_each_forbidden_word_fails(self):
        for word in ("/wor" + "k/main", "/roo" + "t/.cache", "/hom" + "e/ann", "registry.npm" + "js.org",
                     "deb.deb" + "ian.org", "the C" + "EO", "-----BEGIN EC PRIV" + "ATE KEY-----"):
            with self.subTest(word=word):
                self.write("docs/page.md", f"one\nsee {word}\n")
                self.assert_one(files.check(self.root)[0], "docs/page.md:2:")

    def test_file_that_is_not_utf8_fails_and_a_binary_passes(self):
        self.write("docs/page.md", b"caf\xe9\n")
        self.write("resources/icon.png", b"\x89PNG\0\xff")
        self.assert_one(files.check(self.root)[0], "docs/page.md: is neither binary nor UTF-8")

    def test_build_folder_is_no_part_of_the_tree(self):
        self.write("build/dev/x.cpp", "// /roo" + "t/\n")
        self.assertEqual(files.check(self.root)[0], [])

    def test_words_outside_tr_are_found(self):
        good = 'label->setText(tr("No picture"));\nlog(QStringLiteral("x/y"));\n// "Not a word"\n'
        self.assertEqual(texts.untranslated("a.cpp", good), [])
        for bad in ('label->setText(QStringLiteral("Stopped"));\n', 'auto x = QStringLiteral("no picture came");\n',
                    'new QPushButton("OK", this);\n', 'auto *a = makeLabel(\n    QString::fromLatin1("Users"), look);\n'):
            self.assert_one(texts.untranslated("a.cpp", bad), "cannot be translated")

    def test_details_of_errors_and_marked_lines_may_be_english(self):
        for good in ('return Error::internal(QStringLiteral("the file is empty"));\n',
                     'box->addItem(QStringLiteral("Deutsch"));  // i18n: a name\n'):
            self.assertEqual(texts.untranslated("a.cpp", good), [])

    def translations(self, name, text):
        body = ('<?xml version="1.0"?>\n<TS version="2.1" language="de"><context><name>A</name>'
                f'{text}</context></TS>\n')
        self.write(name, body)
        return self.root / name

    def test_each_way_a_translation_can_be_wrong_is_found(self):
        message = "<message><source>{}</source><translation{}>{}</translation></message>".format
        found = self.translations("found.ts", message("%1 of &amp;all", ' type="unfinished"', ""))
        for text, problem in ((message("%1 of &amp;all", "", "%1 von &amp;allen"), None),
                              (message("%1 of &amp;all", ' type="unfinished"', "%1 &amp;"), "is not translated"),
                              (message("%1 of &amp;all", "", ""), "is not translated"),
                              (message("%1 of &amp;all", "", "%2 von &amp;allen"), "other placeholders"),
                              (message("%1 of &amp;all", "", "%1 von allen"), "other keys"), ("", "lacks")):
            problems = texts.check_translations("de", self.translations("de.ts", text), found)[0]
            if problem is None:
                self.assertEqual(problems, [])
            else:
                self.assert_one(problems, problem)
        stale = self.translations("de.ts", message("%1 of &amp;all", "", "%1 &amp;") + message("gone", "", "weg"))
        self.assert_one(texts.check_translations("de", stale, found)[0], "in no source any more")


if __name__ == "__main__":
    unittest.main()
