// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <png.h>

#include <csetjmp>
#include <cstring>

#include "learn/data/image/codec_parts.h"

namespace bw {
namespace {

constexpr size_t kSignatureBytes = 8;

/// What libpng reads from and tells its errors to. It holds no object with a destructor, so that longjmp may leave the
/// functions below: whoever calls them owns the memory.
struct PngInput {
    const unsigned char* data = nullptr;
    size_t size = 0;
    size_t position = 0;
    char message[160] = {};
};

/// The head of a PNG file.
struct PngHead {
    png_uint_32 width = 0;
    png_uint_32 height = 0;
    int bit_depth = 0;
    int color_type = 0;
};

void readBytes(png_structp png, png_bytep out, size_t count) {
    auto* input = static_cast<PngInput*>(png_get_io_ptr(png));
    if (count > input->size - input->position) png_error(png, "the file ends too early");
    std::memcpy(out, input->data + input->position, count);
    input->position += count;
}

[[noreturn]] void onError(png_structp png, png_const_charp message) {
    auto* input = static_cast<PngInput*>(png_get_error_ptr(png));
    std::strncpy(input->message, message, sizeof input->message - 1);
    png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {}

/// Creates and destroys libpng's structures.
class PngReader {
public:
    explicit PngReader(std::string_view bytes) {
        input_.data = reinterpret_cast<const unsigned char*>(bytes.data());
        input_.size = bytes.size();
        png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &input_, onError, onWarning);
        if (png_ == nullptr) return;
        info_ = png_create_info_struct(png_);
        png_set_read_fn(png_, &input_, readBytes);
        png_set_user_limits(png_, kMaxImageSide, kMaxImageSide);
        png_set_chunk_malloc_max(png_, png_alloc_size_t{8} << 20);
    }
    ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;

    bool readHead(PngHead& head) {
        if (png_ == nullptr || info_ == nullptr) return false;
        if (setjmp(png_jmpbuf(png_)) != 0) return false;
        png_read_info(png_, info_);
        png_get_IHDR(png_, info_, &head.width, &head.height, &head.bit_depth, &head.color_type, nullptr, nullptr,
                     nullptr);
        return true;
    }

    /// Reads all rows behind readHead(): three bytes a pixel, or one (`as_classes`). `rows` points into memory of the
    /// caller's.
    bool readRows(png_bytepp rows, bool as_classes) {
        if (setjmp(png_jmpbuf(png_)) != 0) return false;
        if (as_classes) {
            png_set_packing(png_);
        } else {
            png_set_expand(png_);
            png_set_strip_16(png_);
            png_set_strip_alpha(png_);
            png_set_gray_to_rgb(png_);
        }
        png_set_interlace_handling(png_);
        png_read_update_info(png_, info_);
        png_read_image(png_, rows);
        png_read_end(png_, nullptr);
        return true;
    }

    tl::unexpected<Error> error() const {
        const std::string why = input_.message[0] != '\0' ? input_.message : "libpng could not start";
        return fail(ErrorCode::InvalidFile, "is a damaged PNG picture: " + why);
    }

private:
    PngInput input_;
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
};

/// The pixels, `channels` bytes each.
Result<std::vector<uint8_t>> readPixels(PngReader& reader, const PngHead& head, size_t channels) {
    const size_t stride = static_cast<size_t>(head.width) * channels;
    std::vector<uint8_t> pixels(stride * head.height);
    std::vector<png_bytep> rows(head.height);
    for (size_t y = 0; y < rows.size(); ++y)
        rows[y] = pixels.data() + y * stride;
    if (!reader.readRows(rows.data(), channels == 1)) return reader.error();
    return pixels;
}

/// Writes `pixels` of `format` with libpng's simple interface, which returns its errors.
Result<std::string> writePng(int width, int height, png_uint_32 format, const uint8_t* pixels) {
    if (auto fits = checkImageSize(width, height); !fits) return tl::unexpected(fits.error());
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = format;
    std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
    png_alloc_size_t size = bytes.size();
    if (png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels, 0, nullptr) == 0)
        return fail(ErrorCode::IoFailure, std::string("cannot be written as PNG: ") + image.message);
    bytes.resize(size);
    return bytes;
}

}  // namespace

bool isPng(std::string_view bytes) {
    return bytes.size() >= kSignatureBytes &&
           png_sig_cmp(reinterpret_cast<png_const_bytep>(bytes.data()), 0, kSignatureBytes) == 0;
}

Result<ImageSize> pngSize(std::string_view bytes) {
    PngReader reader(bytes);
    PngHead head;
    if (!reader.readHead(head)) return reader.error();
    return ImageSize{static_cast<int>(head.width), static_cast<int>(head.height)};
}

Result<Image> decodePng(std::string_view bytes) {
    PngReader reader(bytes);
    PngHead head;
    if (!reader.readHead(head)) return reader.error();
    if (auto fits = checkImageSize(head.width, head.height); !fits) return tl::unexpected(fits.error());
    const auto pixels = readPixels(reader, head, 3);
    if (!pixels) return tl::unexpected(pixels.error());
    return fromInterleaved(static_cast<int>(head.width), static_cast<int>(head.height), pixels->data());
}

Result<ClassMask> decodeMask(std::string_view bytes) {
    if (bytes.empty()) return fail(ErrorCode::InvalidFile, "is empty");
    if (!isPng(bytes)) {
        return fail(ErrorCode::Unsupported, "is not a PNG picture, whose numbers could be classes", {},
                    "store masks as PNG with a palette or in grey");
    }
    PngReader reader(bytes);
    PngHead head;
    if (!reader.readHead(head)) return reader.error();
    if (auto fits = checkImageSize(head.width, head.height); !fits) return tl::unexpected(fits.error());
    const bool numbered = head.color_type == PNG_COLOR_TYPE_PALETTE || head.color_type == PNG_COLOR_TYPE_GRAY;
    if (!numbered || head.bit_depth > 8) {
        return fail(ErrorCode::Unsupported, "is a picture in colours or 16 bits, not one class number a pixel", {},
                    "store masks as PNG with a palette or in 8-bit grey");
    }
    auto pixels = readPixels(reader, head, 1);
    if (!pixels) return tl::unexpected(pixels.error());
    return ClassMask{static_cast<int>(head.width), static_cast<int>(head.height), std::move(*pixels)};
}

Result<std::string> encodePng(const Image& image) {
    return writePng(image.width, image.height, PNG_FORMAT_RGB, interleaved(image).data());
}

Result<std::string> encodeMask(const ClassMask& mask) {
    return writePng(mask.width, mask.height, PNG_FORMAT_GRAY, mask.classes.data());
}

}  // namespace bw
