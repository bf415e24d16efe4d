"""The AWS CLI, over HTTP: every operation within this process, since to start it takes a second; some as a program."""

import contextlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
from base64 import b64decode
from unittest import mock

from awscli.clidriver import create_clidriver
from botocore import xform_name

from server import Server
from walk import Refused, walk

REFUSAL = re.compile(r"An error occurred \((\w+)\) when calling the \w+ operation(?: \(reached max retries: \d+\))?: ?(.*)", re.S)

# The line of the article, a space before each backslash, without which no shell would keep the words apart.
ARTICLE = """aws kms create-grant \\
--key-id WWWWW --grantee-principal XXXXX \\
--operation YYYYY --retiring-principal ZZZZZ"""


class Cli(unittest.TestCase):
    def setUp(self):
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.server = stack.enter_context(Server())
        self.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # What the CLI would refuse by itself is to be refused by the server; and an endpoint that is a value is not to be fetched,
        # which version 1 of the CLI does unless told.
        config = self.folder / "config"
        config.write_text("[default]\nparameter_validation = false\ncli_follow_urlparam = false\n")
        path = os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ["PATH"]])
        settings = {"AWS_CONFIG_FILE": str(config), "AWS_MAX_ATTEMPTS": "1", "AWS_PAGER": "", "PATH": path}
        stack.enter_context(mock.patch.dict(os.environ, self.server.environment() | settings))
        for name in ["aki", "mika"]:
            self.server.door("iam", operation="CreateUser", input={"UserName": name})

    def test_every_operation(self):
        driver = create_clidriver()
        model = driver.session.get_service_model("kms")

        def call(operation, members):
            described = model.operation_model(operation)
            shapes = described.input_shape.members
            options = [word for name, value in members.items() for word in self.option(name, value, shapes[name])]
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = driver.main(["kms", xform_name(operation, "-"), "--output", "json", "--no-paginate", *options])
            if status == 0:
                return decoded(json.loads(out.getvalue() or "{}"), described.output_shape)
            found = REFUSAL.search(err.getvalue().strip())
            self.assertIsNotNone(found, err.getvalue())
            raise Refused(*found.groups())

        self.assertEqual(walk(call, self.server, model.operation_names), set())

    def option(self, name, value, shape):
        """A member as an option: bytes in a file, what has members as JSON."""
        option = f"--{xform_name(name, '-')}"
        if shape.type_name == "blob":
            path = self.folder / name
            path.write_bytes(value if isinstance(value, bytes) else value.encode())
            return [option, f"fileb://{path}"]
        if shape.type_name == "boolean":
            return [option if value else option.replace("--", "--no-", 1)]
        return [option, value if isinstance(value, str) and shape.type_name != "list" else json.dumps(value)]

    def test_the_line_of_the_article(self):
        aki, mika = (f"arn:aws:iam::111122223333:user/{name}" for name in ["aki", "mika"])
        key = json.loads(run("aws kms create-key"))["KeyMetadata"]["KeyId"]
        line = ARTICLE.replace("WWWWW", key).replace("XXXXX", aki).replace("YYYYY", "Decrypt").replace("ZZZZZ", mika)
        grant = json.loads(run(line))["GrantId"]
        [listed] = json.loads(run(f"aws kms list-grants --key-id {key}"))["Grants"]
        wanted = {"GrantId": grant, "GranteePrincipal": aki, "Operations": ["Decrypt"], "RetiringPrincipal": mika}
        self.assertEqual({name: listed[name] for name in wanted}, wanted)


def run(line):
    """A line in a shell."""
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{line}: {done.stderr}")
    return done.stdout


def decoded(answer, shape):
    """Bytes, which the CLI prints in base64, as bytes."""
    members = shape.members if shape else {}
    return {
        name: b64decode(value) if name in members and members[name].type_name == "blob" else value
        for name, value in answer.items()
    }


if __name__ == "__main__":
    unittest.main()
