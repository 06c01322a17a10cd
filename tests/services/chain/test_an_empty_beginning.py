"""A database in which there was nothing when the program was first started."""

from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine

from proctor_core.media.store import MediaStore
from proctor_core.services.chain.appending import ChainKeeper, begin_chain, keep_chain
from proctor_core.services.composition import ServiceSettings, compose_services
from proctor_core.services.files.data_folders import DataFolders
from tests.support.session_world import CHAIN_KEY, CHEAP, PASSWORD, Clock


def test_a_chain_that_began_with_nothing_in_it_is_whole(engine: Engine, tmp_path: Path) -> None:
    clock = Clock()
    keep_chain(engine, ChainKeeper(CHAIN_KEY, clock, lambda: uuid4().hex))
    settings = ServiceSettings(key=b"k" * 40, folders=DataFolders.within(tmp_path), passwords=CHEAP)
    services = compose_services(engine, clock, MediaStore.open(tmp_path / "media"), settings)
    begin_chain(engine)
    services.accounts.accounts.create_administrator("root", PASSWORD)
    report = services.keeping.verifying.verify_program()
    assert report.numbers.records == 1 and [str(one.message()) for one in report.findings] == []
