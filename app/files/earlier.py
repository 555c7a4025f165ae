"""What earlier incidents know of somebody: looked up in the kept records by their address."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ..core.explain.known import Met, met_in
from .kept import kept
from .record import read_record
from .regular import read_regular
from .toml import LIMIT

MOST = 200


def met(folder: Path, addresses: Collection[str], *, but: str) -> dict[str, Met]:
    """Look these folded addresses up in the newest records but that of the incident `but`.

    The newest incident that knows a name or a company counts. A record is only taken apart where an
    address stands in it; one that cannot be read is passed over: what lists the incidents names it.
    """
    wanted = {address: address.encode("utf-8", "replace") for address in addresses if address}
    found: dict[str, Met] = {}
    for path in kept(folder, MOST) if wanted else ():
        if path.stem == but:
            continue
        try:
            data = read_regular(path, LIMIT)
        except OSError:
            continue
        folded = data.lower()
        here = [address for address, raw in wanted.items() if raw in folded]
        incident = read_record(data, str(path)).incident if here else None
        if incident is not None and incident.id != but:
            for address, one in met_in(incident, here).items():
                if address not in found or one.at > found[address].at:
                    found[address] = one
    return found
