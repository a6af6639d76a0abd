// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include "io/tflite_emitter.h"
#include "io/tflite_source.h"

namespace bw::tflite {

/// How an integer tensor stands for real numbers.
struct NumberFormat {
    int type = static_cast<int>(ElementType::Float32);
    Quantization quantization;

    /// Equal scales and zero points; what converters recorded besides does not count.
    bool sameAs(const NumberFormat& other) const;
};

/// Copies the operators of a source file that were not edited, constants, attributes and quantisation as they are.
class Copier {
public:
    Copier(const SourceModel& source, Emitter& emitter) : source_(source), emitter_(emitter) {
        copy_of_.assign(source.file().tensors.size(), -1);
    }

    /// Declares a network input with the format of the file's input that it was; false where it is new.
    bool addInput(TensorId tensor, const Block& block, const Shape& shape);
    /// True where all that the unit reads has been written.
    bool isReady(const SourceUnit& unit) const;
    void copy(const SourceUnit& unit);
    /// Gives what was written for operator `lowered`, from operator `first` of the new file on, the attributes that the
    /// graph does not hold: how a resize aligns, the slope of a leaky ReLU.
    void inheritAttributes(size_t lowered, size_t first);
    /// Metadata and signatures that still mean what they say; the name of each that does not.
    std::vector<std::string> copyExtras(bool all_kept);
    /// Formats that tensors of new operators must have because copied operators read them; by tensor of the new file.
    const std::map<int32_t, NumberFormat>& demands() const { return demands_; }

private:
    NumberFormat formatOf(int32_t file_tensor) const;
    int32_t copyTensor(int32_t file_tensor, std::vector<int32_t> sizes);
    int32_t copyConstant(int32_t file_tensor);
    /// Operand of a unit: the tensor of the new file for tensor `file_tensor` of the source.
    int32_t operand(const SourceUnit& unit, int32_t file_tensor);
    int32_t inFormat(int32_t tensor, const NumberFormat& wanted);
    void append(const OperatorInfo& op, std::vector<int32_t> inputs, std::vector<int32_t> outputs);
    void copySignatures(std::vector<std::string>& dropped);

    const SourceModel& source_;
    Emitter& emitter_;
    std::vector<int32_t> copy_of_;  ///< By tensor of the source; -1 while not copied.
    std::map<int32_t, NumberFormat> demands_;
    std::map<int32_t, std::vector<int32_t>> converted_;  ///< Copies of a tensor in other formats.
};

}  // namespace bw::tflite
