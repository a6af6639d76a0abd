// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/file_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/text.h"

namespace bw {
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }

private:
    int fd_;
};

tl::unexpected<Error> fileError(ErrorCode code, const std::string& path, std::string message) {
    Error error;
    error.code = code;
    error.file = path;
    error.message = std::move(message);
    return tl::unexpected(std::move(error));
}

std::string systemMessage(int code) {
    return std::strerror(code);
}

}  // namespace

Result<std::string> readFileBytes(const std::string& path, int64_t max_bytes) {
    // O_NONBLOCK keeps open() from waiting for a writer where the path is a FIFO.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.get() < 0) return fileError(ErrorCode::IoFailure, path, "cannot open: " + systemMessage(errno));
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) return fileError(ErrorCode::IoFailure, path, systemMessage(errno));
    if (!S_ISREG(info.st_mode)) return fileError(ErrorCode::InvalidFile, path, "is not a regular file");
    if (info.st_size > max_bytes) {
        return fileError(ErrorCode::LimitExceeded, path,
                         "has " + formatBytes(info.st_size) + ", the limit is " + formatBytes(max_bytes));
    }
    std::string bytes;
    bytes.resize(static_cast<size_t>(info.st_size));
    size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fileError(ErrorCode::IoFailure, path, "cannot read: " + systemMessage(errno));
        if (got == 0) break;
        done += static_cast<size_t>(got);
    }
    bytes.resize(done);
    return bytes;
}

}  // namespace bw
