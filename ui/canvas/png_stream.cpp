// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/png_stream.h"

#include <zlib.h>

#include <QIODevice>
#include <QtEndian>

namespace bw::ui {

namespace {

constexpr qsizetype kChunkBytes = 1 << 18;
/// Drawings are mostly flat; more effort costs minutes on large pictures and gains little.
constexpr int kCompressionLevel = 3;
constexpr char kFilterUp = 2;

void appendBigEndian(QByteArray& bytes, quint32 value) {
    const quint32 swapped = qToBigEndian(value);
    bytes.append(reinterpret_cast<const char*>(&swapped), sizeof swapped);
}

}  // namespace

struct PngStream::Deflater {
    z_stream stream{};
    bool ok = deflateInit(&stream, kCompressionLevel) == Z_OK;
    ~Deflater() {
        if (ok) deflateEnd(&stream);
    }
};

PngStream::PngStream(QIODevice& device, int width, int height)
    : device_(device),
      width_(width),
      height_(height),
      previous_(qsizetype{3} * width, '\0'),
      filtered_(qsizetype{3} * width + 1, '\0'),
      deflater_(std::make_unique<Deflater>()) {}

PngStream::~PngStream() = default;

bool PngStream::writeChunk(const char* type, const QByteArray& data) {
    QByteArray chunk;
    chunk.reserve(data.size() + 12);
    appendBigEndian(chunk, static_cast<quint32>(data.size()));
    chunk.append(type, 4).append(data);
    const auto* checked = reinterpret_cast<const Bytef*>(chunk.constData() + 4);
    appendBigEndian(chunk, static_cast<quint32>(crc32(0, checked, static_cast<uInt>(chunk.size() - 4))));
    return device_.write(chunk) == chunk.size();
}

bool PngStream::begin() {
    if (!deflater_->ok || device_.write("\x89PNG\r\n\x1a\n", 8) != 8) return false;
    QByteArray header;
    appendBigEndian(header, static_cast<quint32>(width_));
    appendBigEndian(header, static_cast<quint32>(height_));
    header.append("\x08\x02\x00\x00\x00", 5);  // 8 bits, RGB, deflate, adaptive filters, no interlace
    return writeChunk("IHDR", header);
}

bool PngStream::compress(const QByteArray& bytes, bool last) {
    z_stream& stream = deflater_->stream;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.constData()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    QByteArray out(kChunkBytes, Qt::Uninitialized);
    int state = Z_OK;
    do {
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        state = deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
        if (state == Z_STREAM_ERROR) return false;
        packed_.append(out.constData(), out.size() - static_cast<qsizetype>(stream.avail_out));
    } while (stream.avail_out == 0);
    if (packed_.isEmpty() || (!last && packed_.size() < kChunkBytes)) return true;
    const bool written = writeChunk("IDAT", packed_);
    packed_.clear();
    return written;
}

bool PngStream::writeRow(const unsigned char* rgb) {
    filtered_[0] = kFilterUp;
    auto* before = reinterpret_cast<unsigned char*>(previous_.data());
    auto* out = reinterpret_cast<unsigned char*>(filtered_.data()) + 1;
    for (qsizetype i = 0; i < previous_.size(); ++i) {
        out[i] = static_cast<unsigned char>(rgb[i] - before[i]);
        before[i] = rgb[i];
    }
    return compress(filtered_, false);
}

bool PngStream::end() {
    return compress({}, true) && writeChunk("IEND", {});
}

}  // namespace bw::ui
