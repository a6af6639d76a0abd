# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs PyTorch source that Blockwright wrote, with the weights beside it; see peer_io.py for the call."""
import array
import importlib.util
import os

import torch
from torch import nn

import peer_io


def loaded(path):
    """The one nn.Module of the source, with its weights."""
    spec = importlib.util.spec_from_file_location("blockwright_export", path)
    source = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(source)
    classes = [
        value
        for value in vars(source).values()
        if isinstance(value, type) and issubclass(value, nn.Module) and value.__module__ == source.__name__
    ]
    model = classes[-1]().eval()
    with torch.no_grad():
        return source.load_weights(model, os.path.splitext(path)[0] + ".safetensors")


def main():
    request = peer_io.load_request()
    torch.set_num_threads(request["threads"])
    inputs = [
        torch.frombuffer(bytearray(peer_io.read_floats(entry).tobytes()), dtype=torch.float32).reshape(entry["shape"])
        for entry in request["inputs"]
    ]
    model = loaded(request["model"])
    with torch.no_grad():
        results = model(*inputs)
        outputs = []
        for index, value in enumerate(results if isinstance(results, tuple) else (results,)):
            # Without numpy, which a PyTorch may have been built without.
            data = array.array("f", value.float().flatten().tolist()).tobytes()
            outputs.append(peer_io.write_output(request, index, value.shape, data, not value.is_floating_point()))
        latency = peer_io.time_runs(request, lambda: model(*inputs))
    peer_io.finish(
        {
            "tool": "PyTorch",
            "version": torch.__version__,
            "latency_ms": latency,
            # Its profiler knows no names of a network's operators.
            "operators": [],
            "quantized": False,
            "outputs": outputs,
        }
    )


main()
