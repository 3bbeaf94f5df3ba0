# shellcheck shell=bash
# Headings, elapsed time and logs of ./dev. Sourced, never run.

step_number=0
heartbeat_pid=
log_dir=build/log

say() { printf '%s\n' "$*"; }
die() { printf 'dev: %s\n' "$*" >&2; exit 1; }

# True where a person looks on: commands then write to the terminal as they like.
interactive() { [ -t 1 ] && [ -z "${CI:-}" ]; }

# Says every 20 s that a silent step still goes on, with the last line of its log. `read` on a pipe nobody writes to waits
# without a child process, which would outlive an interrupted step.
heartbeat() { # LOG SECONDS_AT_START PARENT
    local pipe
    exec {pipe}<> <(:)
    while kill -0 "$3" 2>/dev/null; do
        read -r -t 20 -u "$pipe" _ || true
        printf '      %d s so far: %s\n' $((SECONDS - $2)) "$(tail -c 2000 "$1" | tr '\r' '\n' |
            grep -v '^[[:space:]]*$' | tail -n 1 | cut -c 1-110)"
    done
}

stop_heartbeat() {
    [ -n "$heartbeat_pid" ] || return 0
    kill "$heartbeat_pid" 2>/dev/null || true
    wait "$heartbeat_pid" 2>/dev/null || true
    heartbeat_pid=
}

# step "what it does" COMMAND...: a numbered heading, the command, its time. Ends the script when the command fails.
step() {
    local title=$1 start=$SECONDS status=0 log
    shift
    step_number=$((step_number + 1))
    say "[$step_number] $title"
    if interactive; then
        "$@" || status=$?
    else
        mkdir -p "$log_dir"
        log=$log_dir/$step_number-$(tr -cs '[:alnum:]' '-' <<<"$1 ${2:-}" | sed 's/-*$//').log
        : > "$log"
        heartbeat "$log" "$start" "$BASHPID" &
        heartbeat_pid=$!
        "$@" > "$log" 2>&1 || status=$?
        stop_heartbeat
    fi
    if [ "$status" -ne 0 ]; then
        if [ -n "${log:-}" ]; then
            say "      the last lines of $log:"
            tail -n 60 "$log" | sed 's/^/      | /'
        fi
        printf 'dev: step %d failed after %d s: %s%s\n' "$step_number" $((SECONDS - start)) "$title" "${log:+; the whole log: $log}" >&2
        exit "$status"
    fi
    say "      done in $((SECONDS - start)) s"
}
