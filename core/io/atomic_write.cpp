// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/atomic_write.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include "base/text.h"

namespace bw {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kTemporaryMark = ".blockwright-tmp-";

tl::unexpected<Error> ioError(const std::string& path, const std::string& doing, int code) {
    Error error;
    error.code = ErrorCode::IoFailure;
    error.file = path;
    error.message = "cannot " + doing + ": " + std::strerror(code);
    error.remedy = code == ENOSPC ? "free some space or save elsewhere; the previous file is unchanged"
                                  : "save elsewhere; the previous file is unchanged";
    return tl::unexpected(std::move(error));
}

/// Closes and, unless released, removes the temporary.
class Temporary {
public:
    Temporary(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
    ~Temporary() {
        if (fd_ >= 0) ::close(fd_);
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;

    int fd() const { return fd_; }
    int close() {
        const int fd = fd_;
        fd_ = -1;
        return ::close(fd);
    }
    void release() { path_.clear(); }

private:
    std::string path_;
    int fd_;
};

int writeAll(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t done = ::write(fd, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return errno;
        if (done == 0) return ENOSPC;
        bytes.remove_prefix(static_cast<size_t>(done));
    }
    return 0;
}

/// What tells one content from another.
class Checksum {
public:
    void add(std::string_view bytes) {
        size_ += bytes.size();
        while (!bytes.empty()) {
            const std::string_view part = bytes.substr(0, size_t{1} << 30U);
            crc_ = ::crc32(crc_, reinterpret_cast<const Bytef*>(part.data()), static_cast<uInt>(part.size()));
            bytes.remove_prefix(part.size());
        }
    }
    bool operator==(const Checksum&) const = default;

private:
    uint64_t size_ = 0;
    uLong crc_ = ::crc32(0, nullptr, 0);
};

/// The checksum of a file as it can be read; nothing where it cannot.
std::optional<Checksum> checksumOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<char> part(size_t{1} << 20U);
    Checksum found;
    while (file.read(part.data(), static_cast<std::streamsize>(part.size())) || file.gcount() > 0)
        found.add({part.data(), static_cast<size_t>(file.gcount())});
    if (!file.eof()) return std::nullopt;
    return found;
}

/// Removes temporaries for this file whose writing process is gone.
void sweep(const fs::path& folder, const std::string& prefix) {
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with(prefix)) continue;
        const auto pid = parseInteger(std::string_view(name).substr(prefix.size()));
        if (pid && *pid > 1 && ::kill(static_cast<pid_t>(*pid), 0) != 0 && errno == ESRCH) {
            std::error_code ignored;
            fs::remove(entry->path(), ignored);
        }
    }
}

void syncFolder(const fs::path& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fsync(fd);
    ::close(fd);
}

}  // namespace

Result<void> writeFileAtomically(const std::string& path, std::string_view bytes, bool keep_backup) {
    return writeFileAtomically(
        path, [bytes](const ByteSink& sink) { return sink(bytes); }, keep_backup);
}

Result<void> writeFileAtomically(const std::string& path, const std::function<Result<void>(const ByteSink&)>& produce,
                                 bool keep_backup) {
    // A link keeps pointing where it did: the file behind it is the one that is replaced.
    std::error_code code;
    const fs::path target = fs::is_symlink(path, code) ? fs::weakly_canonical(path, code) : fs::path(path);
    if (target.empty()) return ioError(path, "follow this link", ELOOP);
    if (fs::exists(target, code) && !fs::is_regular_file(target, code)) {
        return ioError(path, "save here, this is not a regular file", EINVAL);
    }
    const fs::path folder = target.parent_path().empty() ? fs::path(".") : target.parent_path();
    const std::string prefix = "." + target.filename().string() + std::string(kTemporaryMark);
    sweep(folder, prefix);

    const std::string temporary = (folder / (prefix + std::to_string(::getpid()))).string();
    ::unlink(temporary.c_str());
    struct stat previous {};
    const bool replaces = ::stat(target.c_str(), &previous) == 0;
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0) return ioError(path, "write into this folder", errno);
    Temporary guard(temporary, fd);
    // Who may read and write stays as it was, whatever the umask; file systems without modes have nothing to keep.
    if (replaces) [[maybe_unused]]
        const int kept = ::fchmod(fd, previous.st_mode & 0777U);
    Checksum wanted;
    const auto produced = produce([&](std::string_view bytes) -> Result<void> {
        if (const int error = writeAll(fd, bytes)) return ioError(path, "write", error);
        wanted.add(bytes);
        return {};
    });
    if (!produced) return produced;
    if (::fsync(fd) != 0) return ioError(path, "write to the disk", errno);
    if (guard.close() != 0) return ioError(path, "write", errno);

    if (!(checksumOf(temporary) == wanted)) return ioError(path, "read back what was written", EIO);
    if (keep_backup && replaces) {
        const std::string backup = target.string() + ".bak";
        ::unlink(backup.c_str());
        // Without a backup the save still is atomic, so a file system without links is no reason to refuse it.
        [[maybe_unused]] const int linked = ::link(target.c_str(), backup.c_str());
    }
    if (::rename(temporary.c_str(), target.c_str()) != 0) return ioError(path, "replace the file", errno);
    guard.release();
    // The file is replaced; a file system that cannot sync folders has done all it can.
    syncFolder(folder);
    return {};
}

}  // namespace bw
