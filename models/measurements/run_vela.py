#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Estimates networks with Arm Vela and writes what `blockwright-cli import-measurements` reads.

Needs Vela, a public package: pip install ethos-u-vela

Usage: run_vela.py FOLDER --accelerator ethos-u55-256 [--system-config NAME --memory-mode NAME --config FILE.ini]

Compiles every int8 .tflite file in FOLDER and writes FOLDER/vela_ACCELERATOR.csv: one network a row, with the cycles of
Vela's performance estimator. What Vela cannot compile is told and left out. Then, with 20 networks or more:

    blockwright-cli import-measurements FOLDER/vela_ethos-u55-256.csv --target ethos-u55-256 --as my-u55
"""
import argparse
import csv
import pathlib
import subprocess
import sys
import tempfile


def cycles_of(network, options):
    """Total cycles by the summary that Vela writes beside its output; None where it wrote none."""
    with tempfile.TemporaryDirectory() as output:
        command = ["vela", str(network), "--accelerator-config", options.accelerator, "--output-dir", output]
        for name in ("system_config", "memory_mode", "config"):
            if getattr(options, name):
                command += ["--" + name.replace("_", "-"), getattr(options, name)]
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        for summary in pathlib.Path(output).glob("*_summary_*.csv"):
            with open(summary, newline="") as file:
                return round(float(next(csv.DictReader(file))["cycles_total"]))
        said = run.stdout.strip().splitlines() or ["nothing"]
        print(f"{network.name}: left out; vela says: {said[-1]}", file=sys.stderr)
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--accelerator", required=True)
    parser.add_argument("--system-config")
    parser.add_argument("--memory-mode")
    parser.add_argument("--config")
    options = parser.parse_args()
    rows = [(network.name, cycles_of(network, options)) for network in sorted(options.folder.glob("*.tflite"))]
    rows = [row for row in rows if row[1]]
    table = options.folder / f"vela_{options.accelerator}.csv"
    with open(table, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["model", "cycles"])
        writer.writerows(rows)
    print(f"{len(rows)} networks written to {table}")


if __name__ == "__main__":
    main()
