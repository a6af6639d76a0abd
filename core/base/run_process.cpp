// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/run_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "base/text.h"

namespace bw {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kPollMs = 50;

/// One end of a pipe, closed when it goes.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() { close(); }
    void close() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }
    int get() const { return number_; }
    bool isOpen() const { return number_ >= 0; }

private:
    int number_;
};

struct Pipe {
    Descriptor read, write;
};

Result<Pipe> openPipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail(ErrorCode::IoFailure, std::strerror(errno));
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

/// What the child does between fork and exec: nothing that allocates.
[[noreturn]] void becomeProgram(const char* program, char* const* arguments, const char* folder, int out, int err,
                                int report) {
    ::setpgid(0, 0);
    const int empty = ::open("/dev/null", O_RDONLY);
    if (empty >= 0 && ::dup2(empty, 0) == 0 && ::dup2(out, 1) == 1 && ::dup2(err, 2) == 2 &&
        (*folder == '\0' || ::chdir(folder) == 0)) {
        ::execv(program, arguments);
    }
    const int why = errno;
    if (::write(report, &why, sizeof why) < 0) ::_exit(126);
    ::_exit(127);
}

/// A started program and the ends of its streams.
struct Child {
    pid_t pid = -1;
    Descriptor out, err;
};

Result<Child> start(const ProcessRequest& request, const std::string& program) {
    auto out = openPipe();
    auto err = openPipe();
    auto report = openPipe();
    if (!out || !err || !report) return fail(ErrorCode::IoFailure, "no pipe to the program could be opened");
    std::vector<char*> arguments{const_cast<char*>(program.c_str())};
    for (const std::string& argument : request.arguments)
        arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid < 0) return fail(ErrorCode::IoFailure, std::strerror(errno), program);
    if (pid == 0) {
        becomeProgram(program.c_str(), arguments.data(), request.working_directory.c_str(), out->write.get(),
                      err->write.get(), report->write.get());
    }
    // In both processes, so that neither can act on the group before it exists.
    ::setpgid(pid, pid);
    report->write.close();
    int why = 0;
    if (::read(report->read.get(), &why, sizeof why) == static_cast<ssize_t>(sizeof why)) {
        ::waitpid(pid, nullptr, 0);
        return fail(ErrorCode::NotFound, std::string("the program cannot be run: ") + std::strerror(why), program);
    }
    return Child{pid, std::move(out->read), std::move(err->read)};
}

/// Reads what is there; closes the stream at its end.
void drain(Descriptor& stream, std::string& text, size_t limit) {
    std::array<char, 65536> buffer{};
    const ssize_t count = ::read(stream.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) return;
    if (count <= 0) {
        stream.close();
        return;
    }
    text.append(buffer.data(), std::min(static_cast<size_t>(count), limit - std::min(limit, text.size())));
}

/// Collects the streams until both are closed; false where the program must be ended.
bool collect(Child& child, const ProcessRequest& request, Clock::time_point end, const std::stop_token& stop,
             ProcessOutput& output) {
    while (child.out.isOpen() || child.err.isOpen()) {
        if (stop.stop_requested() || Clock::now() >= end) return false;
        std::array<pollfd, 2> ends = {pollfd{child.out.get(), POLLIN, 0}, pollfd{child.err.get(), POLLIN, 0}};
        if (::poll(ends.data(), ends.size(), kPollMs) <= 0) continue;
        if (ends[0].revents != 0) drain(child.out, output.out, request.max_output_bytes);
        if (ends[1].revents != 0) drain(child.err, output.err, request.max_output_bytes);
    }
    return true;
}

/// Waits for the end; nothing where the program must be ended.
bool await(pid_t pid, Clock::time_point end, const std::stop_token& stop, int& status) {
    for (;;) {
        const pid_t ended = ::waitpid(pid, &status, WNOHANG);
        if (ended == pid) return true;
        if (stop.stop_requested() || Clock::now() >= end) return false;
        ::poll(nullptr, 0, 5);
    }
}

}  // namespace

Result<ProcessOutput> runProcess(const ProcessRequest& request, const std::stop_token& stop) {
    const std::string program =
        request.program.find('/') == std::string::npos ? findOnPath(request.program) : request.program;
    if (program.empty()) return fail(ErrorCode::NotFound, "there is no such program on the PATH", request.program);
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped", program);
    auto child = start(request, program);
    if (!child) return tl::unexpected(child.error());
    const auto end =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(request.timeout_s));
    ProcessOutput output;
    int status = 0;
    if (!collect(*child, request, end, stop, output) || !await(child->pid, end, stop, status)) {
        ::kill(-child->pid, SIGKILL);
        ::waitpid(child->pid, nullptr, 0);
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped", program);
        return fail(ErrorCode::Unavailable,
                    "the program did not end within " + formatNumber(request.timeout_s) + " s and was ended", program);
    }
    if (!WIFEXITED(status)) {
        return fail(ErrorCode::Unavailable, "the program was ended by signal " + std::to_string(WTERMSIG(status)),
                    program);
    }
    output.exit_code = WEXITSTATUS(status);
    return output;
}

std::string findOnPath(const std::string& name) {
    const char* path = std::getenv("PATH");
    if (path == nullptr || name.empty()) return {};
    for (const std::string& folder : split(path, ':')) {
        // An empty or relative part means the working directory, where a user's file may lie.
        if (folder.empty() || folder.front() != '/') continue;
        const std::string candidate = folder + "/" + name;
        if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    }
    return {};
}

}  // namespace bw
