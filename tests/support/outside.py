"""Everything outside, in memory: the same shape as the real connections, without a network."""

import os
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from shebao.exchange.keys import Keyring
from shebao.exchange.memory import MemoryInsurance
from shebao.hall.gateways.certificate.port import CertificateCheck
from shebao.hall.gateways.face.port import FaceCheck
from shebao.hall.gateways.identity.port import IdentityProvider
from shebao.hall.gateways.printer.ipp import IppPrinter
from shebao.hall.gateways.printer.port import Printer
from shebao.hall.gateways.printer.standin import StandinPrinter
from shebao.hall.gateways.reader.port import CardReader
from shebao.hall.gateways.reader.standin import StandinReader
from shebao.hall.gateways.scan.port import ScanReport
from shebao.hall.gateways.seal.port import SealKeeper
from shebao.hall.gateways.seal.standin import StandinSealKeeper
from shebao.hall.kit.openid_keys import OpenIdKeys, make_openid_key, openid_keys
from shebao.law.workdays import Calendar, national

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class RecordingCarrier:
    """Keeps what it was told to send."""

    def __init__(self) -> None:
        """Start with nothing sent."""
        self.sent: list[tuple[str, str]] = []

    def send(self, *, mobile: str, words: str, key: str) -> str:
        """Remember the message."""
        self.sent.append((mobile, words))
        return f"recorded-{key}"


class FindsEicar:
    """A scanner that knows the one file made for trying scanners."""

    def scan(self, content: bytes) -> ScanReport:
        """Find the test file anywhere in the content."""
        return ScanReport(was_scanned=True, finding="Eicar-Test" if EICAR in content else "")


@cache
def _seal(folder: Path) -> SealKeeper:
    """Its first seal takes half a second, so that one keeper serves the whole run."""
    return StandinSealKeeper(folder)


class InMemoryOutside:
    """The outside of a test."""

    def __init__(self) -> None:
        """A fresh core, carrier and scanner for each test."""
        self.insurance = MemoryInsurance()
        self.sms = RecordingCarrier()
        self.scanner = FindsEicar()
        self.reader: CardReader | None = StandinReader()
        self.identity: dict[str, IdentityProvider] = {}
        self.certificates: CertificateCheck | None = None
        self.face: FaceCheck | None = None

    @property
    def openid(self) -> OpenIdKeys:
        """A key made once per test run."""
        folder = settings.SHEBAO_OPENID_KEYS
        if not list(folder.glob("*.key")):
            make_openid_key(folder, name=f"test-{os.getpid()}")
        return openid_keys(folder)

    @property
    def seal(self) -> SealKeeper:
        """The stand-in seal, made once per test run."""
        return _seal(settings.SHEBAO_SEAL_FOLDER)

    @cached_property
    def trail(self) -> Keyring:
        """A key made for this test."""
        key = Ed25519PrivateKey.generate()
        return Keyring("trail.test", key, {"trail.test": key.public_key()})

    @property
    def trail_known(self) -> Mapping[str, Ed25519PublicKey]:
        """Its public half."""
        return self.trail.known

    def printer(self, address: str) -> Printer | None:
        """The printer at an address, else a stand-in."""
        if address:
            return IppPrinter(address=address)
        return StandinPrinter(folder=settings.SHEBAO_PRINTS)

    @property
    def calendar(self) -> Calendar:
        """The product's own calendar."""
        return national()
