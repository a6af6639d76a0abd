#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports random small networks to ONNX through PyTorch, with the counts an importer must reach.

usage: export_random_networks.py FOLDER COUNT [FIRST_SEED]

Writes FOLDER/SEED.onnx and FOLDER/expected.json: per network its multiply-accumulates in convolutions and dense layers
("macs") and in products of two activations ("matmul_macs"), both counted by forward hooks in PyTorch, its parameters as
the exported file holds them ("parameters": exporters fold batch normalisation into a convolution's weights and bias),
and its output shapes ("outputs").
"""
import json
import os
import random
import sys
import warnings

import torch
from torch import nn
from torch.nn import functional as F


class MatMul(nn.Module):
    def forward(self, a, b):
        return torch.matmul(a, b)


class ConvBn(nn.Module):
    """Convolution, optional batch normalisation, optional activation."""

    def __init__(self, conv, norm=None, act=None):
        super().__init__()
        self.conv, self.norm, self.act = conv, norm, act

    def forward(self, x):
        x = self.conv(x)
        if self.norm is not None:
            x = self.norm(x)
        return x if self.act is None else self.act(x)


class Residual(nn.Module):
    def __init__(self, body, act=None):
        super().__init__()
        self.body, self.act = body, act

    def forward(self, x):
        y = x + self.body(x)
        return y if self.act is None else self.act(y)


class SqueezeExcite(nn.Module):
    def __init__(self, channels, reduced, gate, mean):
        super().__init__()
        self.reduce = nn.Conv2d(channels, reduced, 1)
        self.expand = nn.Conv2d(reduced, channels, 1)
        self.gate, self.mean = gate, mean

    def forward(self, x):
        s = x.mean((2, 3), keepdim=True) if self.mean else F.adaptive_avg_pool2d(x, 1)
        return x * self.gate(self.expand(F.relu(self.reduce(s))))


class Shuffle(nn.Module):
    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def forward(self, x):
        n, c, h, w = x.shape
        return x.view(n, self.groups, c // self.groups, h, w).transpose(1, 2).reshape(n, c, h, w)


class Branches(nn.Module):
    def __init__(self, branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


class SplitHalf(nn.Module):
    """Half of the channels passes by, as in ShuffleNetV2 and CSP blocks."""

    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, x):
        a, b = x.chunk(2, 1)
        return torch.cat([a, self.body(b)], 1)


class Focus(nn.Module):
    def forward(self, x):
        return torch.cat([x[..., ::2, ::2], x[..., 1::2, ::2], x[..., ::2, 1::2], x[..., 1::2, 1::2]], 1)


class LayerScale(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.scale = nn.Parameter(torch.rand(channels, 1, 1))

    def forward(self, x):
        return x * self.scale


class Arithmetic(nn.Module):
    def forward(self, x):
        return torch.clamp((x * 0.5 + 1.0) / 3.0 - 0.25, -2.0, 7.5)


class Pad(nn.Module):
    def __init__(self, pads):
        super().__init__()
        self.pads = pads

    def forward(self, x):
        return F.pad(x, self.pads)


class Upsample(nn.Module):
    def __init__(self, mode, by_size):
        super().__init__()
        self.mode, self.by_size = mode, by_size

    def forward(self, x):
        align = None if self.mode == "nearest" else False
        if self.by_size:
            return F.interpolate(x, size=(x.shape[2] * 2, x.shape[3] * 2), mode=self.mode, align_corners=align)
        return F.interpolate(x, scale_factor=2.0, mode=self.mode, align_corners=align)


class Attention(nn.Module):
    def __init__(self, width, heads, qkv_bias):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=qkv_bias)
        self.out = nn.Linear(width, width)
        self.scores, self.mix = MatMul(), MatMul()

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = F.softmax(self.scores(q, k.transpose(-2, -1)) * (d // self.heads) ** -0.5, -1)
        return self.out(self.mix(weights, v).transpose(1, 2).reshape(n, t, d))


class Transformer(nn.Module):
    def __init__(self, width, heads, act, qkv_bias):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads, qkv_bias)
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), act, nn.Linear(2 * width, width))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Tokens(nn.Module):
    """Feature map (or sequence) to tokens, transformers, and a dense head."""

    def __init__(self, channels, length, body, classes, class_token, positions):
        super().__init__()
        self.body, self.head = body, nn.Linear(channels, classes)
        self.class_token = nn.Parameter(torch.zeros(1, 1, channels)) if class_token else None
        self.positions = nn.Parameter(torch.zeros(1, length + class_token, channels)) if positions else None

    def forward(self, x):
        x = x.flatten(2).transpose(1, 2)
        if self.class_token is not None:
            x = torch.cat([self.class_token.expand(x.shape[0], -1, -1), x], 1)
        if self.positions is not None:
            x = x + self.positions
        x = self.body(x)
        return self.head(x[:, 0] if self.class_token is not None else x.mean(1))


class Detection(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        self.boxes, self.scores = nn.Conv2d(channels, 4, 3, padding=1), nn.Conv2d(channels, classes, 1)
        self.classes = classes

    def forward(self, x):
        boxes = self.boxes(x).permute(0, 2, 3, 1).reshape(x.shape[0], -1, 4)
        scores = self.scores(x).permute(0, 2, 3, 1).contiguous().view(x.shape[0], -1, self.classes)
        return boxes, scores.softmax(-1)


class Segmentation(nn.Module):
    def __init__(self, channels, classes, size):
        super().__init__()
        self.conv, self.size = nn.Conv2d(channels, classes, 1), size

    def forward(self, x):
        return F.interpolate(self.conv(x), size=self.size, mode="bilinear", align_corners=False)


class Maker:
    """Draws the parts of one network; keeps the shape of the feature map by running each part."""

    def __init__(self, rng):
        self.rng = rng

    def act(self):
        return self.rng.choice([
            lambda: nn.ReLU(), lambda: nn.ReLU6(), lambda: nn.Hardswish(), lambda: nn.SiLU(), lambda: nn.GELU(),
            lambda: nn.LeakyReLU(0.1), lambda: nn.Sigmoid(), lambda: nn.Tanh(), lambda: nn.Hardtanh(-1, 1),
            lambda: nn.ELU(), lambda: nn.Hardsigmoid(), lambda: None])()

    def conv(self, channels, out, kernel=None, stride=1, groups=1, act=True, dims=2):
        rng = self.rng
        kernel = kernel or rng.choice([1, 3, 3, 5])
        dilation = rng.choice([1, 1, 1, 2]) if kernel > 1 else 1
        make = nn.Conv2d if dims == 2 else nn.Conv1d
        norm = (nn.BatchNorm2d if dims == 2 else nn.BatchNorm1d)(out) if rng.random() < 0.6 else None
        conv = make(channels, out, kernel, stride, dilation * (kernel - 1) // 2, dilation, groups,
                    bias=norm is None or rng.random() < 0.2)
        return ConvBn(conv, norm, self.act() if act else None)

    def ibn(self, channels, out, stride):
        hidden = channels * self.rng.choice([2, 3])
        parts = [self.conv(channels, hidden, 1), self.conv(hidden, hidden, 3, stride, hidden)]
        if self.rng.random() < 0.4:
            parts.append(self.squeeze(hidden))
        parts.append(self.conv(hidden, out, 1, act=False))
        body = nn.Sequential(*parts)
        return Residual(body) if stride == 1 and out == channels else body

    def squeeze(self, channels):
        gate = self.rng.choice([nn.Sigmoid(), nn.Hardsigmoid()])
        return SqueezeExcite(channels, max(1, channels // 4), gate, self.rng.random() < 0.5)

    def part(self, c, h, w):
        """One part for a map of c x h x w."""
        rng = self.rng
        out = rng.choice([4, 6, 8, 12])
        large = min(h, w) >= 6
        choices = [lambda: self.conv(c, out), lambda: self.conv(c, c, 3, groups=c), lambda: self.ibn(c, out, 1),
                   lambda: self.ibn(c, c, 1), lambda: self.squeeze(c), lambda: LayerScale(c), lambda: Arithmetic(),
                   lambda: Residual(self.conv(c, c, 3, act=False), nn.ReLU()), lambda: nn.PReLU(c),
                   lambda: nn.Sequential(nn.MaxPool2d(3, 1, 1), nn.BatchNorm2d(c), nn.ReLU(), self.conv(c, out)),
                   lambda: Branches([self.conv(c, 4), self.conv(c, 6, 3), nn.MaxPool2d(3, 1, 1)]),
                   lambda: ConvBn(nn.Conv2d(c, out, (1, 5), padding=(0, 2)), None, nn.ReLU()),
                   lambda: nn.Sequential(Pad((1, 0, 1, 0)), nn.Conv2d(c, out, 2)), lambda: nn.AvgPool2d(3, 1, 1)]
        if c % 2 == 0:
            choices += [lambda: Shuffle(2), lambda: SplitHalf(self.conv(c // 2, c // 2)),
                        lambda: self.conv(c, c, 3, groups=2), lambda: nn.Dropout(0.2)]
        if c % 4 == 0:
            choices += [lambda: nn.PixelShuffle(2), lambda: nn.GroupNorm(2, c)]
        if large:
            choices += [lambda: self.conv(c, out, 3, 2), lambda: self.ibn(c, out, 2), lambda: nn.MaxPool2d(2),
                        lambda: nn.AvgPool2d(2), lambda: nn.MaxPool2d(3, 2, 1, ceil_mode=rng.random() < 0.5),
                        lambda: nn.AvgPool2d(3, 2, ceil_mode=True)]
        if large and h % 2 == 0 and w % 2 == 0:
            choices += [lambda: nn.Sequential(Focus(), self.conv(4 * c, out))]
        if max(h, w) <= 16:
            choices += [lambda: Upsample(rng.choice(["nearest", "bilinear"]), rng.random() < 0.5),
                        lambda: ConvBn(nn.ConvTranspose2d(c, out, 2, 2, bias=rng.random() < 0.5), None, self.act()),
                        lambda: ConvBn(nn.ConvTranspose2d(c, c, 3, 2, 1, 1, groups=c, bias=False), nn.BatchNorm2d(c))]
        return rng.choice(choices)()

    def transformers(self, width):
        act = self.rng.choice([nn.GELU(), nn.ReLU(), nn.SiLU()])
        blocks = [Transformer(width, self.rng.choice([1, 2]), act, self.rng.random() < 0.5)
                  for _ in range(self.rng.randint(1, 2))]
        return nn.Sequential(*blocks, nn.LayerNorm(width))

    def head(self, c, h, w):
        rng = self.rng
        classes = rng.randint(2, 9)
        kind = rng.choice(["classify", "classify", "mlp", "detect", "segment", "tokens"])
        if kind == "detect":
            return Detection(c, classes)
        if kind == "segment":
            return Segmentation(c, classes, (2 * h, 3 * w))
        if kind == "mlp" and h * w <= 64:
            return nn.Sequential(nn.Flatten(), nn.Linear(c * h * w, 12), nn.BatchNorm1d(12), nn.ReLU(),
                                 nn.Linear(12, classes, bias=False), nn.LogSoftmax(1))
        if kind == "tokens" and c % 2 == 0 and h * w <= 64:
            return Tokens(c, h * w, self.transformers(c), classes, int(rng.random() < 0.5), rng.random() < 0.5)
        return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c, classes), nn.Softmax(1))

    def image_network(self):
        rng = self.rng
        shape = (1, rng.choice([1, 3, 4]), rng.randint(12, 24), rng.randint(12, 24))
        parts, x = [self.conv(shape[1], rng.choice([4, 8]), 3, rng.choice([1, 2]))], torch.zeros(shape)
        x = parts[0].eval()(x)
        for _ in range(rng.randint(2, 6)):
            part = self.part(*x.shape[1:]).eval()
            x = part(x)
            parts.append(part)
        return nn.Sequential(*parts, self.head(*x.shape[1:])), shape

    def sequence_network(self):
        rng = self.rng
        shape = (1, rng.choice([4, 8, 10]), rng.randint(20, 40))
        width = rng.choice([8, 12])
        parts = [self.conv(shape[1], width, 3, 2, dims=1), self.conv(width, width, 3, groups=width, dims=1),
                 rng.choice([nn.MaxPool1d(2), nn.AvgPool1d(2), nn.Identity()])]
        length = nn.Sequential(*parts).eval()(torch.zeros(shape)).shape[2]
        if rng.random() < 0.7:
            head = Tokens(width, length, self.transformers(width), 5, 0, rng.random() < 0.5)
        else:
            head = nn.Sequential(nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(width, 5))
        return nn.Sequential(*parts, head), shape


def count(model, x):
    """MACs by hooks: (convolutions and dense, products of activations), and the outputs."""
    totals, hooks = [0, 0], []

    def hook(module, inputs, output):
        if isinstance(module, MatMul):
            totals[1] += output.numel() * inputs[0].shape[-1]
        elif isinstance(module, nn.Linear):
            totals[0] += output.numel() * module.in_features
        elif isinstance(module, nn.ConvTranspose2d):
            totals[0] += inputs[0].numel() * module.weight[0].numel()
        else:
            totals[0] += output.numel() * module.weight[0].numel()

    for module in model.modules():
        if isinstance(module, (MatMul, nn.Linear, nn.Conv1d, nn.Conv2d, nn.ConvTranspose2d)):
            hooks.append(module.register_forward_hook(hook))
    with torch.no_grad():
        outputs = model(x)
    for handle in hooks:
        handle.remove()
    return totals, outputs if isinstance(outputs, tuple) else (outputs,)


def folded_parameters(model):
    """Parameters left where batch normalisation after a convolution became part of its weights and bias."""
    total = sum(p.numel() for p in model.parameters())
    for module in model.modules():
        plain = isinstance(module, ConvBn) and isinstance(module.conv, (nn.Conv1d, nn.Conv2d))
        if plain and module.norm is not None:
            channels = module.conv.out_channels
            total -= 2 * channels
            total += 0 if module.conv.bias is not None else channels
    return total


def export(seed, folder):
    rng = random.Random(seed)
    torch.manual_seed(seed)
    maker = Maker(rng)
    model, shape = maker.sequence_network() if rng.random() < 0.2 else maker.image_network()
    model.eval()
    # Different statistics, or the exporter shares one initializer among equal tensors.
    for tensor in list(model.parameters()) + [b for b in model.buffers() if b.is_floating_point()]:
        tensor.data.uniform_(0.1, 1.0)
    x = torch.randn(shape)
    (macs, matmul_macs), outputs = count(model, x)
    keeps_norms = rng.random() < 0.35
    opset = rng.randint(11, 17)
    dynamic = rng.random() < 0.4
    options = {}
    if keeps_norms:
        options = {"training": torch.onnx.TrainingMode.PRESERVE, "do_constant_folding": False}
    if dynamic:
        options["dynamic_axes"] = {"image": {0: rng.choice(["batch", "N"])}}
    torch.onnx.export(model, x, os.path.join(folder, f"{seed}.onnx"), opset_version=opset, input_names=["image"],
                      **options)
    parameters = sum(p.numel() for p in model.parameters()) if keeps_norms else folded_parameters(model)
    return {"file": f"{seed}.onnx", "opset": opset, "dynamic": dynamic, "keeps_norms": keeps_norms, "macs": macs,
            "matmul_macs": matmul_macs, "parameters": parameters, "outputs": [list(o.shape) for o in outputs]}


def main():
    folder, networks = sys.argv[1], int(sys.argv[2])
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    os.makedirs(folder, exist_ok=True)
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore")
    expected = [export(seed, folder) for seed in range(first, first + networks)]
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file, indent=0)


if __name__ == "__main__":
    main()
