"""TLS is never downgraded: certificates are checked against the host's name, not against the address connected to."""

import datetime as dt
import ssl
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

pytestmark = pytest.mark.promise(9)

PAGE = b"<p>Ministers met in Oslo.</p>"
HOST = "news.example"


@pytest.fixture
def certificate(tmp_path):
    """A certificate for news.example that signs itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def names_asked() -> list[str]:
    return []


@pytest.fixture
def secure(start_web, reply, certificate, names_asked):
    """A server with TLS that notes which name it is asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: names_asked.append(name)
    server = start_web(tls=context)
    server.answers["/"] = reply(PAGE)
    return server


@pytest.fixture
def fetch_trusting(rules, secure, certificate, fetch_one):
    """Fetch one address, the server's certificate being a trusted one."""
    trusting = ssl.create_default_context(cafile=certificate)
    allowing = replace(rules, allow_private=rules.allow_private | {secure.at})
    return lambda url: fetch_one(url, allowing, tls=trusting)


def test_a_certificate_that_signs_itself_is_refused(secure, rules, fetch_one):
    for obey_robots in (False, True):
        allowing = replace(rules, allow_private=frozenset({secure.at}), obey_robots=obey_robots)
        answer = fetch_one(f"https://{HOST}:{secure.port}/", allowing)
        assert (answer.outcome, answer.body) == ("bad_tls", b"")
    assert not secure.hits


def test_a_trusted_certificate_is_checked_against_the_host_name(secure, names_asked, fetch_trusting):
    assert fetch_trusting(f"https://{HOST}:{secure.port}/").body == PAGE
    assert names_asked == [HOST]
    assert fetch_trusting(f"https://other.example:{secure.port}/").outcome == "bad_tls"
    assert len(secure.hits) == 1


def test_a_redirect_out_of_https_is_not_followed(web, secure, reply, fetch_trusting):
    web.answers["/"] = reply(PAGE)
    secure.answers["/down"] = reply(status="301 Moved", Location=f"http://{HOST}:{web.port}/")
    web.answers["/up"] = reply(status="301 Moved", Location=f"https://{HOST}:{secure.port}/")
    assert fetch_trusting(f"https://{HOST}:{secure.port}/down").outcome == "bad_tls"
    assert not web.hits
    assert fetch_trusting(f"http://{HOST}:{web.port}/up").body == PAGE
