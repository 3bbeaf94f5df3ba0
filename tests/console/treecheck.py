#!/usr/bin/python3
"""Looks at a running program as a screen reader does, through AT-SPI, and says what is wrong with what it shows now.

    treecheck.py PROGRAM-NAME [--tabs]

Every control that can take the focus needs a name and a role that means something. With --tabs it also follows the focus as
Tab is pressed until it comes round, and each stop has to lie after the one before in the order of reading: to its right or
below. Whoever started it presses the key: it prints TAB, and goes on when it reads a line.
Exit code 0: no findings; 1: findings, a line each; 2: the program was not found.
"""

import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# Roles that tell a listener nothing about a control.
MEANINGLESS = {Atspi.Role.INVALID, Atspi.Role.UNKNOWN, Atspi.Role.FILLER, Atspi.Role.PANEL, Atspi.Role.REDUNDANT_OBJECT}
# What is inside is reached by arrow keys and named by its text.
LISTS = {Atspi.Role.TABLE, Atspi.Role.TREE, Atspi.Role.TREE_TABLE, Atspi.Role.LIST, Atspi.Role.LIST_BOX, Atspi.Role.MENU,
         Atspi.Role.MENU_BAR}
MOST_STOPS = 120
PATIENCE = 10


def program(name):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            found = desktop.get_child_at_index(index)
            if found and found.get_name() == name:
                return found
        time.sleep(0.2)
    return None


def has(node, *states):
    held = node.get_state_set()
    return all(held.contains(state) for state in states)


def shown_parts(node):
    """All that is shown, in the order of the tree; nothing of the cells of a list."""
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is None or not has(child, Atspi.StateType.SHOWING):
            continue
        yield child
        if child.get_role() not in LISTS:
            yield from shown_parts(child)


def place(node):
    area = node.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
    return area.x, area.y, area.width, area.height


def words(node):
    return f"{node.get_role_name()} '{node.get_name()}' at {place(node)}"


def label(node):
    """What is said before it: its own name, or that of the label beside it."""
    if node.get_name().strip():
        return node.get_name()
    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            return " ".join(relation.get_target(i).get_name() for i in range(relation.get_n_targets()))
    return ""


def check_names(root):
    findings, count = [], 0
    for node in shown_parts(root):
        if not has(node, Atspi.StateType.FOCUSABLE) or node.get_role() in (Atspi.Role.FRAME, Atspi.Role.DIALOG):
            continue
        count += 1
        if not label(node).strip():
            findings.append(f"no name: {words(node)}, {node.get_description()!r}, in {node.get_parent().get_name()!r}")
        if node.get_role() in MEANINGLESS:
            findings.append(f"role says nothing: {words(node)}")
    if count == 0:
        findings.append("there is nothing that can take the focus")
    return findings, count


def focused(root):
    for node in shown_parts(root):
        if has(node, Atspi.StateType.FOCUSED) and has(node, Atspi.StateType.FOCUSABLE):
            return node
    return None


def is_before(there, here):
    """Whether `there` would have been read before `here`: above it, or in the same line to its left."""
    x0, y0, w0, h0 = here
    x1, y1, w1, h1 = there
    same_line = y1 < y0 + h0 and y0 < y1 + h1
    if same_line:
        return x1 + w1 <= x0
    return y1 + h1 <= y0 and x1 < x0 + w0


def settled_focus(root, before):
    """The focus after a key: the tree follows a moment later."""
    deadline = time.monotonic() + 1
    while time.monotonic() < deadline:
        time.sleep(0.05)
        node = focused(root)
        if node is not None and (before is None or node != before):
            return node
    return focused(root)


def press_tab():
    print("TAB", flush=True)
    sys.stdin.readline()


def check_tabs(root):
    findings, stops, node = [], [], None
    for _ in range(MOST_STOPS):
        press_tab()
        after = settled_focus(root, node)
        if after is None:
            findings.append(f"Tab leads nowhere after {words(node) if node else 'the start'}")
            break
        if after in stops:
            break
        stops.append(after)
        node = after
    # Tab began somewhere in the middle: the round begins anew once, at the first in reading order.
    wraps = [i for i in range(1, len(stops)) if is_before(place(stops[i]), place(stops[i - 1]))]
    if len(stops) < 2:
        findings.append("Tab moves nothing")
    if len(wraps) > 1:
        findings += [f"against the order of reading: {words(stops[i])} after {words(stops[i - 1])}" for i in wraps]
    return findings, len(stops)


def main(arguments):
    Atspi.init()
    root = program(arguments[0])
    if root is None:
        print(f"no program called {arguments[0]} can be seen through AT-SPI")
        return 2
    try:
        findings, controls = check_names(root)
        stops = 0
        if "--tabs" in arguments:
            more, stops = check_tabs(root)
            findings += more
    except GLib.Error as error:
        print(f"AT-SPI: {error.message}")
        return 2
    for finding in findings:
        print(finding)
    print(f"{controls} controls, {stops} stops of Tab, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
