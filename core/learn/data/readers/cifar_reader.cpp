// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/text.h"
#include "io/file_bytes.h"
#include "learn/data/readers/data_listing.h"
#include "learn/data/readers/readers.h"

namespace bw {
namespace {

constexpr int kSide = 32;
constexpr size_t kPixelBytes = size_t{3} * kSide * kSide;
constexpr size_t kRecordBytes = 1 + kPixelBytes;
constexpr size_t kClasses = 10;

/// A file of records, read at any place from any thread.
class RecordFile {
public:
    explicit RecordFile(std::string path)
        : path_(std::move(path)), file_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    ~RecordFile() {
        if (file_ >= 0) ::close(file_);
    }
    RecordFile(const RecordFile&) = delete;
    RecordFile& operator=(const RecordFile&) = delete;

    const std::string& path() const { return path_; }
    Result<int64_t> bytes() const {
        const off_t end = file_ < 0 ? -1 : ::lseek(file_, 0, SEEK_END);
        if (end < 0) return error(std::string("cannot be read: ") + std::strerror(errno));
        return int64_t{end};
    }
    Result<void> read(int64_t position, uint8_t* out, size_t count) const {
        size_t done = 0;
        while (done < count) {
            const ssize_t got = ::pread(file_, out + done, count - done, position + static_cast<int64_t>(done));
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return error(std::string("cannot be read: ") + std::strerror(errno));
            if (got == 0) return error("ends too early");
            done += static_cast<size_t>(got);
        }
        return {};
    }

private:
    tl::unexpected<Error> error(std::string message) const {
        return tl::unexpected(Error{ErrorCode::IoFailure, std::move(message), path_, {}, {}});
    }

    std::string path_;
    int file_;
};

struct Record {
    size_t file = 0;
    int64_t number = 0;
};

class CifarDataSet : public DataSet {
public:
    explicit CifarDataSet(DataInfo info) : DataSet(std::move(info)) {}

    int64_t size(DataSplit split) const override { return static_cast<int64_t>(records(split).size()); }
    std::string nameOf(DataSplit split, int64_t index) const override {
        const Record& record = records(split)[static_cast<size_t>(index)];
        return files_[record.file]->path() + " #" + std::to_string(record.number);
    }
    const DataProblems& problems() const override { return problems_; }

    Result<std::shared_ptr<const DataSample>> load(DataSplit split, int64_t index) const override {
        if (index < 0 || index >= size(split))
            return fail(ErrorCode::InvalidArgument, "there is no sample " + std::to_string(index));
        const Record& record = records(split)[static_cast<size_t>(index)];
        std::array<uint8_t, kRecordBytes> bytes;
        const int64_t position = record.number * static_cast<int64_t>(kRecordBytes);
        if (auto read = files_[record.file]->read(position, bytes.data(), bytes.size()); !read)
            return tl::unexpected(read.error());
        auto sample = std::make_shared<DataSample>();
        sample->class_index = bytes[0];
        sample->image = Image(kSide, kSide);
        std::copy(bytes.begin() + 1, bytes.end(), sample->image.planes.begin());
        return sample;
    }

    /// Lists the records of a file whose labels make sense.
    void addFile(const std::string& path, DataSplit split) {
        auto file = std::make_unique<RecordFile>(path);
        const auto bytes = file->bytes();
        if (!bytes) return problems_.add(bytes.error());
        const int64_t count = *bytes / static_cast<int64_t>(kRecordBytes);
        if (const int64_t rest = *bytes % static_cast<int64_t>(kRecordBytes); rest != 0) {
            problems_.add(ErrorCode::InvalidFile, path, "byte " + std::to_string(*bytes - rest),
                          std::to_string(rest) + " bytes are left behind the last record of 3073; skipped");
        }
        for (int64_t i = 0; i < count; ++i) {
            uint8_t label = 0;
            if (auto read = file->read(i * static_cast<int64_t>(kRecordBytes), &label, 1); !read)
                return problems_.add(read.error());
            if (label < kClasses) {
                (split == DataSplit::Train ? train_ : validation_).push_back({files_.size(), i});
            } else {
                problems_.add(ErrorCode::InvalidFile, path, "record " + std::to_string(i),
                              "class " + std::to_string(label) + " is out of range; the set has 10 classes; skipped");
            }
        }
        files_.push_back(std::move(file));
    }

    DataProblems& foundProblems() { return problems_; }

private:
    const std::vector<Record>& records(DataSplit split) const {
        return split == DataSplit::Train ? train_ : validation_;
    }

    std::vector<std::unique_ptr<RecordFile>> files_;
    std::vector<Record> train_;
    std::vector<Record> validation_;
    DataProblems problems_;
};

std::vector<std::string> classNames(const std::string& folder, DataProblems& problems) {
    std::vector<std::string> names;
    const std::string path = joined(folder, "batches.meta.txt");
    if (isFile(path)) {
        if (const auto bytes = readFileBytes(path, kMaxLabelFileBytes)) {
            for (const std::string& line : split(*bytes, '\n')) {
                if (!trim(line).empty()) names.push_back(cleanName(trim(line), 100));
            }
        }
        if (names.size() == kClasses) return names;
        problems.add(ErrorCode::InvalidFile, path, {}, "does not name ten classes; they are numbered instead");
    }
    names.clear();
    for (size_t i = 0; i < kClasses; ++i)
        names.push_back("class " + std::to_string(i));
    return names;
}

std::vector<std::string> binFiles(const std::string& folder) {
    std::vector<std::string> found;
    if (const auto names = filesIn(folder)) {
        for (const std::string& name : *names) {
            if (name.ends_with(".bin")) found.push_back(joined(folder, name));
        }
    }
    return found;
}

bool recognises(const std::string& path) {
    if (isFile(path)) return path.ends_with(".bin");
    return isFolder(path) && !binFiles(path).empty();
}

Result<std::shared_ptr<const DataSet>> open(const DataSource& source) {
    const bool one_file = isFile(source.path);
    const std::vector<std::string> files = one_file ? std::vector{source.path} : binFiles(source.path);
    const size_t slash = source.path.find_last_of('/');
    const std::string folder = one_file ? source.path.substr(0, slash == std::string::npos ? 0 : slash) : source.path;
    DataProblems problems;
    auto set = std::make_shared<CifarDataSet>(DataInfo{cleanName(fileName(source.path), 100), "cifar10",
                                                       LearnTask::Classification, classNames(folder, problems)});
    set->foundProblems() = problems;
    for (const std::string& file : files) {
        const bool test = fileName(file).starts_with("test");
        set->addFile(file, test ? DataSplit::Validation : DataSplit::Train);
    }
    if (set->size(DataSplit::Train) + set->size(DataSplit::Validation) == 0) {
        std::string message = "the set holds no picture that can be used";
        if (!set->problems().empty()) message += "; first of its problems: " + set->problems().items().front().text();
        return tl::unexpected(Error{ErrorCode::InvalidFile, std::move(message), source.path, {}, {}});
    }
    return std::shared_ptr<const DataSet>(std::move(set));
}

}  // namespace

DataFormat makeCifarFormat() {
    return {
        "cifar10",
        "CIFAR-10 binary",
        "Files *.bin of records of 3073 bytes, label and 32 x 32 pixels; test*.bin validates; names of the classes in "
        "batches.meta.txt",
        LearnTask::Classification,
        recognises,
        open};
}

}  // namespace bw
