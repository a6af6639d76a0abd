// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/image/image_codec.h"

#include <algorithm>
#include <array>

#include "io/file_bytes.h"
#include "learn/data/image/codec_parts.h"

namespace bw {
namespace {

tl::unexpected<Error> unknownFormat() {
    return fail(ErrorCode::Unsupported, "is neither a PNG nor a JPEG picture", {}, "convert it to PNG or JPEG");
}

template <class T>
Result<T> withFile(Result<T> result, const std::string& path) {
    if (!result && result.error().file.empty()) result.error().file = path;
    return result;
}

}  // namespace

bool isImageFileName(std::string_view name) {
    std::string lower(name.substr(name.size() - std::min<size_t>(name.size(), 5)));
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return std::string_view(lower).ends_with(".png") || std::string_view(lower).ends_with(".jpg") || lower == ".jpeg";
}

Result<void> checkImageSize(int64_t width, int64_t height) {
    if (width < 1 || height < 1) return fail(ErrorCode::InvalidFile, "has no pixels");
    if (width > kMaxImageSide || height > kMaxImageSide || width * height > kMaxImagePixels) {
        return fail(ErrorCode::LimitExceeded,
                    "has " + std::to_string(width) + " x " + std::to_string(height) + " pixels, more than " +
                        std::to_string(kMaxImageSide) + " on a side or " + std::to_string(kMaxImagePixels >> 20) +
                        " Mi together",
                    {}, "make it smaller");
    }
    return {};
}

Result<ImageSize> imageSizeOf(std::string_view bytes) {
    if (isPng(bytes)) return pngSize(bytes);
    if (isJpeg(bytes)) return jpegSize(bytes);
    return unknownFormat();
}

Result<Image> decodeImage(std::string_view bytes) {
    if (bytes.empty()) return fail(ErrorCode::InvalidFile, "is empty");
    if (isPng(bytes)) return decodePng(bytes);
    if (isJpeg(bytes)) return decodeJpeg(bytes);
    return unknownFormat();
}

Result<Image> readImage(const std::string& path) {
    auto bytes = readFileBytes(path, kMaxImageFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    return withFile(decodeImage(*bytes), path);
}

Result<ClassMask> readMask(const std::string& path) {
    auto bytes = readFileBytes(path, kMaxImageFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    return withFile(decodeMask(*bytes), path);
}

}  // namespace bw
