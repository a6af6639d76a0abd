// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/run/search_log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/sha256.h"
#include "io/file_bytes.h"
#include "io/strict_json.h"

namespace bw {
namespace {

constexpr int64_t kMostBytes = int64_t{1} << 31;
constexpr int64_t kMostLineBytes = 1 << 20;
constexpr size_t kChecksumDigits = 16;
constexpr std::string_view kFormat = "blockwright search log 1";
constexpr std::string_view kChecksumMember = ",\"sha256\":\"";

/// A JSON object as a line that ends with a checksum of what stands before it.
std::string closedLine(const nlohmann::ordered_json& object) {
    std::string line = object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    line.pop_back();
    const std::string checksum = sha256Hex(line).substr(0, kChecksumDigits);
    return line + std::string(kChecksumMember) + checksum + "\"}\n";
}

/// The object of a line without its end; damage is the error's message.
Result<nlohmann::json> openedLine(std::string_view line) {
    const size_t tail = kChecksumMember.size() + kChecksumDigits + 2;
    const size_t at = line.size() < tail ? 0 : line.size() - tail;
    if (at == 0 || line.substr(at, kChecksumMember.size()) != kChecksumMember)
        return fail(ErrorCode::InvalidFile, "the line has no checksum");
    if (sha256Hex(line.substr(0, at)).substr(0, kChecksumDigits) !=
        line.substr(at + kChecksumMember.size(), kChecksumDigits))
        return fail(ErrorCode::InvalidFile, "the line does not match its checksum");
    return parseStrictJson(line, kMostLineBytes);
}

nlohmann::ordered_json headerOf(const SearchLog::Search& search) {
    return {{"format", kFormat},
            {"identity", search.identity},
            {"strategy", search.strategy},
            {"seed", std::to_string(search.seed)},
            {"with_prior", search.with_prior},
            {"evaluations", search.evaluations},
            {"decisions", search.decisions},
            {"objectives", search.objectives}};
}

Result<void> checkHeader(std::string_view line, const SearchLog::Search& search) {
    const auto found = openedLine(line);
    if (!found) return tl::unexpected(found.error());
    const nlohmann::ordered_json header = headerOf(search);
    for (const auto& [name, wanted] : header.items()) {
        const auto it = found->find(name);
        if (it != found->end() && *it == nlohmann::json(wanted)) continue;
        const std::string had = it == found->end() ? "nothing" : it->dump();
        return fail(ErrorCode::InvalidFile,
                    "it is the checkpoint of another search: its " + name + " is " + had + ", not " + wanted.dump(), {},
                    "name another file, or remove this one");
    }
    return {};
}

double numberOrInfinity(const nlohmann::json& value) {
    return value.is_number() ? value.get<double>() : std::numeric_limits<double>::infinity();
}

Result<void> atLine(Result<void> result, const std::string& path, int64_t number) {
    if (result) return result;
    Error error = result.error();
    error.file = path;
    error.place = "line " + std::to_string(number);
    if (error.remedy.empty()) error.remedy = "remove the file to begin anew";
    return tl::unexpected(std::move(error));
}

tl::unexpected<Error> cannot(const std::string& path, const std::string& doing) {
    Error error;
    error.code = ErrorCode::IoFailure;
    error.file = path;
    error.message = "cannot " + doing + ": " + std::strerror(errno);
    error.remedy = "name another file for the checkpoint";
    return tl::unexpected(std::move(error));
}

/// 0, or the error's number.
int writeAt(int fd, std::string_view bytes, int64_t offset) {
    while (!bytes.empty()) {
        const ssize_t done = ::pwrite(fd, bytes.data(), bytes.size(), offset);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return errno;
        if (done == 0) return ENOSPC;
        bytes.remove_prefix(static_cast<size_t>(done));
        offset += done;
    }
    return 0;
}

}  // namespace

std::string SearchLog::hashOf(const Genome& genome) {
    std::string bytes;
    for (const int32_t option : genome)
        bytes += std::to_string(option) + ",";
    return sha256Hex(bytes).substr(0, kChecksumDigits);
}

SearchLog::~SearchLog() {
    if (fd_ >= 0) ::close(fd_);
}

Result<void> SearchLog::open(const std::string& path, const Search& search) {
    path_ = path;
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
        errno = EINVAL;
        return cannot(path, "keep a checkpoint here, this is not a regular file");
    }
    fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd_ < 0) return cannot(path, "write the checkpoint");
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) return cannot(path, "use the checkpoint, another search does");
    const auto bytes = readFileBytes(path, kMostBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    if (auto ok = read(*bytes, search); !ok) return ok;
    if (kept_bytes_ == 0) {
        const std::string header = closedLine(headerOf(search));
        // What was torn must be the beginning of this very header: nobody's file is overwritten.
        if (!header.starts_with(*bytes)) {
            return atLine(fail(ErrorCode::InvalidFile, "this is no checkpoint of this search", {},
                               "name another file, or remove this one"),
                          path, 1);
        }
        pending_ = header;
    }
    torn_ = kept_bytes_ < static_cast<int64_t>(bytes->size());
    write(true);
    return {};
}

