// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace bw {

/// Folder of the running program; empty where the system does not tell.
std::string programDirectory();

/// Folder that holds targets, regressors and samples: $BW_MODELS_DIR, else ../share/blockwright/models beside the
/// program's folder as installed, else models/ of the source tree that the program was built in. Empty if none exists.
std::string modelsDirectory();

/// Folder that holds the user's own targets and regressors, laid out as modelsDirectory():
/// $BLOCKWRIGHT_CONFIG_DIR/models, else blockwright/models in $XDG_DATA_HOME, else in ~/.local/share. It need not
/// exist. Empty where no home is known.
std::string userModelsDirectory();

/// Folder of the scripts that run a network in another program: $BW_PEERS_DIR, else ../share/blockwright/peers beside
/// the program's folder as installed, else resources/peers of the source tree. Empty if none exists.
std::string peerScriptsDirectory();

/// `folder` inside `directory`; empty where `directory` is.
std::string folderIn(const std::string& directory, const std::string& folder);

}  // namespace bw
