#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks TFLite files in an independent interpreter and, for int8, in Arm's Vela compiler.

usage: check_tflite.py MANIFEST [--vela]

MANIFEST holds one JSON object a line: "file"; "outputs", a list of the shapes that each output may have; and where it
applies "original" (outputs must be equal to its outputs byte for byte on random inputs) or "float" (a float32 file of
the same network: the cosine between both outputs is printed) or "onnx" (an ONNX file of the same network and weights: the
greatest difference of the outputs relative to the greatest output is printed). Prints one JSON object a line with
"file" and what was found, "error" where the file does not load or run.

Needs numpy and ai-edge-litert (or tflite-runtime); --vela needs the program vela beside this Python or on the PATH.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import numpy as np

try:
    from ai_edge_litert.interpreter import Interpreter, OpResolverType
except ImportError:
    from tflite_runtime.interpreter import Interpreter, OpResolverType

CONVOLUTIONS = {"CONV_2D", "DEPTHWISE_CONV_2D", "TRANSPOSE_CONV"}


def load(path):
    interpreter = Interpreter(
        model_path=path, experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    )
    interpreter.allocate_tensors()
    return interpreter


def real(values, detail):
    """Numbers that integers stand for."""
    scale, zero = detail["quantization"]
    return values.astype(np.float64) if scale == 0 else (values.astype(np.float64) - zero) * scale


def run(interpreter, inputs):
    for detail, values in zip(interpreter.get_input_details(), inputs):
        kind = detail["dtype"]
        if kind != np.float32 and values.dtype == np.float32:
            scale, zero = detail["quantization"]
            limits = np.iinfo(kind)
            values = np.clip(np.round(values / scale) + zero, limits.min, limits.max).astype(kind)
        interpreter.set_tensor(detail["index"], values.astype(kind))
    interpreter.invoke()
    return [interpreter.get_tensor(detail["index"]) for detail in interpreter.get_output_details()]


def random_inputs(interpreter, generator):
    inputs = []
    for detail in interpreter.get_input_details():
        kind = detail["dtype"]
        if kind == np.float32:
            inputs.append(generator.uniform(-1, 1, detail["shape"]).astype(kind))
        else:
            limits = np.iinfo(kind)
            inputs.append(generator.integers(limits.min, limits.max + 1, detail["shape"]).astype(kind))
    return inputs


def cosine(a, b):
    a, b = a.ravel() - a.mean(), b.ravel() - b.mean()
    length = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / length) if length > 0 else None