Result<void> SearchLog::read(const std::string& bytes, const Search& search) {
    std::string_view rest = bytes;
    for (int64_t number = 1;; ++number) {
        const size_t end = rest.find('\n');
        if (end == std::string_view::npos) return {};
        const std::string_view line = rest.substr(0, end);
        const auto ok = number == 1 ? checkHeader(line, search) : readEntry(line, search.objectives);
        if (!ok) return atLine(ok, path_, number);
        rest.remove_prefix(end + 1);
        kept_bytes_ += static_cast<int64_t>(end + 1);
    }
}

Result<void> SearchLog::readEntry(std::string_view line, int64_t objectives) {
    const auto parsed = openedLine(line);
    if (!parsed) return tl::unexpected(parsed.error());
    const JsonObject object(*parsed, "rating");
    if (auto ok = object.allowOnly({"n", "genome", "objectives", "violation", "seconds", "sha256"}); !ok) return ok;
    if (auto n = object.integer("n", next_number_, next_number_); !n) return tl::unexpected(n.error());
    const auto genome = object.text("genome", kChecksumDigits);
    if (!genome) return tl::unexpected(genome.error());
    const auto seconds = object.number("seconds", 0, std::numeric_limits<double>::max());
    if (!seconds) return tl::unexpected(seconds.error());
    const auto values = object.member("objectives");
    const auto violation = object.member("violation");
    if (!values) return tl::unexpected(values.error());
    if (!violation) return tl::unexpected(violation.error());
    if (!(*values)->is_array() || static_cast<int64_t>((*values)->size()) != objectives)
        return fail(ErrorCode::InvalidFile, "the line has another number of objectives");
    Entry entry{*genome, {{}, numberOrInfinity(**violation)}, *seconds};
    for (const nlohmann::json& value : **values)
        entry.rating.objectives.push_back(numberOrInfinity(value));
    entries_.push_back(std::move(entry));
    ++next_number_;
    return {};
}

void SearchLog::append(const Evaluation& evaluation, double seconds) {
    // What is infinite becomes null.
    pending_ += closedLine({{"n", evaluation.number},
                            {"genome", hashOf(evaluation.genome)},
                            {"objectives", evaluation.rating.objectives},
                            {"violation", evaluation.rating.violation},
                            {"seconds", seconds}});
}

void SearchLog::write(bool now) {
    const auto time = std::chrono::steady_clock::now();
    if (pending_.empty() || fd_ < 0) return;
    if (!now && !warning_.empty() && time - last_try_ < std::chrono::seconds(1)) return;
    last_try_ = time;
    int error = torn_ && ::ftruncate(fd_, kept_bytes_) != 0 ? errno : 0;
    if (error == 0) {
        torn_ = true;
        error = writeAt(fd_, pending_, kept_bytes_);
    }
    // Power may fail as well as the program; once in five seconds is enough.
    if (error == 0 && (now || time - last_sync_ > std::chrono::seconds(5))) {
        error = ::fdatasync(fd_) == 0 ? 0 : errno;
        last_sync_ = time;
    }
    if (error != 0) {
        warning_ = "The checkpoint cannot be written: " + std::string(std::strerror(error)) + " (" + path_ +
                   "). The search goes on and tries again.";
        return;
    }
    kept_bytes_ += static_cast<int64_t>(pending_.size());
    pending_.clear();
    torn_ = false;
    warning_.clear();
}

}  // namespace bw
