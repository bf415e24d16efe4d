"""Walks through walk.json, whose form walk.ts describes, with whatever calls an operation."""

import base64
import json
import pathlib
import re

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_der_public_key

STEPS = json.loads(pathlib.Path(__file__).with_name("walk.json").read_text(encoding="utf-8"))
OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


class Refused(Exception):
    """An exception of KMS: its name and its message."""

    def __init__(self, name, message):
        super().__init__(name, message)
        self.name, self.message = name, message


def walk(call, server, operations):
    """Calls everything with `call(operation, input)`, and says which operations were not both answered and refused."""
    unbuilt = {operation for operation in operations if not server.has(operation)}
    kept, answered, refused = {}, set(), set()
    for number, step in enumerate(STEPS, 1):
        if step.get("if") in unbuilt:
            continue
        try:
            if "wait" in step:
                server.door("advance", seconds=step["wait"])
            elif "wrap" in step:
                key = load_der_public_key(filled(step["under"], kept))
                kept[step["as"]] = key.encrypt(base64.b64decode(step["wrap"]), OAEP)
            elif "fails" in step:
                refusal(call, step, kept)
                refused.add(step["call"])
            else:
                answer = call(step["call"], filled(step["with"], kept))
                kept |= {name: at(answer, path) for name, path in step.get("keep", {}).items()}
                for path, value in step.get("gives", {}).items():
                    assert at(answer, path) == filled(value, kept), f"{path} is {at(answer, path)}"
                answered.add(step["call"])
        except Exception as error:
            raise AssertionError(f"step {number}, {json.dumps(step)}: {error!r}") from error
    return {name for name in operations if name not in unbuilt and not (name in answered and name in refused)}


def refusal(call, step, kept):
    try:
        call(step["call"], filled(step["with"], kept))
    except Refused as error:
        assert error.name == step["fails"], f"it failed with {error!r}"
        assert error.message.startswith(filled(step.get("saying", ""), kept)), f"it said {error.message}"
    else:
        raise AssertionError("it did not fail")


def at(answer, path):
    for name in path.split("."):
        answer = answer[int(name)] if name.isdigit() else answer[name]
    return answer


def filled(value, kept):
    if isinstance(value, str):
        whole = re.fullmatch(r"\$\{(\w+)}", value)
        return kept[whole[1]] if whole else re.sub(r"\$\{(\w+)}", lambda found: kept[found[1]], value)
    if isinstance(value, list):
        return [filled(item, kept) for item in value]
    if isinstance(value, dict):
        if "bytes" in value:
            return base64.b64decode(value["bytes"])
        return {name: filled(inner, kept) for name, inner in value.items()}
    return value