def compare_with_onnx(interpreter, path, generator):
    """Greatest difference to ONNX Runtime, relative to the greatest output; maps are NCHW there and NHWC here."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    feeds, inputs = {}, []
    for detail, given in zip(interpreter.get_input_details(), session.get_inputs()):
        values = generator.uniform(-1, 1, given.shape).astype(np.float32)
        feeds[given.name] = values
        inputs.append(np.ascontiguousarray(values.transpose(0, 2, 3, 1)) if values.ndim == 4 else values)
    worst = 0.0
    for mine, theirs in zip(run(interpreter, inputs), session.run(None, feeds)):
        if mine.ndim == 4 and mine.shape != theirs.shape:
            theirs = theirs.transpose(0, 2, 3, 1)
        elif mine.ndim == 4:
            both = [theirs] + ([theirs.transpose(0, 2, 3, 1)] if len(set(theirs.shape[1:])) == 1 else [])
            theirs = min(both, key=lambda t: np.abs(mine.astype(np.float64) - t).max())
        difference = np.abs(mine.astype(np.float64) - theirs.astype(np.float64))
        if np.issubdtype(mine.dtype, np.integer):
            # Indices of the greatest value: how many differ.
            worst = max(worst, float((difference > 0).mean()))
        else:
            # Below a millionth both have lost the digits of what cancelled before.
            beyond = max(float(difference.max()) - 1e-6, 0.0)
            worst = max(worst, beyond / max(float(np.abs(theirs).max()), 1e-30))
    return worst


def check(entry):
    found = {"file": entry["file"]}
    original = None
    try:
        if "original" in entry:
            original = load(entry["original"])
    except (ValueError, RuntimeError) as reason:
        found["original_error"] = str(reason)[:200]
    interpreter = load(entry["file"])
    generator = np.random.default_rng(1)
    inputs = random_inputs(interpreter, generator)
    outputs = run(interpreter, inputs)
    shapes = [list(map(int, values.shape)) for values in outputs]
    found["shapes_equal"] = len(shapes) == len(entry["outputs"]) and all(
        shape in allowed for shape, allowed in zip(shapes, entry["outputs"])
    )
    found["shapes"] = shapes
    found["finite"] = all(bool(np.isfinite(values.astype(np.float64)).all()) for values in outputs)
    if original is not None:
        same = True
        for _ in range(3):
            mine, theirs = run(interpreter, inputs), run(original, inputs)
            same = same and [v.tobytes() for v in mine] == [v.tobytes() for v in theirs]
            inputs = random_inputs(interpreter, generator)
        found["bytes_equal"] = same
    if "onnx" in entry:
        found["onnx_difference"] = compare_with_onnx(interpreter, entry["onnx"], generator)
    if "float" in entry:
        reference = load(entry["float"])
        inputs = random_inputs(reference, generator)
        exact = run(reference, inputs)
        whole = run(interpreter, inputs)
        details = interpreter.get_output_details()
        found["relative_error"] = [
            float(np.abs(real(w, d) - e).max() / max(np.abs(e).max(), 1e-30))
            for w, d, e in zip(whole, details, exact)
        ]
        found["cosine"] = [cosine(real(w, d), e.astype(np.float64)) for w, d, e in zip(whole, details, exact)]
    return found


def vela(path):
    """Convolutions that Vela leaves to the processor, and how many the network has."""
    program = os.path.join(os.path.dirname(sys.executable), "vela")
    program = program if os.path.exists(program) else shutil.which("vela")
    if program is None:
        return {"vela_error": "vela is not installed"}
    with tempfile.TemporaryDirectory() as folder:
        command = [program, path, "--accelerator-config", "ethos-u55-256", "--output-dir", folder]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            return {"vela_error": (done.stderr or done.stdout)[-300:]}
        counts = {}
        for kind, number in re.findall(r"(CPU|NPU) operators = (\d+)", done.stdout):
            counts[kind] = int(number)
        compiled = [name for name in os.listdir(folder) if name.endswith(".tflite")][0]
        left = operators_of(os.path.join(folder, compiled))
    before = operators_of(path)
    return {
        "vela_cpu_operators": counts.get("CPU"),
        "vela_npu_operators": counts.get("NPU"),
        "convolutions": sum(name in CONVOLUTIONS for name in before),
        "convolutions_on_cpu": sum(name in CONVOLUTIONS for name in left),
        "left_on_cpu": sorted({name for name in left if name != "ethos-u"}),
    }


def operators_of(path):
    """Names of a file's operators, custom ones by their own name; nothing runs."""
    from ethosu.vela.tflite import BuiltinOperator, Model

    names = {value: name for name, value in vars(BuiltinOperator.BuiltinOperator).items() if isinstance(value, int)}
    with open(path, "rb") as file:
        model = Model.Model.GetRootAsModel(bytearray(file.read()), 0)
    graph = model.Subgraphs(0)
    found = []
    for index in range(graph.OperatorsLength()):
        code = model.OperatorCodes(graph.Operators(index).OpcodeIndex())
        number = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        found.append(code.CustomCode().decode() if code.CustomCode() else names.get(number, str(number)))
    return found


def main():
    with open(sys.argv[1], encoding="utf-8") as manifest:
        entries = [json.loads(line) for line in manifest]
    for entry in entries:
        try:
            found = check(entry)
        except Exception as reason:  # Each library has errors of its own.
            found = {"file": entry["file"], "error": str(reason)[:300]}
        if "--vela" in sys.argv and entry.get("vela"):
            found.update(vela(entry["file"]))
        # JSON knows no NaN.
        found = json.loads(json.dumps(found), parse_constant=lambda _: None)
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
