#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes ethos_networks.csv.gz from per-operator tables written by Arm Vela's performance estimator.

Usage: convert_vela.py TABLES_DIR OUTPUT.csv.gz

Keeps what is known before compiling (shapes, kernels, which clip follows, where a residual comes from) and the cycles
of each configuration; drops everything the compiler decided.
"""
import csv
import gzip
import io
import sys
from collections import defaultdict

OPS = {"Conv2D": "conv", "DepthwiseConv2D": "dw", "Add": "add", "AvgPool": "avgpool", "FullyConnected": "fc"}


def read(path):
    with gzip.open(path, "rt", newline="") as file:
        yield from csv.DictReader(file)


def residual_source(ops, index):
    """The operator whose output an Add takes as second input: the input of the block that ends before the Add."""
    project = index - 1
    start = project
    if ops[project]["k"] == 1 and project > 0 and (ops[project - 1]["op"] == "dw" or ops[project - 1]["k"] > 1):
        start = project - 1
        expand = project - 2
        if (ops[start]["op"] == "dw" and expand >= 0 and ops[expand]["op"] == "conv" and ops[expand]["k"] == 1
                and ops[expand]["relu"] and ops[expand]["ic"] == ops[index]["oc"]):
            start = expand
    source = start - 1
    shape = tuple(ops[index][key] for key in ("oh", "ow", "oc"))
    if source < 0 or tuple(ops[source][key] for key in ("oh", "ow", "oc")) != shape:
        return None
    return source


def main(tables, output):
    networks = defaultdict(list)  # From one configuration of the Ethos-U85 table, which lists every clip.
    cycles = defaultdict(dict)
    for row in read(tables + "/ethos_u85_ops_in_context.csv.gz"):
        key = row["net"]
        if row["op"] == "Relu6":
            if row["cfg"] == "u85-512":
                networks[key][-1]["relu"] = 1
            continue
        cycles[row["cfg"]].setdefault(key, []).append(row["cycles"])
        if row["cfg"] == "u85-512":
            networks[key].append({
                "op": OPS[row["op"]], "ih": int(row["ifm_shape_h"]), "iw": int(row["ifm_shape_w"]),
                "ic": int(row["ifm_shape_c"]), "oh": int(row["ofm_shape_h"]), "ow": int(row["ofm_shape_w"]),
                "oc": int(row["ofm_shape_c"]), "k": int(row["kernel_size_y"]), "s": int(row["kernel_stride_x"] or 1),
                "relu": 0})
    for row in read(tables + "/ethos_u55_u65_ops_in_context.csv.gz"):
        cycles[row["cfg"]].setdefault(row["net"], []).append(row["cycles"])

    configurations = ["u55-256", "u65-512", "u85-256", "u85-512", "u85-1024"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["net", "op", "ih", "iw", "ic", "oh", "ow", "oc", "k", "s", "relu", "from"] + configurations)
    skipped = 0
    for net in sorted(networks, key=int):
        ops = networks[net]
        sources = [residual_source(ops, i) if op["op"] == "add" else "" for i, op in enumerate(ops)]
        if any(source is None for source in sources):
            skipped += 1
            continue
        measured = [cycles[cfg].get(net) for cfg in configurations]
        if any(values is not None and len(values) != len(ops) for values in measured):
            skipped += 1
            continue
        for i, op in enumerate(ops):
            writer.writerow([net] + [op[key] for key in ("op", "ih", "iw", "ic", "oh", "ow", "oc", "k", "s", "relu")]
                            + [sources[i]] + [values[i] if values else "" for values in measured])
    with open(output, "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file:
        file.write(text.getvalue().encode())
    print(f"{len(networks) - skipped} networks written, {skipped} left out")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
