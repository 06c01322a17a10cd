# `make run`: from a bare checkout to a served page, saying each step. A second start finds all done and takes seconds.
. "$(dirname "$0")/setup.sh"

say '1 of 4: packages'
set_up run
say '2 of 4: models'
"$python" -m proctor_core fetch-models
say '3 of 4: database'
"$python" -m proctor_core migrate
say '4 of 4: serving (Ctrl-C ends it)'
exec "$python" -m proctor_core serve
