"""The outside things an action needs, as settings name them; made once per process."""

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.utils.module_loading import import_string

from shebao.exchange.client import HttpInsurance
from shebao.exchange.ferry import FerryInsurance
from shebao.exchange.keys import Keyring, KeyStore, OwnStore, load_own
from shebao.exchange.port import Insurance
from shebao.hall.gateways.certificate.port import CertificateCheck
from shebao.hall.gateways.certificate.standin import StandinAuthority
from shebao.hall.gateways.certificate.trusted import trusted_in
from shebao.hall.gateways.face.port import FaceCheck
from shebao.hall.gateways.face.standin import StandinFace
from shebao.hall.gateways.identity.port import IdentityProvider
from shebao.hall.gateways.identity.settled import providers_in
from shebao.hall.gateways.identity.standin import StandinProvider
from shebao.hall.gateways.mail.port import MailCarrier
from shebao.hall.gateways.mail.settled import mail_in
from shebao.hall.gateways.mail.standin import UnsentMail
from shebao.hall.gateways.printer.ipp import IppPrinter
from shebao.hall.gateways.printer.port import Printer
from shebao.hall.gateways.printer.standin import StandinPrinter
from shebao.hall.gateways.reader.port import CardReader
from shebao.hall.gateways.reader.standin import StandinReader
from shebao.hall.gateways.scan.port import Scanner
from shebao.hall.gateways.scan.standin import Unscanned
from shebao.hall.gateways.seal.agency import keeper_in
from shebao.hall.gateways.seal.port import SealKeeper
from shebao.hall.gateways.sms.port import SmsCarrier
from shebao.hall.gateways.sms.settled import carriers_in
from shebao.hall.gateways.sms.several import Several
from shebao.hall.gateways.sms.standin import PhoneOnScreen, Unsent
from shebao.hall.kit import clock
from shebao.hall.kit.fields import ring
from shebao.hall.kit.openid_keys import OpenIdKeys, openid_keys
from shebao.law.workdays import Calendar, national


class Outside:
    """Everything beyond our walls that verbs are handed: core system, seal, scanner, calendar."""

    @cached_property
    def insurance(self) -> Insurance:
        """The core system: over the signed HTTP wall, or by file ferry where a folder is named."""
        keys = KeyStore(settings.SHEBAO_WALL_KEYS)
        if settings.SHEBAO_WALL_FERRY:
            return FerryInsurance(Path(settings.SHEBAO_WALL_FERRY), keys=keys, clock=clock.now)
        return HttpInsurance(
            settings.SHEBAO_WALL_URL,
            keys=keys,
            clock=clock.now,
            tls=dict(settings.SHEBAO_WALL_TLS),
            may_be_plain=settings.SHEBAO_WALL_PLAIN,
        )

    @cached_property
    def seal(self) -> SealKeeper:
        """Who seals papers."""
        return keeper_in(settings.SHEBAO_SEAL_FOLDER, tsa_url=settings.SHEBAO_TSA_URL)

    @cached_property
    def trail(self) -> Keyring:
        """The key that signs the trail's checkpoints; only the worker needs it."""
        return OwnStore(settings.SHEBAO_TRAIL_KEYS)

    @cached_property
    def trail_known(self) -> Mapping[str, Ed25519PublicKey]:
        """The public keys that checkpoints may be signed with, this and earlier ones."""
        return load_own(settings.SHEBAO_TRAIL_KEYS)

    @cached_property
    def scanner(self) -> Scanner:
        """Who looks at uploads: clamd where one is named."""
        if settings.SHEBAO_CLAMD:
            from shebao.hall.gateways.scan.clamd import Clamd

            return Clamd(settings.SHEBAO_CLAMD)
        return Unscanned()

    @cached_property
    def sms(self) -> SmsCarrier:
        """Who carries text messages: the carriers that are named, else a stand-in.

        In a demonstration messages appear on a page instead.
        """
        if settings.SHEBAO_MESSAGES:
            return Several(carriers_in(Path(settings.SHEBAO_MESSAGES), clock=clock.now))
        if settings.SHEBAO_MODE == "demo":
            return PhoneOnScreen(settings.SHEBAO_PHONE)
        return Unsent()

    @cached_property
    def mail(self) -> MailCarrier:
        """Who carries e-mail: the server that is named, else a stand-in."""
        named = mail_in(Path(settings.SHEBAO_MESSAGES)) if settings.SHEBAO_MESSAGES else None
        return named or UnsentMail()

    @cached_property
    def identity(self) -> Mapping[str, IdentityProvider]:
        """Services that know who somebody is: those agreed with; in a demonstration, played ones.

        Without either there are none, and no page offers any.
        """
        if settings.SHEBAO_IDENTITY:
            return {one.code: one for one in providers_in(Path(settings.SHEBAO_IDENTITY))}
        return standins() if settings.SHEBAO_MODE == "demo" else {}

    @cached_property
    def face(self) -> FaceCheck | None:
        """Who compares faces: in a demonstration a stand-in, else nobody yet."""
        return StandinFace() if settings.SHEBAO_MODE == "demo" else None

    @property
    def openid(self) -> OpenIdKeys:
        """The keys of our own sign-in for programs of others; empty where there is none."""
        return openid_keys(settings.SHEBAO_OPENID_KEYS)

    @property
    def certificates(self) -> CertificateCheck | None:
        """Who checks digital certificates: against the roots in a folder; nobody without roots.

        In a demonstration without roots the stand-in authority is trusted, which says so.
        """
        found = trusted_in(settings.SHEBAO_CERTIFICATES)
        is_played = found is None and settings.SHEBAO_MODE == "demo"
        return _played_authority().check() if is_played else found

    @cached_property
    def reader(self) -> CardReader | None:
        """Who reads cards at kiosks: in a demonstration a stand-in, else nobody yet."""
        return StandinReader() if settings.SHEBAO_MODE == "demo" else None

    def printer(self, address: str) -> Printer | None:
        """The printer at an address; without one a stand-in in a demonstration, else none."""
        if address:
            return IppPrinter(address=address)
        is_demo = settings.SHEBAO_MODE == "demo"
        return StandinPrinter(folder=settings.SHEBAO_PRINTS) if is_demo else None

    @cached_property
    def calendar(self) -> Calendar:
        """The working days of the State Council's notices."""
        return national()


@cache
def _played_authority() -> StandinAuthority:
    return StandinAuthority(settings.SHEBAO_STANDIN_AUTHORITY, clock=clock.now)


def standins() -> Mapping[str, IdentityProvider]:
    """The played services of a demonstration."""
    key = bytes.fromhex(ring().blind("identity-standin"))
    played = (("e-card", "电子社保卡（演示替身）"), ("national-id", "国家网络身份认证（演示替身）"))
    return {
        code: StandinProvider(code=code, way=code, title=title, key=key) for code, title in played
    }


@cache
def outside() -> Outside:
    """The connections of this process."""
    made: Outside = import_string(settings.SHEBAO_CONNECTIONS)()
    return made
