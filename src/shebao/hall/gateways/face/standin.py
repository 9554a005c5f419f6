"""The stand-in for a face service: it looks at the picture and at nobody."""

from shebao.hall.gateways.face.picture import faults
from shebao.hall.gateways.face.port import Compared


class StandinFace:
    """Accepts every picture that could be compared; its name says that it compares nothing."""

    title = "刷脸（演示替身，不真的比对）"
    is_standin = True

    def compare(self, *, picture: bytes, name: str, id_number: str) -> Compared:
        """Whether the picture could be compared."""
        found = faults(picture)
        return Compared(is_same=not found, reasons=found, reference="STANDIN")
