"""A SAML 2.0 identity provider as a process of its own, by pysaml2 and xmlsec1. It shares no code with Portico.

It takes a port of its own and says it on the first line, makes a key for itself, and is told by PUT what an administrator
would tell it: the metadata of a service (/service-provider) and who there is (/people/LOGIN). Its login page takes any password.
The first argument is the name it goes by, if not the address of its metadata.
"""

import datetime
import html
import json
import shutil
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.authn_context import PASSWORDPROTECTEDTRANSPORT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

xmlsec = shutil.which("xmlsec1") or sys.exit("There is no xmlsec1.")
folder = Path(tempfile.mkdtemp(prefix="saml-provider-"))
key_file, cert_file = folder / "key.pem", folder / "cert.pem"
people = {}
service_providers = []


def make_key():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "SAML provider of a test")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    certificate = certificate.serial_number(x509.random_serial_number()).not_valid_before(now)
    certificate = certificate.not_valid_after(now + datetime.timedelta(days=30)).sign(key, hashes.SHA256())
    formats = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key_file.write_bytes(key.private_bytes(*formats))
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def config():
    idp = {
        "endpoints": {"single_sign_on_service": [(f"{address}/sso", BINDING_HTTP_REDIRECT)]},
        "name_id_format": [NAMEID_FORMAT_PERSISTENT],
        "policy": {"default": {"lifetime": {"minutes": 5}, "attribute_restrictions": None}},
    }
    known = {"metadata": {"inline": service_providers}} if service_providers else {}
    files = {"key_file": str(key_file), "cert_file": str(cert_file), "xmlsec_binary": xmlsec}
    return IdPConfig().load({"entityid": name, "service": {"idp": idp}, **files, **known})


def answer(request, relay_state, login):
    """Refuses a request of a service it does not know, for another place, or to be answered at an address not in its metadata."""
    server = Server(config=config())
    asked = server.parse_authn_request(request, BINDING_HTTP_REDIRECT).message
    where = server.response_args(asked, bindings=[BINDING_HTTP_POST])
    person = people[login]
    attributes = {"mail": [person["email"]], "displayName": [person["name"]], "groups": person["groups"]}
    encrypted = {"encrypt_assertion": True, "encrypt_cert_assertion": cert_file.read_text()}
    response = server.create_authn_response(
        attributes,
        in_response_to=where["in_response_to"],
        destination=where["destination"],
        sp_entity_id=where["sp_entity_id"],
        name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text=f"id-of-{login}"),
        authn={"class_ref": PASSWORDPROTECTEDTRANSPORT, "authn_auth": name},
        sign_assertion=person.get("signs") != "response",
        sign_response=person.get("signs") != "assertion",
        sign_alg=SIG_RSA_SHA256,
        digest_alg=DIGEST_SHA256,
        **(encrypted if person.get("encrypted") else {}),
    )
    form = server.apply_binding(where["binding"], str(response), where["destination"], relay_state, response=True)
    return form["data"]


def login_page(query):
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(query.get(name, [""])[0])}">'
        for name in ("SAMLRequest", "RelayState")
    )
    fields = '<input name="login"><input name="password" type="password"><button type="submit">Sign in</button>'
    return f'<!doctype html><title>Sign in</title><form method="post" action="{address}/sso">{hidden}{fields}</form>'


class Provider(BaseHTTPRequestHandler):
    def do_GET(self):
        at = urlsplit(self.path)
        if at.path == "/metadata":
            self.say(200, str(entity_descriptor(config())), "application/samlmetadata+xml")
        elif at.path == "/sso":
            self.say(200, login_page(parse_qs(at.query)))
        else:
            self.say(404, "")

    def do_PUT(self):
        given = self.body()
        if self.path == "/service-provider":
            service_providers[:] = [given]
        else:
            people[self.path.rsplit("/", 1)[1]] = json.loads(given)
        self.say(204, "")

    def do_POST(self):
        form = {name: values[0] for name, values in parse_qs(self.body()).items()}
        try:
            self.say(200, answer(form["SAMLRequest"], form.get("RelayState", ""), form["login"]))
        except Exception as error:
            self.say(400, f"{type(error).__name__}: {html.escape(str(error))}")

    def body(self):
        return self.rfile.read(int(self.headers["content-length"])).decode()

    def say(self, status, text, kind="text/html"):
        body = text.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


make_key()
listening = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
address = f"http://127.0.0.1:{listening.server_port}"
name = sys.argv[1] or f"{address}/metadata"
print(address, flush=True)
try:
    # Whoever started it has ended when its input does.
    threading.Thread(target=lambda: (sys.stdin.read(), listening.shutdown()), daemon=True).start()
    listening.serve_forever()
finally:
    shutil.rmtree(folder)
