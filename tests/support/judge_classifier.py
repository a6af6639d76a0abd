#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges an ONNX classifier with ONNX Runtime.

usage: judge_classifier.py MODEL.onnx FOLDER

FOLDER holds CLASS/*.png, classes in the order of their names. Prints the share of pictures that are told right.
"""
import os
import sys

import numpy as np
import onnxruntime
from PIL import Image

session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
entry = session.get_inputs()[0]
right = count = 0
for index, name in enumerate(sorted(os.listdir(sys.argv[2]))):
    for file in sorted(os.listdir(os.path.join(sys.argv[2], name))):
        picture = Image.open(os.path.join(sys.argv[2], name, file)).convert("RGB")
        pixels = np.asarray(picture, np.float32).transpose(2, 0, 1)[None] / 255
        scores = session.run(None, {entry.name: (pixels - 0.5) / 0.25})[0]
        right += int(scores.reshape(-1).argmax() == index)
        count += 1
print(right / count)
