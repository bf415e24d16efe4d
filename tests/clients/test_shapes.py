"""Every constraint that AWS's own model of the API has for a member of a request, as botocore has it: broken, one by one."""

import base64
import json
import re
import unittest
import urllib.error
import urllib.request

import boto3

from server import Server

# Where the API reference is narrower than the model.
NARROWER = {
    ("ListAliases", "limit"): (1, 100),
    ("ListGrants", "limit"): (1, 100),
    ("ListRetirableGrants", "limit"): (1, 100),
    ("ListResourceTags", "limit"): (1, 50),
    ("ScheduleKeyDeletion", "pendingWindowInDays"): (7, 30),
}
# The old name takes what the new one does.
WIDER = {"customerMasterKeySpec": "KeySpec"}
# An empty name takes away the one that was.
MAY_BE_EMPTY = {"xksProxyVpcEndpointServiceName"}
# Not built: whatever stands in it, it is refused as a whole.
NOT_BUILT = {"recipient"}


def camel(name):
    return name[0].lower() + name[1:]


def encoded(shape, length):
    """A value of a shape without an enumeration, of a length."""
    return base64.b64encode(bytes(length)).decode() if shape.type_name == "blob" else "a" * length


def unlike(pattern, least):
    """A text of at least so many characters that does not have the form."""
    return next(text for text in (sign * max(least, 1) for sign in " !\u0100") if not re.fullmatch(pattern, text))


def breaches(shape, path, range_):
    """Values that break the shape, each with what must be said of it: (value, text)."""
    least, most = range_ or (shape.metadata.get("min"), shape.metadata.get("max"))
    told = shape.type_name == "string" and not shape.metadata.get("sensitive") and "Token" not in shape.name

    def said(value, must):
        shown = f"Value '{value}' at '{path}'" if told or shape.type_name == "integer" else f"Value at '{path}'"
        return value, f"{shown} failed to satisfy constraint: Member must {must}"

    if shape.type_name == "integer":
        if least is not None:
            yield said(least - 1, f"have value greater than or equal to {least}")
            yield said(most + 1, f"have value less than or equal to {most}")
        return
    if shape.type_name in ("string", "blob"):
        if least and path not in MAY_BE_EMPTY:
            yield said(encoded(shape, least - 1), f"have length greater than or equal to {least}")
        if most:
            yield said(encoded(shape, most + 1), f"have length less than or equal to {most}")
        if pattern := shape.metadata.get("pattern"):
            yield said(unlike(pattern, least), f"satisfy regular expression pattern: {pattern}")
        if shape.metadata.get("enum"):
            yield said("NONE", "satisfy enum value set: [")
    if shape.type_name == "list":
        if most:
            element = "a" if shape.member.metadata.get("enum") is None else shape.member.metadata["enum"][0]
            shown = f"Value at '{path}'" if "Token" in shape.name else f"Value '[{', '.join([element] * (most + 1))}]' at '{path}'"
            yield [element] * (most + 1), f"{shown} failed to satisfy constraint: Member must have length less than or equal to {most}"
        if shape.member.type_name == "string":
            yield from (
                ([value], f"'{path}' failed to satisfy constraint: Member must satisfy constraint: [Member must ")
                for value, _ in breaches(shape.member, path, None)
            )
        else:
            yield from (([value], text) for value, text in breaches(shape.member, f"{path}.1.member", None))
    if shape.type_name == "structure":
        for name in shape.required_members:
            yield {}, f"Value null at '{path}.{camel(name)}' failed to satisfy constraint: Member must not be null"
        for name, member in shape.members.items():
            yield from (({name: value}, text) for value, text in breaches(member, f"{path}.{camel(name)}", None))


class Shapes(unittest.TestCase):
    def test_every_constraint_of_the_model(self):
        model = boto3.client("kms", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test").meta.service_model
        tried = 0
        with Server() as server:
            for operation in model.operation_names:
                shape = model.operation_model(operation).input_shape
                for name in shape.required_members:
                    expected = f"Value null at '{camel(name)}' failed to satisfy constraint: Member must not be null"
                    self.assert_said(server, operation, {}, expected)
                    tried += 1
                for name, member in shape.members.items():
                    path = camel(name)
                    if path in NOT_BUILT:
                        continue
                    for value, expected in breaches(member, path, NARROWER.get((operation, path))):
                        message = self.assert_said(server, operation, {name: value}, expected)
                        tried += 1
                        if "enum value set" in expected and member.metadata.get("enum"):
                            values = model.shape_for(WIDER.get(path, member.name)).metadata["enum"]
                            said = re.search(r"enum value set: \[([^]]*)\]", message)[1].split(", ")
                            self.assertEqual(sorted(said), sorted(values), f"{operation} {path}")
        self.assertGreater(tried, 400)

    def assert_said(self, server, operation, members, expected):
        code, message = answer(server, operation, members)
        self.assertEqual(code, "ValidationException", f"{operation} {members}: {message}"[:1000])
        self.assertTrue(expected in message, f"{operation}: {expected}\nis not in\n{message}"[:2000])
        return message


def answer(server, operation, members):
    """The code and the message of a refusal. Botocore is not asked to send what it would not."""
    headers = {"x-amz-target": f"TrentService.{operation}"}
    while True:
        request = urllib.request.Request(server.url, json.dumps(members).encode(), headers, method="POST")
        try:
            with urllib.request.urlopen(request) as response:
                return "", response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                said = json.load(error)
        if said["__type"] != "ThrottlingException":
            return said["__type"], said["message"]
        server.door("advance", seconds=1)


if __name__ == "__main__":
    unittest.main()
