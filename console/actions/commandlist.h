#pragma once

#include <optional>
#include <vector>

#include "base/role.h"

namespace cs {

// Everything a person can tell the console to do.
enum class CommandId {
    // Going about
    ShowCameras,
    ShowRecordings,
    ShowUsers,
    ShowSettings,
    ShowEvents,
    GoBack,
    Reload,
    FindCommand,
    // Cameras
    ShowGrid,
    ShowTable,
    FindCamera,
    OpenCamera,
    TakeSnapshot,
    StartRecording,
    StopRecording,
    CopyStreamAddress,
    // Recordings
    PlayRecording,
    PauseRecording,
    StepBack,
    StepForward,
    DownloadRecording,
    CancelDownload,
    DeleteRecording,
    ClearFilter,
    // Users
    NewUser,
    EditUser,
    SwitchUser,
    ResetPassword,
    DeleteUser,
    EndSession,
    // The console itself
    ChangePassword,
    ReconnectNow,
    UseLightTheme,
    UseDarkTheme,
    UseSystemTheme,
    SignOut,
    Quit,
};

// The menu a command stands in.
enum class CommandGroup { View, Camera, Recording, User, Console };

// Whether a command can be given everywhere, or only where a page makes it available (Commands::setAvailable).
enum class CommandScope { Everywhere, OnPage };

// How a command is shown and who may give it. `text` is English and is translated in the context "Commands"; empty
// strings mean none. The icon is the name of a file in :/icons, without ".svg".
struct CommandSpec {
    CommandId id;
    CommandGroup group;
    CommandScope scope;
    const char *text;
    const char *shortcut;
    const char *icon;
    // Nothing: also while nobody is signed in.
    std::optional<Role> role;
    bool checkable = false;
};

// In the order of menus and palette; each id once.
const std::vector<CommandSpec> &commandSpecs();
const CommandSpec &commandSpec(CommandId id);

}  // namespace cs
