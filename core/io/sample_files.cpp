// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/sample_files.h"

#include <algorithm>
#include <filesystem>

#include "io/open_model.h"

namespace bw {

Result<std::vector<NamedNetwork>> openSamples(const std::string& models_dir) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(models_dir) / "samples";
    std::error_code problem;
    std::vector<fs::path> files;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        if (entry->path().extension() == ".blockwright") files.push_back(entry->path());
    }
    if (problem) {
        return tl::unexpected(Error{ErrorCode::IoFailure,
                                    "cannot list the samples: " + problem.message(),
                                    folder.string(),
                                    {},
                                    "check the installation"});
    }
    std::sort(files.begin(), files.end());
    std::vector<NamedNetwork> networks;
    for (const fs::path& file : files) {
        auto model = openModel(file.string());
        if (!model) return tl::unexpected(model.error());
        networks.push_back({file.stem().string(), std::move(model->document.network)});
    }
    return networks;
}

}  // namespace bw
