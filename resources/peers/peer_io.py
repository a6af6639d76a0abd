# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scripts that run a network in another program share.

Each is called as: SCRIPT REQUEST RESULT
REQUEST is JSON: {"model": path, "runs": n, "threads": n, "outputs": folder,
                  "inputs": [{"shape": [NCHW], "file": path of little-endian float32}],
                  "output_shapes": [[NCHW]]}
RESULT becomes JSON: {"tool": text, "version": text, "latency_ms": [n], "operators": [{"name", "type", "latency_ms"}],
                      "quantized": true where the file computes in integers,
                      "outputs": [{"shape": [NCHW], "integer": true for classes and the like}]}
Output i lies in the folder of outputs as output<i>.bin, little-endian float32.
"""
import array
import json
import os
import sys
import time


def load_request():
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)


def read_floats(entry):
    """The numbers of an input as array.array of float32."""
    values = array.array("f")
    count = 1
    for size in entry["shape"]:
        count *= size
    with open(entry["file"], "rb") as file:
        values.fromfile(file, count)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def write_output(request, index, shape, data, integer=False):
    """Keeps one output, given as bytes of float32 in NCHW order."""
    with open(os.path.join(request["outputs"], "output%d.bin" % index), "wb") as file:
        file.write(data)
    return {"shape": [int(size) for size in shape], "integer": integer}


def time_runs(request, run):
    """Milliseconds of each run after two that warm up."""
    for _ in range(2):
        run()
    times = []
    for _ in range(request["runs"]):
        begin = time.perf_counter()
        run()
        times.append((time.perf_counter() - begin) * 1000.0)
    return times


def finish(result):
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(result, file)
