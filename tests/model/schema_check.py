"""Holds documents against a schema: reads {"schema": ..., "documents": [...]} and prints for each "good", or what is wrong."""
import json
import sys

import jsonschema

task = json.load(sys.stdin)
jsonschema.Draft202012Validator.check_schema(task["schema"])
validator = jsonschema.Draft202012Validator(task["schema"])
for document in task["documents"]:
    error = next(validator.iter_errors(document), None)
    place = "" if error is None else "/".join(map(str, error.absolute_path))
    print("good" if error is None else "bad at %s: %s" % (place, error.message[:300]))
