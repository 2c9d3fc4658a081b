"""`make code`: what a demo account's authenticator app shows now. For people who try the demo by hand."""

import argparse
import base64
import hashlib
import hmac
import json
import struct
import sys
import time

from portal.embedded.places import load

PERIOD = 30


def main(arguments: list[str] | None = None) -> int:
    """Print the code of an account of the demo; 1 where there is none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("email", help="an account of the demo")
    wanted = parser.parse_args(arguments).email.strip().lower()
    path = load("demo").folder / "credentials.json"
    users = json.loads(path.read_text())["users"] if path.exists() else []
    for user in users:
        if user["email"] == wanted and user.get("totp_secret"):
            left = PERIOD - int(time.time()) % PERIOD
            print(f"{code_now(user['totp_secret'])}   (good for {left} s; once)")
            return 0
    print("No such account in the demo's list.", file=sys.stderr)
    return 1


def code_now(secret: str) -> str:
    """Six digits by RFC 6238, written out so that any program can do the same."""
    step = struct.pack(">Q", int(time.time()) // PERIOD)
    mac = hmac.new(base64.b32decode(secret), step, hashlib.sha1).digest()
    [number] = struct.unpack(">I", mac[mac[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


if __name__ == "__main__":
    raise SystemExit(main())
