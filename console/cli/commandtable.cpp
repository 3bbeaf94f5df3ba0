#include "cli/commandtable.h"

namespace cs {

namespace {

QString singular(const QString &word)
{
    for (const auto *group :
         {"camera", "recording", "snapshot", "user", "group", "grant", "session", "viewer", "key"}) {
        if (word == QLatin1String(group) + u's')
            return QLatin1String(group);
    }
    return word;
}

const CommandSpec *exactly(const QString &name)
{
    for (const CommandSpec &spec : allCommands()) {
        if (spec.name == name)
            return &spec;
    }
    return nullptr;
}

}  // namespace

const std::vector<CommandSpec> &allCommands()
{
    static const std::vector<CommandSpec> all{
        statusSpec(),       cameraListSpec(),    cameraAddSpec(),    cameraRemoveSpec(),
        snapshotTakeSpec(), snapshotListSpec(),  snapshotGetSpec(),  snapshotRemoveSpec(),
        recordSpec(),       recordingListSpec(), recordingGetSpec(), recordingRemoveSpec(),
        eventsSpec(),       userListSpec(),      userAddSpec(),      userSetSpec(),
        userPasswordSpec(), userRemoveSpec(),    groupListSpec(),    groupAddSpec(),
        groupSetSpec(),     groupRemoveSpec(),   grantListSpec(),    grantAddSpec(),
        grantRemoveSpec(),  sessionListSpec(),   sessionEndSpec(),   viewerListSpec(),
        keyListSpec(),      keyAddSpec(),        keyRotateSpec(),    keyRemoveSpec(),
        auditListSpec(),    auditVerifySpec(),   auditExportSpec(),  tokenIssueSpec(),
        tokenVerifySpec(),  callSpec()};
    return all;
}

const CommandSpec *findCommand(const QStringList &words)
{
    if (words.isEmpty())
        return nullptr;
    const QString first = singular(words.first());
    if (words.size() > 1) {
        if (const CommandSpec *spec = exactly(first + u' ' + words.at(1)))
            return spec;
    }
    return exactly(first);
}

std::vector<const CommandSpec *> commandsOf(const QString &group)
{
    const QString word = singular(group);
    std::vector<const CommandSpec *> found;
    for (const CommandSpec &spec : allCommands()) {
        if (spec.name == word || spec.name.startsWith(word + u' '))
            found.push_back(&spec);
    }
    return found;
}

}  // namespace cs
