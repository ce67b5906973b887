"""Handler of a mail server for tests: keeps each letter as a file of JSON, refuses some people, and knows one password."""

import base64
import email
import json
import os
import pathlib
from email import policy

from aiosmtpd.smtp import AuthResult


class Post:
    def __init__(self, folder, login):
        self.folder, self.login, self.count = pathlib.Path(folder), login, 0

    @classmethod
    def from_cli(cls, _parser, folder, login=""):
        return cls(folder, login)

    async def auth_PLAIN(self, _server, args):
        given = base64.b64decode(args[1]).decode().split("\0", 1)[1].replace("\0", ":")
        return AuthResult(success=given == self.login, handled=False)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address.startswith("refused"):
            return f"550 there is no {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=policy.default)
        body = lambda kind: letter.get_body((kind,)).get_content().replace("\r\n", "\n")
        kept = {
            "to": envelope.rcpt_tos,
            "heads": [[name, str(value)] for name, value in letter.items()],
            "text": body("plain"),
            "html": body("html"),
        }
        self.count += 1
        name = self.folder / f"{self.count:04}.json"
        name.with_suffix(".new").write_text(json.dumps(kept))
        os.rename(name.with_suffix(".new"), name)
        return "250 OK"
