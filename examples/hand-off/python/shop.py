"""A site with users of its own, and a login page that Grantor hands people off to. Settings: see ../README.md."""

import hashlib
import hmac
import json
import os
import secrets
import time
from html import escape
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from hand_off import answer_url, read_request

SECRET, PAGE, ISSUER = (os.environ[name] for name in ("SECRET", "PAGE", "ISSUER"))
PLACE = urlsplit(PAGE)
SESSIONS = {}  # What our own cookie says: who signed in, and when.
FORM = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title>
<h1>Our own site</h1><p>{said}</p>
<form method="post" action="{action}">
<input type="hidden" name="request" value="{request}">
<label>User name <input name="username" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button></form>"""


def users():
    with open(os.environ.get("USERS", "../users.json"), encoding="utf-8") as file:
        return json.load(file)


def sign_in(username, password):
    user = next((user for user in users() if user["username"] == username), None)
    salt, right = (user["password"] if user else "00:" + "0" * 64).split(":")
    given = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=16384, r=8, p=1, dklen=32)
    return user if hmac.compare_digest(given, bytes.fromhex(right)) else None


def form(token, said):
    return 200, {}, FORM.format(said=said, action=escape(PLACE.path), request=escape(token))


class Shop(BaseHTTPRequestHandler):
    def answer(self, fields):
        """Status, headers and text of the answer."""
        if urlsplit(self.path).path != PLACE.path:
            return 404, {}, "There is nothing here"
        token, username, password = (fields.get(name, [""])[0] for name in ("request", "username", "password"))
        request = read_request(token, SECRET, PAGE, ISSUER)
        cookie, headers = SimpleCookie(self.headers.get("Cookie")).get("site"), {}
        session = SESSIONS.get(cookie.value) if cookie else None
        if self.command == "POST":
            if self.headers.get("Origin") != f"{PLACE.scheme}://{PLACE.netloc}":
                raise ValueError("This form is not ours")
            user = sign_in(username, password)
            if not user:
                return form(token, "User name and password do not belong together.")
            session, name = {"user": user["id"], "since": int(time.time())}, secrets.token_urlsafe(32)
            SESSIONS[name] = session
            secure = "; Secure" if PLACE.scheme == "https" else ""
            headers = {"Set-Cookie": f"site={name}; Path=/; HttpOnly; SameSite=Lax{secure}"}
        elif request.get("prompt") == "login":
            session = None  # Grantor wants them to prove it again.
        user = next((user for user in users() if session and user["id"] == session["user"]), None)
        if not user:
            return form(token, "Who are you?")
        person = {name: user[name] for name in ("email", "email_verified", "given_name", "family_name")}
        person |= {"sub": user["id"], "preferred_username": user["username"], "auth_time": session["since"], "amr": ["pwd"]}
        return 303, headers | {"Location": answer_url(request, person, SECRET, PAGE)}, ""

    def do_GET(self):
        self.send(urlsplit(self.path).query)

    def do_POST(self):
        self.send(self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 20000)).decode())

    def send(self, fields):
        try:
            status, headers, text = self.answer(parse_qs(fields))
        except (ValueError, KeyError) as error:
            status, headers, text = 400, {}, escape(str(error))
        own = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Referrer-Policy": "same-origin",
               "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"}
        self.send_response(status)
        for name, value in (own | headers | {"Content-Length": str(len(text.encode()))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        """Nothing: addresses of answers are in there."""


server = ThreadingHTTPServer(("127.0.0.1", PLACE.port or 80), Shop)
print(f"Sign in at {PAGE}", flush=True)
server.serve_forever()
