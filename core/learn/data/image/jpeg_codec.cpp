// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csetjmp>
#include <cstdio>
// libjpeg's header needs size_t and FILE before it.
#include <jerror.h>
#include <jpeglib.h>

#include "learn/data/image/codec_parts.h"

namespace bw {
namespace {

/// A hostile progressive file repeats scans without end; honest ones have about ten.
constexpr int kMaxScans = 200;

/// libjpeg's error handler with the place to return to. Nothing here has a destructor, so that longjmp may pass.
struct JpegErrors {
    jpeg_error_mgr base;
    std::jmp_buf back;
    char message[JMSG_LENGTH_MAX];
};

[[noreturn]] void onError(j_common_ptr info) {
    auto* errors = reinterpret_cast<JpegErrors*>(info->err);
    info->err->format_message(info, errors->message);
    std::longjmp(errors->back, 1);
}

/// libjpeg only warns of files that are cut short or damaged and fills in grey; such a picture is refused.
void onMessage(j_common_ptr info, int level) {
    if (level >= 0) return;
    const int code = info->err->msg_code;
    if (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE) onError(info);
}

void onProgress(j_common_ptr info) {
    auto* decoder = reinterpret_cast<j_decompress_ptr>(info);
    if (decoder->input_scan_number > kMaxScans) ERREXIT(info, JERR_BAD_PROGRESSION);
}

/// Creates and destroys libjpeg's structures.
class JpegReader {
public:
    explicit JpegReader(std::string_view bytes) {
        decoder_.err = jpeg_std_error(&errors_.base);
        errors_.base.error_exit = onError;
        errors_.base.emit_message = onMessage;
        errors_.message[0] = '\0';
        progress_.progress_monitor = onProgress;
        if (setjmp(errors_.back) != 0) return;
        jpeg_create_decompress(&decoder_);
        decoder_.progress = &progress_;
        jpeg_mem_src(&decoder_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    }
    ~JpegReader() { jpeg_destroy_decompress(&decoder_); }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;

    bool readHead() {
        if (errors_.message[0] != '\0' || setjmp(errors_.back) != 0) return false;
        jpeg_read_header(&decoder_, TRUE);
        return true;
    }
    ImageSize size() const { return {static_cast<int>(decoder_.image_width), static_cast<int>(decoder_.image_height)}; }
    bool isGreyOrColor() const {
        return decoder_.jpeg_color_space == JCS_GRAYSCALE || decoder_.jpeg_color_space == JCS_YCbCr ||
               decoder_.jpeg_color_space == JCS_RGB;
    }
    /// Reads all rows behind readHead() as three bytes a pixel into memory of the caller's.
    bool readRows(uint8_t* pixels) {
        if (setjmp(errors_.back) != 0) return false;
        decoder_.out_color_space = JCS_RGB;
        jpeg_start_decompress(&decoder_);
        const size_t stride = size_t{3} * decoder_.output_width;
        while (decoder_.output_scanline < decoder_.output_height) {
            JSAMPROW row = pixels + decoder_.output_scanline * stride;
            jpeg_read_scanlines(&decoder_, &row, 1);
        }
        jpeg_finish_decompress(&decoder_);
        return true;
    }
    tl::unexpected<Error> error() const {
        return fail(ErrorCode::InvalidFile, std::string("is a damaged JPEG picture: ") + errors_.message);
    }

private:
    jpeg_decompress_struct decoder_{};
    jpeg_progress_mgr progress_{};
    JpegErrors errors_{};
};

}  // namespace

bool isJpeg(std::string_view bytes) {
    return bytes.starts_with("\xFF\xD8\xFF");
}

Result<ImageSize> jpegSize(std::string_view bytes) {
    JpegReader reader(bytes);
    if (!reader.readHead()) return reader.error();
    return reader.size();
}

Result<Image> decodeJpeg(std::string_view bytes) {
    JpegReader reader(bytes);
    if (!reader.readHead()) return reader.error();
    const ImageSize size = reader.size();
    if (auto fits = checkImageSize(size.width, size.height); !fits) return tl::unexpected(fits.error());
    if (!reader.isGreyOrColor()) {
        return fail(ErrorCode::Unsupported, "is a JPEG picture in printing colours (CMYK)", {}, "convert it to RGB");
    }
    std::vector<uint8_t> pixels(size_t{3} * static_cast<size_t>(size.width) * static_cast<size_t>(size.height));
    if (!reader.readRows(pixels.data())) return reader.error();
    return fromInterleaved(size.width, size.height, pixels.data());
}

}  // namespace bw
