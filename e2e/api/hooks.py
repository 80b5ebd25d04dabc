"""Puts the requests that Schemathesis makes up into a town where they can come to something.

Every operation is called by an account of its own, which has written a post and a comment; one that may end the
account or its session gets a new account each time, so that nothing that is tried keeps the rest from being tried. Half
of the ids and passwords that have the right form are made ones that exist.
"""

import ast
import base64
import itertools
import os
import random
import threading
import time
import zlib

import requests
import schemathesis

GATEWAY = os.environ["TOWN_GATEWAY_URL"]
API = f"{GATEWAY}/api/v1"
PASSWORD = "correct horse battery staple"
SIGNED_OUT = os.environ["API_CALLER"] == "signed out"
RUN = os.environ["API_RUN"]

# After a call of these, the token may be good for nothing any more.
ENDING = {
    "DELETE /api/v1/auth/me",
    "POST /api/v1/auth/me/deactivation",
    "DELETE /api/v1/auth/sessions",
    "DELETE /api/v1/auth/sessions/{sessionId}",
    "PUT /api/v1/auth/me/password",
    "POST /api/v1/auth/logout",
}
# Half of what an access token lives.
TOKEN_SECONDS = 300
FOR_ADMINISTRATORS = ("/api/v1/auth/accounts/", "/api/v1/auth/audit-log", "/api/v1/auth/deletions/")

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGM4EaABRAwQCgAljgUBqTNxyAAAAABJRU5ErkJggg=="
)

# Python 3.11 counts how deep it is in what it parses for all threads together, and fails now and then when two parse at
# once (https://github.com/python/cpython/issues/106905). Hypothesis parses its own lambdas, to name them.
parsing = threading.Lock()
parse = ast.parse


def parse_alone(*args, **rest):
    with parsing:
        return parse(*args, **rest)


ast.parse = parse_alone

numbers = itertools.count(1)
lock = threading.Lock()
accounts = {}


def send(method, path, token=None, **rest):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = requests.request(method, f"{API}{path}", headers=headers, timeout=30, **rest)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def log_in(name):
    return send("POST", "/auth/login", json={"login": name, "password": PASSWORD})["accessToken"]


def join():
    """A new account with a token, and the ids of what it has made."""
    name = f"api_{RUN}_{next(numbers)}"
    form = {"username": name, "email": f"{name}@example.org", "password": PASSWORD, "fullName": "Somebody"}
    user = send("POST", "/auth/register", json=form)
    token = log_in(name)
    post = send("POST", "/posts", token, json={"content": "Fresh bread #breakfast"})
    comment = send("POST", f"/posts/{post['id']}/comments", token, json={"content": "Come in"})
    session = send("GET", "/auth/sessions", token)["items"][0]
    ids = {"userId": user["userId"], "postId": post["id"], "commentId": comment["id"], "sessionId": session["id"]}
    return {"token": token, "username": name, "since": time.monotonic(), "ids": ids}


def with_images(account):
    """Gives an account a picture, and its post an image."""
    media = send("POST", "/media", account["token"], files={"file": ("a.png", PICTURE, "image/png")})
    send("PATCH", f"/posts/{account['ids']['postId']}", account["token"], json={"mediaId": media["id"]})
    profile = send("PUT", "/profiles/me/picture", account["token"], files={"file": ("a.png", PICTURE, "image/png")})
    account["ids"]["mediaId"] = media["id"]
    account["ids"]["key"] = profile["profilePicture"].split("/")[-2]
    return account


def caller_of(operation):
    """Who calls an operation: their token and what they have made."""
    if operation.label in ENDING:
        return join()
    is_privileged = operation.path.startswith(FOR_ADMINISTRATORS)
    key = "administrator" if is_privileged else operation.label
    with lock:
        if key not in accounts:
            accounts[key] = administrator() if is_privileged else join()
        account = accounts[key]
        if time.monotonic() - account["since"] > TOKEN_SECONDS:
            account.update(token=log_in(account["username"]), since=time.monotonic())
        return account


def administrator():
    """The town's administrator, who acts on an account that is there for it."""
    name = os.environ["API_ADMINISTRATOR"]
    return {"token": log_in(name), "username": name, "since": time.monotonic(), "ids": join()["ids"]}


other = with_images(join())


@schemathesis.hook
def before_call(context, case, kwargs):
    # Passwords are tried from many addresses: none of them is ever shut out, least of all the one that is logged in from.
    case.headers["X-Forwarded-For"] = f"198.18.{random.randrange(256)}.{random.randrange(256)}"
    caller = {"token": None, "ids": {}} if SIGNED_OUT else caller_of(case.operation)
    if caller["token"]:
        case.headers["Authorization"] = f"Bearer {caller['token']}"
    # What is one's own where one may change it, and a other's elsewhere.
    is_changed = case.method in ("PATCH", "DELETE") or case.operation.path.startswith(FOR_ADMINISTRATORS)
    own = caller["ids"] if is_changed else {}
    known = {**other["ids"], "username": other["username"], "tag": "breakfast", **own}
    for name, value in (case.path_parameters or {}).items():
        if name in known and fits(name, value) and is_chosen(case, name):
            case.path_parameters[name] = known[name]
    if isinstance(case.body, dict):
        for name in ("password", "currentPassword"):
            if isinstance(case.body.get(name), str) and is_chosen(case, name):
                case.body[name] = PASSWORD


def fits(name, value):
    """Whether a value has the form of those that it is replaced with, so that what is invalid stays so."""
    text = str(value)
    return text.isdigit() and text[0] != "0" if name.endswith("Id") else text.isalnum()


def is_chosen(case, name):
    """A coin that falls the same way in each run with the same seed."""
    return zlib.crc32(repr((case.operation.label, case.path_parameters, case.query, name)).encode("utf8", "replace")) % 2
