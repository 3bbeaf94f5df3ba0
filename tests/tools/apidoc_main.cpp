#include <cstdio>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QMap>

#include "api/openrpc.h"
#include "tools/apimarkdown.h"

using namespace cs;

namespace {

QMap<QString, QByteArray> pages()
{
    const QJsonObject document = api::openRpcDocument(QStringLiteral(CS_VERSION));
    return {{QStringLiteral("openrpc.json"), QJsonDocument(document).toJson(QJsonDocument::Indented)},
            {QStringLiteral("methods.md"), methodsPage(document)},
            {QStringLiteral("notifications.md"), notificationsPage(document)}};
}

int check(const QDir &folder)
{
    int stale = 0;
    const auto all = pages();
    for (auto it = all.begin(); it != all.end(); ++it) {
        QFile file(folder.filePath(it.key()));
        if (file.open(QIODevice::ReadOnly) && file.readAll() == it.value())
            continue;
        ++stale;
        std::printf("%s is not what the declarations say; ./dev docs writes it anew\n", qPrintable(file.fileName()));
    }
    return stale == 0 ? 0 : 1;
}

int write(const QDir &folder)
{
    const auto all = pages();
    for (auto it = all.begin(); it != all.end(); ++it) {
        QFile file(folder.filePath(it.key()));
        if (!folder.mkpath(QStringLiteral(".")) || !file.open(QIODevice::WriteOnly) || file.write(it.value()) < 0) {
            std::fprintf(stderr, "cannot write %s: %s\n", qPrintable(file.fileName()), qPrintable(file.errorString()));
            return 1;
        }
    }
    return 0;
}

}  // namespace

// camera-service-apidoc [--check] FOLDER: writes the pages of the API there, or says which are stale (exit code 1).
int main(int argc, char **argv)
{
    const bool checks = argc == 3 && qstrcmp(argv[1], "--check") == 0;
    if ((argc != 2 && !checks) || argv[argc - 1][0] == '-') {
        std::fputs("usage: camera-service-apidoc [--check] FOLDER\n", stderr);
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[argc - 1]));
    return checks ? check(folder) : write(folder);
}
