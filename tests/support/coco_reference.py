#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges boxes with pycocotools, the reference of the COCO benchmark.

usage: coco_reference.py TRUTH.json FOUND.json

TRUTH is a COCO instances file, FOUND a list of COCO results. Prints one JSON object: "map", "ap50", "ap75".
"""
import contextlib
import io
import json
import sys

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

with contextlib.redirect_stdout(io.StringIO()):
    truth = COCO(sys.argv[1])
    evaluation = COCOeval(truth, truth.loadRes(sys.argv[2]), "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
print(json.dumps({"map": evaluation.stats[0], "ap50": evaluation.stats[1], "ap75": evaluation.stats[2]}))
