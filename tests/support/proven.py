"""After a test: every row that the services wrote is in its chain as it stands. A path past the chain fails here."""

from sqlalchemy import Engine

from db.engine import snapshot
from db.queries.chain import session_ids
from proctor_core.domain.chain import PROGRAM_CHAIN, session_chain
from proctor_core.domain.verification import Findings
from proctor_core.services.chain.checking import check_chain, check_log, check_rows
from tests.support.session_world import CHAIN_KEY


def unproven(engine: Engine) -> list[str]:
    """Rows that are not as their chains say; files are left aside, which tests make up."""
    found = Findings()
    with snapshot(engine) as db:
        connection = db.connection()
        check_log(connection, CHAIN_KEY, found)
        check_rows(connection, check_chain(connection, CHAIN_KEY, PROGRAM_CHAIN, found), None, found)
        for session_id in session_ids(connection):
            check_rows(
                connection, check_chain(connection, CHAIN_KEY, session_chain(session_id), found), session_id, found
            )
    return [str(finding.message()) for finding in found.found]
