"""The owner's side of Grantor's hand-off: what a login page needs. The protocol on one page: docs/hand-off.md."""

import base64
import hmac
import json
import time


def key(secret, direction):
    """HKDF-SHA-256 (RFC 5869) for one block: 32 bytes."""
    return mac(f"hand-off {direction}".encode() + b"\x01", mac(secret.encode(), b"grantor"))


def mac(text, key):
    return hmac.digest(key, text, "sha256")


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read_request(token, secret, page, issuer):
    """The claims of a request that Grantor made for this page within the last five minutes. ValueError if it is anything else."""
    head, body, signature = token.split(".")
    if not hmac.compare_digest(decoded(signature), mac(f"{head}.{body}".encode(), key(secret, "request"))):
        raise ValueError("Grantor did not sign this")
    if json.loads(decoded(head)) != {"alg": "HS256", "typ": "grantor-request+jwt"}:
        raise ValueError("This is no request")
    request = json.loads(decoded(body))
    if request["iss"] != issuer or request["aud"] != page:
        raise ValueError("This request is for somebody else")
    if request["exp"] <= time.time():
        raise ValueError("This took too long. Please go back to the app and begin again")
    return request


def answer_url(request, person, secret, page):
    """Where to send the browser of somebody who has signed in: back to Grantor, with a signed answer that is good once, for a minute."""
    now = int(time.time())
    same = {"aud": request["iss"], "realm": request["realm"], "jti": request["jti"]}
    head = {"alg": "HS256", "typ": "grantor-answer+jwt"}
    claims = {"iss": page, **same, "iat": now, "exp": now + 60, **person}
    text = ".".join(encoded(json.dumps(part).encode()) for part in (head, claims))
    return f"{request['return_to']}&answer={text}.{encoded(mac(text.encode(), key(secret, 'answer')))}"
