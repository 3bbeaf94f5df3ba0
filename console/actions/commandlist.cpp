#include "actions/commandlist.h"

#include <QCoreApplication>

namespace cs {

namespace {

using enum CommandId;
using enum CommandGroup;
using enum CommandScope;

constexpr auto nobody = std::nullopt;

const std::vector<CommandSpec> allCommands = {
    {ShowCameras, View, Everywhere, QT_TRANSLATE_NOOP("Commands", "Cameras"), "Ctrl+1", "cameras", Role::Viewer, true},
    {ShowRecordings, View, Everywhere, QT_TRANSLATE_NOOP("Commands", "Recordings"), "Ctrl+2", "recordings",
     Role::Viewer, true},
    {ShowUsers, View, Everywhere, QT_TRANSLATE_NOOP("Commands", "Users"), "Ctrl+3", "users", Role::Admin, true},
    {ShowSettings, View, Everywhere, QT_TRANSLATE_NOOP("Commands", "Settings"), "Ctrl+,", "settings", nobody, true},
    {ShowEvents, View, Everywhere, QT_TRANSLATE_NOOP("Commands", "Events"), "Ctrl+L", "events", Role::Viewer, true},
    {GoBack, View, OnPage, QT_TRANSLATE_NOOP("Commands", "Back"), "Alt+Left", "back", nobody},
    {Reload, View, Everywhere, QT_TRANSLATE_NOOP("Commands", "Reload"), "F5", "refresh", Role::Viewer},
    {FindCommand, View, Everywhere, QT_TRANSLATE_NOOP("Commands", "Find a command"), "Ctrl+K", "search", nobody},

    {ShowGrid, Camera, OnPage, QT_TRANSLATE_NOOP("Commands", "Cameras as pictures"), "Ctrl+G", "grid", Role::Viewer,
     true},
    {ShowTable, Camera, OnPage, QT_TRANSLATE_NOOP("Commands", "Cameras as a table"), "Ctrl+T", "table", Role::Viewer,
     true},
    {FindCamera, Camera, OnPage, QT_TRANSLATE_NOOP("Commands", "Find a camera"), "Ctrl+F", "search", Role::Viewer},
    {OpenCamera, Camera, OnPage, QT_TRANSLATE_NOOP("Commands", "Open the camera"), "Ctrl+O", "camera", Role::Viewer},
    {TakeSnapshot, Camera, OnPage, QT_TRANSLATE_NOOP("Commands", "Take a snapshot"), "Ctrl+S", "snapshot",
     Role::Operator},
    {StartRecording, Camera, OnPage, QT_TRANSLATE_NOOP("Commands", "Start recording"), "Ctrl+R", "record",
     Role::Operator},
    {StopRecording, Camera, OnPage, QT_TRANSLATE_NOOP("Commands", "Stop recording"), "Ctrl+Shift+R", "record-stop",
     Role::Operator},
    {CopyStreamAddress, Camera, OnPage, QT_TRANSLATE_NOOP("Commands", "Copy the stream address"), "Ctrl+Shift+C",
     "copy", Role::Viewer},

    {PlayRecording, Recording, OnPage, QT_TRANSLATE_NOOP("Commands", "Play the recording"), "Ctrl+P", "play",
     Role::Viewer},
    {PauseRecording, Recording, OnPage, QT_TRANSLATE_NOOP("Commands", "Play on or pause"), "", "pause", Role::Viewer},
    {StepBack, Recording, OnPage, QT_TRANSLATE_NOOP("Commands", "One picture back"), "", "step-back", Role::Viewer},
    {StepForward, Recording, OnPage, QT_TRANSLATE_NOOP("Commands", "One picture on"), "", "step-forward", Role::Viewer},
    {DownloadRecording, Recording, OnPage, QT_TRANSLATE_NOOP("Commands", "Download the recording"), "Ctrl+D",
     "download", Role::Viewer},
    {CancelDownload, Recording, OnPage, QT_TRANSLATE_NOOP("Commands", "Stop the download"), "", "close", Role::Viewer},
    {DeleteRecording, Recording, OnPage, QT_TRANSLATE_NOOP("Commands", "Delete the recording"), "Ctrl+Del", "delete",
     Role::Admin},
    {ClearFilter, Recording, OnPage, QT_TRANSLATE_NOOP("Commands", "Show all recordings"), "", "filter", Role::Viewer},

    {NewUser, User, OnPage, QT_TRANSLATE_NOOP("Commands", "New user"), "Ctrl+N", "user-add", Role::Admin},
    {EditUser, User, OnPage, QT_TRANSLATE_NOOP("Commands", "Edit the user"), "F2", "edit", Role::Admin},
    {SwitchUser, User, OnPage, QT_TRANSLATE_NOOP("Commands", "Enable or disable the user"), "", "disable", Role::Admin},
    {ResetPassword, User, OnPage, QT_TRANSLATE_NOOP("Commands", "Reset the password"), "", "key", Role::Admin},
    {DeleteUser, User, OnPage, QT_TRANSLATE_NOOP("Commands", "Delete the user"), "", "delete", Role::Admin},
    {EndSession, User, OnPage, QT_TRANSLATE_NOOP("Commands", "End the session"), "", "sign-out", Role::Admin},

    {ChangePassword, Console, Everywhere, QT_TRANSLATE_NOOP("Commands", "Change my password"), "", "key", Role::Viewer},
    {ReconnectNow, Console, OnPage, QT_TRANSLATE_NOOP("Commands", "Connect now"), "", "connected", nobody},
    {UseLightTheme, Console, Everywhere, QT_TRANSLATE_NOOP("Commands", "Light theme"), "", "theme", nobody, true},
    {UseDarkTheme, Console, Everywhere, QT_TRANSLATE_NOOP("Commands", "Dark theme"), "", "theme", nobody, true},
    {UseSystemTheme, Console, Everywhere, QT_TRANSLATE_NOOP("Commands", "Theme of the system"), "", "theme", nobody,
     true},
    {SignOut, Console, Everywhere, QT_TRANSLATE_NOOP("Commands", "Sign out"), "Ctrl+Shift+Q", "sign-out", Role::Viewer},
    {Quit, Console, Everywhere, QT_TRANSLATE_NOOP("Commands", "Quit"), "Ctrl+Q", "close", nobody},
};

}  // namespace

const std::vector<CommandSpec> &commandSpecs()
{
    return allCommands;
}

const CommandSpec &commandSpec(CommandId id)
{
    // The table is in the order of the ids; a test holds it to that.
    return allCommands[static_cast<size_t>(id)];
}

}  // namespace cs
