# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an ONNX file in ONNX Runtime on the processor; see peer_io.py for the call."""
import json
import os

import numpy
import onnxruntime

import peer_io

TYPES = {
    "tensor(float)": numpy.float32,
    "tensor(int64)": numpy.int64,
    "tensor(int32)": numpy.int32,
}


def session_of(request, profile):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = request["threads"]
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if profile:
        options.enable_profiling = True
        options.profile_file_prefix = os.path.join(request["outputs"], "profile")
    return onnxruntime.InferenceSession(request["model"], options, providers=["CPUExecutionProvider"])


def feed_of(request, session):
    feed = {}
    for wanted, entry in zip(session.get_inputs(), request["inputs"]):
        values = numpy.array(peer_io.read_floats(entry), dtype=numpy.float32).reshape(entry["shape"])
        feed[wanted.name] = values.astype(TYPES[wanted.type])
    return feed


def profiled_operators(request, feed):
    """Mean time of each node over as many runs as are timed, by the names that ONNX Runtime gives its kernels."""
    session = session_of(request, True)
    for _ in range(request["runs"] + 1):
        session.run(None, feed)
    with open(session.end_profiling(), encoding="utf-8") as file:
        events = json.load(file)
    times = {}
    for event in events:
        name = event.get("name", "")
        if event.get("cat") != "Node" or not name.endswith("_kernel_time"):
            continue
        name = name[: -len("_kernel_time")]
        if name.endswith("_nchwc"):
            name = name[: -len("_nchwc")]
        times.setdefault((name, event["args"].get("op_name", "")), []).append(event["dur"] / 1000.0)
    operators = []
    for (name, kind), values in times.items():
        # The first run warms up; a kernel that several nodes of one name run counts once for each.
        per_run = max(1, len(values) // (request["runs"] + 1))
        later = values[per_run:]
        operators.append({"name": name, "type": kind, "latency_ms": sum(later) / max(1, len(later)) * per_run})
    return operators


def main():
    request = peer_io.load_request()
    session = session_of(request, False)
    feed = feed_of(request, session)
    outputs = []
    for index, value in enumerate(session.run(None, feed)):
        integer = numpy.issubdtype(value.dtype, numpy.integer)
        value = numpy.ascontiguousarray(value, dtype="<f4")
        outputs.append(peer_io.write_output(request, index, value.shape, value.tobytes(), integer))
    latency = peer_io.time_runs(request, lambda: session.run(None, feed))
    peer_io.finish(
        {
            "tool": "ONNX Runtime",
            "version": onnxruntime.__version__,
            "latency_ms": latency,
            "operators": profiled_operators(request, feed),
            "quantized": False,
            "outputs": outputs,
        }
    )


main()
