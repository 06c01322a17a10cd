# Sourced after setup.sh by test.sh: what the tests need of the machine beyond Python. Root on Debian or Ubuntu gets it
# installed; anybody else uses what is there, and the tests say what they skip.

has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_postgres() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }
has_graphics() { ldconfig -p | grep -q libGL.so.1 && ldconfig -p | grep -q libEGL.so.1 && ldconfig -p | grep -q libGLESv2.so.2; }

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install_missing() {
    missing=
    has_chromium >/dev/null 2>&1 || missing="$missing chromium"
    has_postgres >/dev/null 2>&1 || missing="$missing postgresql"
    has_graphics 2>/dev/null || missing="$missing libgl1 libegl1 libgles2"
    if [ -z "$missing" ] || ! can_install; then return; fi
    say "Installing$missing."
    # shellcheck disable=SC2086  # a list of words
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        say "Could not install$missing; the tests that need them are skipped."
}

# Model files: PROCTORING_MODELS_DIR, or ../shared/models, or fetched once. Fetched ones are then required of the tests.
find_models() {
    if [ -n "${PROCTORING_MODELS_DIR:-}" ] || [ -d ../shared/models ]; then return; fi
    say 'Fetching the models for the tests.'
    PROCTORING_DATA_DIR=$PWD/.cache/test-data "$python" -m proctor_core fetch-models || return 0
    PROCTORING_MODELS_DIR=$PWD/.cache/test-data/models
    PROCTOR_REQUIRE=${PROCTOR_REQUIRE:+$PROCTOR_REQUIRE,models}
    export PROCTORING_MODELS_DIR PROCTOR_REQUIRE
}
