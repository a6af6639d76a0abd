#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads exported networks in other runtimes, runs each once, and compares the runtimes.

usage: check_exports.py MANIFEST

MANIFEST holds one JSON object a line: "file" (.onnx, .tflite or .py with its weights beside it); "inputs", the shapes
of the network's inputs, and "outputs", those of its outputs, maps NCHW; optionally "group": files of one group hold one
network with the same weights, take the same random inputs, and are compared. Prints one JSON object a line: "file";
"error" where the file does not load or run, else "shapes_equal", "finite", and for ONNX "checked" (onnx.checker with
full shape inference) or "checker_error"; with a "group" that has a file before this one, "difference": the greatest
difference of a real value relative to the greatest of its output, or of whole numbers the share that differs.

Needs numpy and what reads the formats at hand: onnx and onnxruntime, ai-edge-litert, torch.
"""
import importlib.util
import json
import os
import sys

import numpy as np


def run_onnx(path, inputs, found):
    import onnx
    import onnxruntime

    try:
        onnx.checker.check_model(path, full_check=True)
        found["checked"] = True
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as reason:
        found["checker_error"] = str(reason)[:200]
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    types = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(int32)": np.int32}
    feeds = {given.name: values.astype(types[given.type]) for given, values in zip(session.get_inputs(), inputs)}
    return session.run(None, feeds)


def run_tflite(path, inputs, _found):
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    interpreter = Interpreter(
        model_path=path, experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    )
    interpreter.allocate_tensors()
    for detail, values in zip(interpreter.get_input_details(), inputs):
        kind = detail["dtype"]
        last = values.transpose(0, 2, 3, 1) if values.ndim == 4 else values
        values = last if tuple(detail["shape"]) == last.shape else values
        if kind != np.float32:
            scale, zero = detail["quantization"]
            limits = np.iinfo(kind)
            values = np.clip(np.round(values / (scale or 1.0)) + zero, limits.min, limits.max)
        interpreter.set_tensor(detail["index"], np.ascontiguousarray(values.astype(kind)))
    interpreter.invoke()
    return [interpreter.get_tensor(detail["index"]) for detail in interpreter.get_output_details()]


def run_torch(path, inputs, _found):
    import torch

    torch.set_num_threads(1)
    spec = importlib.util.spec_from_file_location("exported", path)
    source = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(source)
    classes = [v for v in vars(source).values() if isinstance(v, type) and v.__module__ == source.__name__]
    model = classes[-1]().eval()
    with torch.no_grad():
        source.load_weights(model, os.path.splitext(path)[0] + ".safetensors")
        given = [torch.frombuffer(bytearray(v.tobytes()), dtype=torch.float32).reshape(v.shape) for v in inputs]
        results = model(*given)
    results = results if isinstance(results, tuple) else (results,)
    # Without the bridge to numpy, which a PyTorch may have been built without.
    return [np.array(r.flatten().tolist(), dtype=np.float64).reshape(tuple(r.shape)) for r in results]


RUNNERS = {".onnx": run_onnx, ".tflite": run_tflite, ".py": run_torch}


def as_graph(values, wanted):
    """An output with a map's channels first; nothing where its shape is another one."""
    wanted = tuple(wanted)
    last = len(wanted) == 4 and (wanted[0], wanted[2], wanted[3], wanted[1])
    if last and values.shape == last and values.shape != wanted:
        return [values.transpose(0, 3, 1, 2)]
    if values.shape != wanted:
        return []
    # Of a map with equal sizes the shape does not tell the order.
    return [values, values.transpose(0, 3, 1, 2)] if last and values.shape == last else [values]


def difference(mine, theirs):
    if np.issubdtype(mine.dtype, np.integer):
        return float((mine != theirs).mean())
    a, b = mine.astype(np.float64), theirs.astype(np.float64)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    apart = np.where(same, 0.0, np.abs(a - b))
    greatest = max(float(np.abs(a[np.isfinite(a)]).max(initial=0.0)), float(np.abs(b[np.isfinite(b)]).max(initial=0.0)))
    return float(apart.max(initial=0.0)) / max(greatest, 1e-30)


def main():
    kept = {"group": None, "outputs": None}
    with open(sys.argv[1], encoding="utf-8") as manifest:
        entries = [json.loads(line) for line in manifest]
    for entry in entries:
        found = {"file": entry["file"]}
        try:
            generator = np.random.default_rng(1)
            inputs = [generator.uniform(-1, 1, shape).astype(np.float32) for shape in entry["inputs"]]
            outputs = RUNNERS[os.path.splitext(entry["file"])[1]](entry["file"], inputs, found)
            choices = [as_graph(values, wanted) for values, wanted in zip(outputs, entry["outputs"])]
            found["shapes_equal"] = len(outputs) == len(entry["outputs"]) and all(choices)
            found["finite"] = all(bool(np.isfinite(values.astype(np.float64)).all()) for values in outputs)
            group = entry.get("group")
            if group is not None and found["shapes_equal"]:
                if kept["group"] == group:
                    worst = [
                        min(difference(a, b) for a in mine for b in theirs)
                        for mine, theirs in zip(choices, kept["outputs"])
                    ]
                    found["difference"] = max(worst)
                else:
                    kept = {"group": group, "outputs": choices}
        except Exception as reason:  # Each library has errors of its own.
            found["error"] = str(reason)[:300]
        # JSON knows no NaN.
        print(json.dumps(json.loads(json.dumps(found), parse_constant=lambda _: None)), flush=True)


if __name__ == "__main__":
    main()
