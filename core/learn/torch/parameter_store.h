// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <string>

namespace bw {

/// Numbers that training moves.
struct Parameter {
    at::Tensor value;    ///< A leaf that asks for gradients.
    at::Tensor average;  ///< Moving average.
    at::Tensor first;    ///< Moments of the optimiser.
    at::Tensor second;
    bool decays = false;  ///< A kernel, to which weight decay applies.
};

/// The numbers that all networks of a session share, by name and in the order of names.
class ParameterStore {
public:
    /// Makes room for numbers of the given sizes; what was not there before is taken from `drawn`.
    void ensure(const std::string& name, const at::Tensor& drawn, bool decays);

    /// The part of the numbers that a network of these sizes uses: the first channels, the middle of windows.
    at::Tensor view(const std::string& name, at::IntArrayRef sizes, bool averaged) const;

    std::map<std::string, Parameter>& all() { return parameters_; }
    const std::map<std::string, Parameter>& all() const { return parameters_; }

private:
    std::map<std::string, Parameter> parameters_;
};

/// The first entries of every axis, the middle ones of the third and fourth, which are windows.
at::Tensor sliced(const at::Tensor& whole, at::IntArrayRef sizes);

}  // namespace bw
