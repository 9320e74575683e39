"""What boto3 sees in a bucket, as JSON: another client than the product's looks at what is really there."""
import json
import os
import sys

import boto3
from botocore.config import Config

endpoint, bucket = sys.argv[1], sys.argv[2]
client = boto3.client(
    "s3",
    endpoint_url=endpoint,
    region_name=os.environ["AWS_REGION"],
    config=Config(s3={"addressing_style": "path"}),
)
objects = []
for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket):
    for entry in page.get("Contents", []):
        head = client.head_object(Bucket=bucket, Key=entry["Key"])
        objects.append(
            {
                "key": entry["Key"],
                "size": head["ContentLength"],
                "type": head["ContentType"],
                "cache": head.get("CacheControl"),
                "metadata": head["Metadata"],
            }
        )
uploads = client.list_multipart_uploads(Bucket=bucket).get("Uploads", [])
json.dump({"objects": objects, "uploads": [upload["Key"] for upload in uploads]}, sys.stdout)
