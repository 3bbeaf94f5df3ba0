#pragma once

#include <vector>

#include "cli/commandspec.h"

namespace cs {

// Each in its own file under commands/.
CommandSpec auditExportSpec();
CommandSpec auditListSpec();
CommandSpec auditVerifySpec();
CommandSpec callSpec();
CommandSpec cameraAddSpec();
CommandSpec cameraListSpec();
CommandSpec cameraRemoveSpec();
CommandSpec eventsSpec();
CommandSpec grantAddSpec();
CommandSpec grantListSpec();
CommandSpec grantRemoveSpec();
CommandSpec groupAddSpec();
CommandSpec groupListSpec();
CommandSpec groupRemoveSpec();
CommandSpec groupSetSpec();
CommandSpec keyAddSpec();
CommandSpec keyListSpec();
CommandSpec keyRemoveSpec();
CommandSpec keyRotateSpec();
CommandSpec recordSpec();
CommandSpec recordingGetSpec();
CommandSpec recordingListSpec();
CommandSpec recordingRemoveSpec();
CommandSpec sessionEndSpec();
CommandSpec sessionListSpec();
CommandSpec snapshotGetSpec();
CommandSpec snapshotListSpec();
CommandSpec snapshotRemoveSpec();
CommandSpec snapshotTakeSpec();
CommandSpec statusSpec();
CommandSpec tokenIssueSpec();
CommandSpec tokenVerifySpec();
CommandSpec userAddSpec();
CommandSpec userListSpec();
CommandSpec userPasswordSpec();
CommandSpec userRemoveSpec();
CommandSpec userSetSpec();
CommandSpec viewerListSpec();

// All of them, in the order of the help.
const std::vector<CommandSpec> &allCommands();
// The command those words begin with, the longest name first; null if there is none. Plurals ("cameras list") are the
// same as singulars.
const CommandSpec *findCommand(const QStringList &words);
// The commands whose first word this is.
std::vector<const CommandSpec *> commandsOf(const QString &group);

}  // namespace cs
