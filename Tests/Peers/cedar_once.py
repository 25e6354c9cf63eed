"""One decision by Cedar in a process of its own: `cedar_once.py POLICIES.cedar FACTS.json` writes the rule's number."""
import json
import sys

import cedarpy

policies = cedarpy.PolicySet.from_str(open(sys.argv[1], encoding="utf-8").read())
who = {"principal": 'Person::"one"', "action": 'Action::"share"', "resource": 'Information::"it"'}
facts = json.load(open(sys.argv[2], encoding="utf-8"))["facts"]
answer = cedarpy.is_authorized({**who, "context": facts}, policies, [])
print(json.dumps({"rule": min(int(one.removeprefix("policy")) for one in answer.diagnostics.reasons)}))
