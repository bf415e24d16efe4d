"""The AWS Encryption SDK for Python, over HTTP."""

import os
import unittest
from contextlib import ExitStack
from unittest import mock

import aws_encryption_sdk
import boto3
from aws_encryption_sdk import CommitmentPolicy, StrictAwsKmsMasterKeyProvider

from server import Server

LETTER = bytes(index * 31 % 256 for index in range(10_000))


class EncryptionSdk(unittest.TestCase):
    def setUp(self):
        stack = ExitStack()
        self.addCleanup(stack.close)
        server = stack.enter_context(Server())
        stack.enter_context(mock.patch.dict(os.environ, server.environment()))
        kms = boto3.client("kms")
        self.keys = [kms.create_key()["KeyMetadata"]["Arn"] for _ in range(2)]
        policy = CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT
        self.client = aws_encryption_sdk.EncryptionSDKClient(commitment_policy=policy)

    def provider(self, *keys):
        return StrictAwsKmsMasterKeyProvider(key_ids=list(keys))

    def test_a_letter_there_and_back(self):
        letters, receipts = self.keys
        message, _ = self.client.encrypt(source=LETTER, encryption_context={"to": "Aki"}, key_provider=self.provider(letters))
        self.assertEqual(message[0], 2)
        plaintext, header = self.client.decrypt(source=message, key_provider=self.provider(letters))
        self.assertEqual((plaintext, header.encryption_context["to"]), (LETTER, "Aki"))
        with self.assertRaises(aws_encryption_sdk.exceptions.AWSEncryptionSDKClientError):
            self.client.decrypt(source=message, key_provider=self.provider(receipts))
        changed = bytearray(message)
        changed[-200] ^= 1
        with self.assertRaises(Exception):
            self.client.decrypt(source=bytes(changed), key_provider=self.provider(letters))

    def test_a_letter_under_two_keys(self):
        letters, receipts = self.keys
        message, _ = self.client.encrypt(source=LETTER, key_provider=self.provider(letters, receipts))
        for key in self.keys:
            self.assertEqual(self.client.decrypt(source=message, key_provider=self.provider(key))[0], LETTER)


if __name__ == "__main__":
    unittest.main()
