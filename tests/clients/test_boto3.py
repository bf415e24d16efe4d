"""boto3, over HTTP."""

import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from server import Server
from walk import Refused, walk


class Boto3(unittest.TestCase):
    def test_every_operation(self):
        with Server() as server:
            # What botocore would refuse by itself is to be refused by the server.
            config = Config(parameter_validation=False, retries={"total_max_attempts": 1})
            who = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
            client = boto3.client("kms", endpoint_url=server.url, config=config, **who)
            methods = {operation: getattr(client, name) for name, operation in client.meta.method_to_api_mapping.items()}
            server.door("iam", operation="CreateUser", input={"UserName": "aki"})

            def call(operation, members):
                known = client.meta.service_model.operation_model(operation).input_shape.members
                try:
                    return methods[operation](**{name: value for name, value in members.items() if name in known})
                except ClientError as error:
                    raise Refused(error.response["Error"]["Code"], error.response["Error"]["Message"]) from error

            lacking = walk(call, server, methods)
            self.assertEqual((len(methods), lacking), (56, set()))


if __name__ == "__main__":
    unittest.main()
