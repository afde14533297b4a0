"""Signs schemathesis in for script/contract.

Two owners: one asks for nearly everything; the other is for operations that end the
sessions, change the password or the second factor of whoever asks.
"""

import json
import os
import time
import urllib.error
import urllib.request

import schemathesis

SHOP = os.environ["CONTRACT_SHOP"]
PASSWORD = "correct horse battery"
FIRST = "first@shop.tn"
ENDS_ITSELF = (
    "/api/admin/auth/logout",
    "/api/admin/auth/logout-all",
    "/api/admin/auth/sessions/{id}",
    "/api/admin/auth/password/change",
    "/api/admin/auth/totp/begin",
    "/api/admin/auth/totp/confirm",
    "/api/admin/auth/totp/remove",
)


def post(path, body, token=None):
    request = urllib.request.Request(SHOP + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def sign_in(email):
    return post("/api/admin/auth/login", {"email": email, "password": PASSWORD})["accessToken"]


def set_up():
    owner = {"token": os.environ["CONTRACT_LINK"], "email": FIRST, "name": "First", "password": PASSWORD}
    post("/api/admin/auth/first-owner", owner)


def hire_second():
    """Another owner, and its session. The one before may have been shut or erased by a request that may do so."""
    email = f"second-{time.monotonic_ns()}@shop.tn"
    new = {"email": email, "name": "Second", "role": "owner"}
    link = post("/api/admin/staff", new, sign_in(FIRST))["link"]
    post("/api/admin/auth/password/reset", {"token": link.split("token=")[1], "password": PASSWORD})
    return email, sign_in(email)


set_up()


@schemathesis.auth(refresh_interval=None)
class Owner:
    """The first owner's session, opened anew when it is some seconds old; each of the second's is new."""

    def __init__(self):
        self.first = (None, 0.0)
        self.second = None

    def get(self, case, context):
        if context.operation.path in ENDS_ITSELF:
            return self.second_token()
        token, since = self.first
        if time.monotonic() - since > 10.0:
            token = sign_in(FIRST)
            self.first = (token, time.monotonic())
        return token

    def second_token(self):
        if self.second is not None:
            try:
                return sign_in(self.second)
            except urllib.error.HTTPError:
                pass
        self.second, token = hire_second()
        return token

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"
