#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the sample camera classifier with PyTorch's own modules, optimiser and loader, to compare with 'train'.

usage: train_reference.py DATA --epochs N --batch N --learning-rate X --seed N --threads N

DATA is a folder that 'blockwright-cli data --export' wrote: train/CLASS/*.png and val/CLASS/*.png. Pictures are mirrored
at random and varied no further ('train --no-variation' mirrors none: compare with --flip 0). Prints one JSON object.
"""
import argparse
import json
import math
import os
import time

import numpy as np
import torch
from PIL import Image
from torch import nn


def separable(inputs, outputs, stride):
    return nn.Sequential(
        nn.Conv2d(inputs, inputs, 3, stride, 1, groups=inputs, bias=False), nn.BatchNorm2d(inputs), nn.ReLU6(),
        nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU6())


def classifier(document, classes):
    """The blocks of the sample, read from its document."""
    layers, channels = [], 3
    for block in document["network"]["blocks"]:
        attributes = block.get("attributes", {})
        stride = attributes.get("stride", 1)
        if block["kind"] == "conv":
            wide = attributes.get("channels", 32)
            layers += [nn.Conv2d(channels, wide, 3, stride, 1, bias=False), nn.BatchNorm2d(wide), nn.ReLU6()]
            channels = wide
        elif block["kind"] == "depthwise_separable":
            wide = attributes["channels"]
            layers.append(separable(channels, wide, stride))
            channels = wide
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


def pictures(folder, classes):
    images, labels = [], []
    for index, name in enumerate(classes):
        for file in sorted(os.listdir(os.path.join(folder, name))):
            images.append(np.asarray(Image.open(os.path.join(folder, name, file)).convert("RGB")).transpose(2, 0, 1))
            labels.append(index)
    scaled = (torch.tensor(np.stack(images)).float() / 255 - 0.5) / 0.25
    return scaled, torch.tensor(labels)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--model", required=True)
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--learning-rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--flip", type=float, default=0.0)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    classes = sorted(os.listdir(os.path.join(options.data, "train")))
    train, wanted = pictures(os.path.join(options.data, "train"), classes)
    judged, truth = pictures(os.path.join(options.data, "val"), classes)
    with open(options.model, encoding="utf-8") as file:
        network = classifier(json.load(file), len(classes)).to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.learning_rate, weight_decay=0.02)
    criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
    steps = len(train) // options.batch
    total, warm, at, best = steps * options.epochs, min(steps, steps * options.epochs / 10), 0, 0.0
    seconds = 0.0
    for _ in range(options.epochs):
        network.train()
        order = torch.randperm(len(train))
        start = time.perf_counter()
        for step in range(steps):
            chosen = order[step * options.batch:(step + 1) * options.batch]
            batch = train[chosen]
            mirrored = torch.rand(len(chosen)) < options.flip
            batch[mirrored] = batch[mirrored].flip(3)
            rate = (at + 1) / warm if at < warm else 0.5 * (1 + math.cos(math.pi * (at - warm) / (total - warm)))
            optimizer.param_groups[0]["lr"] = options.learning_rate * rate
            at += 1
            optimizer.zero_grad(set_to_none=True)
            loss = criterion(network(batch.contiguous(memory_format=torch.channels_last)), wanted[chosen])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
        seconds += time.perf_counter() - start
        network.eval()
        with torch.no_grad():
            said = torch.cat([network(part).argmax(1) for part in judged.split(64)])
        best = max(best, (said == truth).float().mean().item())
    print(json.dumps({"best": best, "last": (said == truth).float().mean().item(), "loss": loss.item(),
                      "pictures_per_s": steps * options.batch * options.epochs / seconds}))


if __name__ == "__main__":
    main()
