# shellcheck shell=bash
# ./dev lint: each check is a step of its own; all run, and the first failure is reported at the end. Sourced, never run.

# our_files PATTERN...: what git tracks or would track.
our_files() { git ls-files -co --exclude-standard -- "$@" | while IFS= read -r file; do [ ! -f "$file" ] || printf '%s\n' "$file"; done; }

shell_files() {
    our_files | while IFS= read -r file; do
        case $file in *.sh) ;; *.*) continue ;; esac
        if [ "${file##*.}" = sh ] || head -n 1 "$file" | grep -qE '^#!.*\b(ba)?sh\b'; then printf '%s\n' "$file"; fi
    done
}

lint_format() { our_files '*.cpp' '*.h' | xargs -r clang-format --dry-run -Werror; }
lint_tidy() { /usr/bin/python3 packaging/dev/tidy.py --build build/dev --cache build/tidy --jobs "$(jobs_count)"; }
lint_shell() { shell_files | xargs -r shellcheck --external-sources; }
lint_yaml() { our_files '*.yml' '*.yaml' '.clang-tidy' | xargs -r yamllint --strict -c packaging/dev/yamllint.yaml; }
lint_structure() { ctest --test-dir build/dev --output-on-failure --no-tests=error -R '^structure_'; }

lint() {
    local name title failed=''
    # clang-tidy reads what moc makes, and the structure checks read modules.json: both come from the build.
    build dev
    for name in format tidy shell yaml structure; do
        case $name in
            format) title='clang-format: every C++ file stands as .clang-format wants it' ;;
            tidy) title='clang-tidy: files that changed since they were last clean' ;;
            shell) title='shellcheck' ;;
            yaml) title='yamllint' ;;
            structure) title='structure: includes against links, architecture.md, file lengths, words' ;;
        esac
        (step "$title" "lint_$name") || failed="$failed $name"
        step_number=$((step_number + 1))
    done
    [ -z "$failed" ] || die "lint failed:$failed"
    say "Lint is clean."
}
