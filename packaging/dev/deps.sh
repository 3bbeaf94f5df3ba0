# shellcheck shell=bash
# Debian packages for ./dev: compares packages.txt with what is installed. Sourced, never run.

# packages_of SECTION...: their packages, one a line.
packages_of() {
    local section
    for section in "$@"; do
        awk -v want="[$section]" '/^\[/ { on = ($0 == want); next } on && NF && !/^#/ { print $1 }' packaging/dev/packages.txt
    done | sort -u
}

missing_packages() { # SECTION...
    local wanted
    wanted=$(packages_of "$@")
    # shellcheck disable=SC2086 # one word per package is meant
    comm -23 <(printf '%s\n' "$wanted") <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $wanted 2>/dev/null |
        awk '$2 == "installed" { print $1 }' | sort -u)
}

# as_root COMMAND...: directly, or with sudo; a password is asked for only at a terminal.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

can_be_root() {
    [ "$(id -u)" -eq 0 ] && return 0
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null || [ -t 0 ]
}

# Without systemd (containers, CI) a package's daemon must not start: policy-rc.d says so for as long as apt runs.
readonly policy=/usr/sbin/policy-rc.d
policy_written=
forbid_daemons() {
    if [ -d /run/systemd/system ] || [ -e "$policy" ]; then return 0; fi
    policy_written=1
    # shellcheck disable=SC2016 # the variables belong to the inner shell
    as_root sh -c 'printf "#!/bin/sh\nexit 101\n" > "$1" && chmod 0755 "$1"' sh "$policy"
}

restore_daemons() {
    [ -n "$policy_written" ] || return 0
    policy_written=
    as_root rm -f "$policy"
}

# As tests/integration/browser.py looks for it. Ubuntu's chromium-browser may only be a word about the snap.
has_browser() {
    local name
    for name in ${CAMERA_SERVICE_BROWSER:-chromium chromium-browser google-chrome}; do
        if "$name" --version >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

# Of what is good to have: what apt knows.
available() { # PACKAGE...
    local name
    for name in "$@"; do
        if apt-cache policy "$name" 2>/dev/null | grep -q 'Candidate: [^(]'; then printf '%s\n' "$name"; fi
    done
}

apt_install() { # PACKAGE...
    local options=(-o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    # A container is thrown away after a power cut: no need to wait for the disk after each file.
    [ -d /run/systemd/system ] || options+=(-o Dpkg::Options::=--force-unsafe-io)
    forbid_daemons
    as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" update || return
    if [ -n "$want_browser" ]; then
        # shellcheck disable=SC2046 # one word per package is meant
        set -- "$@" $(available $(packages_of browser))
    fi
    [ $# -eq 0 ] ||
        as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install -y --no-install-recommends "$@"
}

want_browser=

deps() { # SECTION...
    local missing
    [ -z "${CAMERA_SERVICE_DEV_SKIP_DEPS:-}" ] || return 0
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        die "this is no Debian or Ubuntu: install what packaging/dev/packages.txt names by other means," \
            "then set CAMERA_SERVICE_DEV_SKIP_DEPS=1"
    fi
    if ! packaging/mediamtx/fetch --find >/dev/null 2>&1 && [ ! -x /usr/local/go/bin/go ] && ! command -v go >/dev/null; then
        set -- "$@" mediamtx
    fi
    case " $* " in
        *' test '*)
            command -v npm >/dev/null || set -- "$@" npm
            has_browser || want_browser=1
            ;;
    esac
    missing=$(missing_packages "$@" | tr '\n' ' ')
    # A browser is worth an installation, but no reason to stop.
    # shellcheck disable=SC2046 # one word per package is meant
    if [ -n "$want_browser" ] && can_be_root; then
        missing="$missing$(available $(packages_of browser) | tr '\n' ' ')"
    fi
    missing=${missing% }
    if [ -z "$missing" ]; then
        say_without_browser
        return 0
    fi
    if ! can_be_root; then
        say "Packages are missing; installing them needs root, and there is no sudo that works here. As root, run:" >&2
        say "  apt-get install --no-install-recommends $missing" >&2
        exit 1
    fi
    # shellcheck disable=SC2086 # one word per package is meant
    set -- $missing
    step "install missing packages ($#): $(printf '%.90s' "$missing")$([ ${#missing} -le 90 ] || printf ' ...')" apt_install "$@"
    restore_daemons
    say_without_browser
}

say_without_browser() {
    if [ -z "$want_browser" ] || has_browser; then return 0; fi
    say "There is no Chromium here, and apt has none: the tests in a browser will be skipped. Install one by other means," \
        "and set CAMERA_SERVICE_BROWSER to its path if it is not called chromium, chromium-browser or google-chrome."
}
