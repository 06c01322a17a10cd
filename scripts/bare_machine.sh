# `sh scripts/bare_machine.sh FOLDER`: this checkout's last commit on a bare machine, served until it is ended (PORT=, DEMO= as ever).
#
# Clones into FOLDER/checkout and runs `make run` there as the user nobody, with nothing else of ours in sight: a mount namespace
# without the shared libraries that cv2 and mediapipe need, without the folder `shared` and without the lists of apt's packages.
# Packages that pip fetched stay in .cache/bare-machine of this checkout, so that only the first run fetches them.
# tests/scripts/test_bare_machine.py takes a survey on it. Exit code 77: this machine can't do that; the reason is said.

set -eu
user=nobody
hidden='libGL libGLX libGLdispatch libEGL libGLESv2 libX11 libxcb libXau libXdmcp libbsd libglib-2.0 libgthread-2.0'

cannot() {
    printf '%s\n' "$*" >&2
    exit 77
}

# ---- inside the namespace, as root ----

hide_folder() { if [ -d "$1" ]; then mount -t tmpfs tmpfs "$1"; fi; }

hide_libraries() {
    layers=$1/layers
    for libraries in /usr/lib/x86_64-linux-gnu /usr/lib/aarch64-linux-gnu; do
        if [ ! -d "$libraries/perl-base" ]; then continue; fi
        mkdir -p "$layers"
        mount -t tmpfs tmpfs "$layers"
        mkdir "$layers/upper" "$layers/work"
        mount -t overlay overlay -o "lowerdir=$libraries,upperdir=$layers/upper,workdir=$layers/work" "$libraries" ||
            cannot 'no overlay file system here: the shared libraries can not be hidden'
        for name in $hidden; do rm -f "$libraries/$name".so*; done
    done
}

keep_packages() {
    mkdir -p "$BESIDE/.cache/bare-machine" "$1/home/.cache/pip"
    mount --bind "$BESIDE/.cache/bare-machine" "$1/home/.cache/pip"
    chown -R $user: "$1/home"
}

# What tells pip, npm and Python where packages come from, and nothing else of this environment.
passed_on() { env | grep -E '^(PIP_|npm_config_|https?_proxy|HTTPS?_PROXY|NO_PROXY|no_proxy|SSL_CERT_|NODE_EXTRA_CA_CERTS|PORT|DEMO)' || true; }

if [ "${2:-}" = inside ]; then
    folder=$1
    hide_folder "$(dirname "$BESIDE")/shared"
    hide_folder /var/lib/apt/lists
    hide_libraries "$folder"
    keep_packages "$folder"
    cd "$folder/checkout"
    passed_on >"$folder/passed_on"
    set -- PATH=/usr/local/bin:/usr/bin:/bin HOME="$folder/home" LANG=C.UTF-8
    while read -r line; do set -- "$@" "$line"; done <"$folder/passed_on"
    # The end of unshare is told again here: becoming somebody else makes the kernel forget it.
    exec setpriv --reuid=$user --regid="$(id -g $user)" --clear-groups --no-new-privs --pdeathsig KILL env -i "$@" make run
fi

# ---- outside ----

[ "$(id -u)" = 0 ] || cannot 'only root can hide libraries and become another user'
for tool in unshare setpriv git make; do command -v $tool >/dev/null || cannot "no $tool here"; done
unshare --mount true 2>/dev/null || cannot 'no mount namespaces here'
cd "$(dirname "$0")/.."
folder=$(cd "$1" && pwd)
git -c safe.directory='*' clone --quiet --depth 1 "file://$PWD" "$folder/checkout"
mkdir "$folder/home"
chmod 755 "$folder"
chown -R $user: "$folder/checkout"
BESIDE=$PWD exec unshare --mount --pid --fork --kill-child --mount-proc sh "$PWD/scripts/bare_machine.sh" "$folder" inside
