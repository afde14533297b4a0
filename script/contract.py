"""Signs schemathesis in for script/contract.

Two owners: one asks for nearly everything; the other is for operations that end the
sessions, change the password or the second factor of whoever asks.
"""

import os
import time
import urllib.request
import json

import schemathesis

SHOP = os.environ["CONTRACT_SHOP"]
PASSWORD = "correct horse battery"
OWNERS = ("first@shop.tn", "second@shop.tn")
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
    owner = {"token": os.environ["CONTRACT_LINK"], "email": OWNERS[0], "name": "First", "password": PASSWORD}
    post("/api/admin/auth/first-owner", owner)
    new = {"email": OWNERS[1], "name": "Second", "role": "owner"}
    link = post("/api/admin/staff", new, sign_in(OWNERS[0]))["link"]
    post("/api/admin/auth/password/reset", {"token": link.split("token=")[1], "password": PASSWORD})


set_up()


@schemathesis.auth(refresh_interval=None)
class Owner:
    """A session for each owner, opened anew when it is some seconds old."""

    def __init__(self):
        self.kept = {}

    def get(self, case, context):
        email = OWNERS[1] if context.operation.path in ENDS_ITSELF else OWNERS[0]
        token, since = self.kept.get(email, (None, 0.0))
        age = 0.0 if email == OWNERS[1] else 10.0
        if time.monotonic() - since > age:
            token = sign_in(email)
            self.kept[email] = (token, time.monotonic())
        return token

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"
