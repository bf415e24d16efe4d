"""What README says about using glass-kms from one's code, done literally."""

import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from server import ROOT, WHO

SECTION = ROOT.joinpath("README.md").read_text(encoding="utf-8").split("\n## Use it from your code\n")[1].split("\n## ")[0]
# Whoever runs the tests may have set these.
INHERITED = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}


def snippets(language):
    return re.findall(rf"```{language}\n(.*?)```", SECTION, re.S)


class Readme(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        # As npm would install them.
        modules = self.folder / "node_modules"
        modules.joinpath(".bin").mkdir(parents=True)
        modules.joinpath("glass-kms").symlink_to(ROOT / "www" / "dist-npm")
        modules.joinpath("@aws-sdk").symlink_to(ROOT / "tests" / "clients" / "node_modules" / "@aws-sdk")
        modules.joinpath(".bin", "glass-kms").symlink_to("../glass-kms/serve/main.js")
        self.folder.joinpath("package.json").write_text('{"private": true, "type": "module"}')
        path = os.pathsep.join([str(pathlib.Path(sys.executable).parent), INHERITED["PATH"]])
        self.environment = INHERITED | {"PATH": path, "AWS_PAGER": "", "AWS_CONFIG_FILE": str(self.folder / "config")}

    def run_here(self, *command, more=()):
        done = subprocess.run(command, cwd=self.folder, env=self.environment | dict(more), capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_in_the_same_process(self):
        [code] = snippets("js")
        self.folder.joinpath("letter.js").write_text(code)
        self.assertEqual(self.run_here("node", "letter.js"), "Dear Aki\n")

    def test_over_http(self):
        [server, lines] = snippets("sh")
        [code] = snippets("python")
        process = subprocess.Popen(
            ["bash", "-c", server], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        try:
            process.stdout.readline()
            told = process.stdout.readline().strip()
            self.assertEqual(told, lines.splitlines()[0])
            self.assertEqual(self.run_here("bash", "-euc", lines).splitlines()[-1], "Dear Aki")
            settings = dict(word.split("=", 1) for word in told.split()[1:])
            self.assertLessEqual(WHO.items(), settings.items())
            self.assertEqual(self.run_here("python", "-c", code, more=settings.items()), "Dear Aki\n")
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            # npx may end before what it has started, which still writes its file.
            deadline = time.monotonic() + 30
            while self.folder.joinpath("kms.state.lock").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            process.stdout.close()


if __name__ == "__main__":
    unittest.main()
