"""`glass-kms serve` from the built package, for as long as a test runs."""

import json
import pathlib
import re
import subprocess
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).parents[2]
PROGRAM = ROOT / "www" / "dist-npm" / "serve" / "main.js"
WHO = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


class Server:
    def __enter__(self):
        self.process = subprocess.Popen(["node", PROGRAM, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if found := re.search(r"AWS_ENDPOINT_URL_KMS=(\S+)", line):
                self.url = found[1]
                return self
        raise RuntimeError("the server did not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def door(self, name, **given):
        """A request to one of the doors under /_glass/."""
        request = urllib.request.Request(f"{self.url}/_glass/{name}", json.dumps(given).encode(), method="POST")
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def has(self, operation):
        """Whether an operation is built. Nothing is done for such an input."""
        headers = {"x-amz-target": f"TrentService.{operation}"}
        request = urllib.request.Request(self.url, b'{"KeySpec": "NONE", "Limit": 0}', headers, method="POST")
        try:
            urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            with error:
                return f"glass-kms does not support {operation} yet." not in error.read().decode()
        raise AssertionError(f"{operation} was done")

    def environment(self):
        """What the line that the server prints tells clients to set."""
        return WHO | {"AWS_ENDPOINT_URL_KMS": self.url, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
