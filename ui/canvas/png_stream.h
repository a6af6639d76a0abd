// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <memory>

class QIODevice;

namespace bw::ui {

/// Writes an RGB picture row by row as PNG (ISO/IEC 15948), so that its size is bounded by the disk and not by memory.
class PngStream {
public:
    /// The writer keeps `device`, which must stay open. Sizes are 1 to 2^31 - 1.
    PngStream(QIODevice& device, int width, int height);
    ~PngStream();

    /// Writes the file's head; false where the device fails.
    bool begin();
    /// Appends the next row: 3 * width bytes red, green, blue.
    bool writeRow(const unsigned char* rgb);
    /// Ends the file after `height` rows.
    bool end();

private:
    struct Deflater;
    bool writeChunk(const char* type, const QByteArray& data);
    bool compress(const QByteArray& bytes, bool last);

    QIODevice& device_;
    int width_, height_;
    QByteArray previous_, filtered_, packed_;
    std::unique_ptr<Deflater> deflater_;
};

}  // namespace bw::ui
