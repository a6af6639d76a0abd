// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/text.h"

namespace bw {

Result<std::string> decompressGzip(std::string_view bytes, int64_t max_bytes) {
    if (bytes.size() > std::numeric_limits<uInt>::max()) {
        return fail(ErrorCode::LimitExceeded, "the compressed file is too large");
    }
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    z_stream stream{};
    if (inflateInit2(&stream, kGzipOnly) != Z_OK) {
        return fail(ErrorCode::Unavailable, "zlib cannot start");
    }
    std::string input(bytes);
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    std::string output;
    int state = Z_OK;
    while (state == Z_OK && std::cmp_less_equal(output.size(), max_bytes)) {
        const size_t done = output.size();
        constexpr size_t kStep = size_t{1} << 18;
        output.resize(done + kStep);
        stream.next_out = reinterpret_cast<Bytef*>(output.data() + done);
        stream.avail_out = static_cast<uInt>(kStep);
        state = inflate(&stream, Z_NO_FLUSH);
        output.resize(done + kStep - stream.avail_out);
    }
    const bool rest = stream.avail_in > 0;
    inflateEnd(&stream);
    if (std::cmp_greater(output.size(), max_bytes)) {
        return fail(ErrorCode::LimitExceeded, "decompresses to more than " + formatBytes(max_bytes));
    }
    if (state != Z_STREAM_END || rest) {
        return fail(ErrorCode::InvalidFile, "is no complete gzip file", "byte " + std::to_string(output.size()));
    }
    return output;
}

}  // namespace bw
