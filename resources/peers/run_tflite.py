# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a TensorFlow Lite file in an interpreter on the processor; see peer_io.py for the call."""
import numpy

import peer_io

try:
    import ai_edge_litert
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    TOOL = ("LiteRT", getattr(ai_edge_litert, "__version__", ""))
except ImportError:
    import tflite_runtime
    from tflite_runtime.interpreter import Interpreter, OpResolverType

    TOOL = ("TFLite runtime", getattr(tflite_runtime, "__version__", ""))


def version():
    if TOOL[1]:
        return TOOL[1]
    from importlib.metadata import version as installed

    return installed("ai-edge-litert")


def opened(request):
    try:
        interpreter = Interpreter(model_path=request["model"], num_threads=request["threads"])
        interpreter.allocate_tensors()
    except RuntimeError:
        # The faster kernels refuse some files that the interpreter's own run.
        interpreter = Interpreter(
            model_path=request["model"],
            num_threads=request["threads"],
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        )
        interpreter.allocate_tensors()
    return interpreter


def channels_last(shape):
    return [shape[0], shape[2], shape[3], shape[1]]


def quantized(values, detail):
    """Real numbers as the file's input takes them."""
    kind = detail["dtype"]
    if numpy.issubdtype(kind, numpy.floating):
        return values.astype(kind)
    scale, zero_point = detail["quantization"]
    if scale == 0.0:
        return values.astype(kind)
    limits = numpy.iinfo(kind)
    return numpy.clip(numpy.round(values / scale) + zero_point, limits.min, limits.max).astype(kind)


def real(values, detail):
    scale, zero_point = detail["quantization"]
    values = values.astype(numpy.float32)
    return (values - zero_point) * numpy.float32(scale) if scale != 0.0 else values


def main():
    request = peer_io.load_request()
    interpreter = opened(request)
    for detail, entry in zip(interpreter.get_input_details(), request["inputs"]):
        values = numpy.array(peer_io.read_floats(entry), dtype=numpy.float32).reshape(entry["shape"])
        if values.ndim == 4 and [int(size) for size in detail["shape"]] == channels_last(entry["shape"]):
            values = values.transpose(0, 2, 3, 1)
        interpreter.set_tensor(detail["index"], numpy.ascontiguousarray(quantized(values, detail)))
    interpreter.invoke()
    details = interpreter.get_tensor_details()
    outputs = []
    for index, detail in enumerate(interpreter.get_output_details()):
        value = real(interpreter.get_tensor(detail["index"]), detail)
        wanted = request["output_shapes"][index] if index < len(request["output_shapes"]) else list(value.shape)
        if value.ndim == 4 and len(wanted) == 4 and list(value.shape) == channels_last(wanted):
            value = value.transpose(0, 3, 1, 2)
        integer = numpy.issubdtype(detail["dtype"], numpy.integer) and detail["quantization"][0] == 0.0
        value = numpy.ascontiguousarray(value, dtype="<f4")
        outputs.append(peer_io.write_output(request, index, value.shape, value.tobytes(), integer))
    peer_io.finish(
        {
            "tool": TOOL[0],
            "version": version(),
            "latency_ms": peer_io.time_runs(request, interpreter.invoke),
            # The interpreter's Python interface times no operator.
            "operators": [],
            "quantized": any(detail["dtype"] == numpy.int8 or detail["dtype"] == numpy.uint8 for detail in details),
            "outputs": outputs,
        }
    )


main()
