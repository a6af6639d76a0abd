// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/tflite_output.h"

/// Functions of one number that operators compute element by element.
namespace bw::tflite {

using Function = double (*)(double);

/// The function of an operator, null for operators that are none.
Function functionOf(int32_t code);
/// The activation that runs inside an operator, null for none.
Function fusedFunction(const OutputOperator& op);
/// x times its logistic, which the format writes as two operators.
Function siluFunction();
/// True for operators whose results are at least zero.
bool isNeverNegative(int32_t code);

}  // namespace bw::tflite
