#include "api/media.h"
#include "cli/argument.h"
#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/units.h"

namespace cs {

namespace {

const QString allOption = QStringLiteral("all");
const QString limitOption = QStringLiteral("limit");
const QString offsetOption = QStringLiteral("offset");

// Lists recordings or snapshots, one page or all of them; M is their list method.
template<api::Method M>
class MediaListCommand final : public Command {
public:
    using Command::Command;

    Result<Done> prepare() override
    {
        using Limit = decltype(api::Page::limit);
        using Offset = decltype(api::Page::offset);
        m_page.limit = invocation().has(allOption) ? qint64(Limit::max) : 50;
        if (invocation().has(allOption) && (invocation().has(limitOption) || invocation().has(offsetOption)))
            return usageError(
                QStringLiteral("--all shows every file, so --limit and --offset have no place beside it"));
        if (invocation().has(limitOption)) {
            const auto limit = numberOption(limitOption, invocation().value(limitOption), Limit::min, Limit::max);
            if (!limit.ok())
                return limit.error();
            m_page.limit = *limit;
        }
        if (invocation().has(offsetOption)) {
            const auto offset = numberOption(offsetOption, invocation().value(offsetOption), Offset::min, Offset::max);
            if (!offset.ok())
                return offset.error();
            m_page.offset = *offset;
        }
        return Done{};
    }

protected:
    void run() override
    {
        ask<M>(m_page, [this](api::MediaPage page) {
            const bool more = invocation().has(allOption) && !page.files.empty();
            std::move(page.files.begin(), page.files.end(), std::back_inserter(m_files));
            m_page.offset = m_page.offset + qint64(page.files.size());
            if (more && m_page.offset < page.total) {
                run();
                return;
            }
            page.files = std::move(m_files);
            if (invocation().has(allOption))
                page.offset = 0;
            const bool printed = output().isJson() ? output().json(json::toJson(page)) : print(page);
            finish(printed ? Exit::Ok : Exit::Failed);
        });
    }

private:
    bool print(const api::MediaPage &page)
    {
        const bool timed = std::is_same_v<M, api::ListRecordings>;
        std::vector<Table::Column> columns{
            {QStringLiteral("FILE")}, {QStringLiteral("CAMERA")}, {QStringLiteral("TIME")}};
        if (timed)
            columns.push_back({QStringLiteral("LENGTH"), Table::Align::Right});
        columns.push_back({QStringLiteral("SIZE"), Table::Align::Right});
        Table table(std::move(columns));
        for (const api::MediaFile &file : page.files) {
            std::vector<Table::Cell> row{file.filename.toString(), file.device ? file.device->toString() : QString(),
                                         localTime(file.modifiedTime)};
            if (timed)
                row.push_back(lengthCell(file));
            row.push_back(sizeText(file.fileSize));
            table.addRow(std::move(row));
        }
        if (!page.files.empty() && !output().table(table))
            return false;
        if (qint64(page.files.size()) < page.total || page.files.empty())
            output().note(summary(page));
        return true;
    }

    static QString summary(const api::MediaPage &page)
    {
        if (page.total == 0)
            return QStringLiteral("There are none yet.");
        return QStringLiteral("%1 of %2; --all shows every one.").arg(page.files.size()).arg(page.total);
    }

    static Table::Cell lengthCell(const api::MediaFile &file)
    {
        if (file.state == QLatin1String("recording"))
            return {QStringLiteral("recording"), Table::Paint::Bad};
        return {file.duration ? lengthText(*file.duration) : QString()};
    }

    api::Page m_page;
    std::vector<api::MediaFile> m_files;
};

CommandSpec listSpec(const QString &kind, const QString &plural)
{
    CommandSpec spec;
    spec.name = kind + QLatin1String(" list");
    spec.synopsis = QStringLiteral("[--limit N] [--offset N] | [--all]");
    spec.summary = QStringLiteral("List the %1 on the service, newest first.").arg(plural);
    spec.details = QStringLiteral(
                       "--json prints the answer of list_%1; its download_url is a secret for as long as it is valid.")
                       .arg(plural);
    spec.options = {{{limitOption}, QStringLiteral("N"), QStringLiteral("at most N files, 1 to 1000 (default 50)")},
                    {{offsetOption}, QStringLiteral("N"), QStringLiteral("leave out the newest N")},
                    {{allOption}, {}, QStringLiteral("every file")}};
    return spec;
}

}  // namespace

CommandSpec recordingListSpec()
{
    CommandSpec spec = listSpec(QStringLiteral("recording"), QStringLiteral("recordings"));
    spec.make = makeCommand<MediaListCommand<api::ListRecordings>>;
    return spec;
}

CommandSpec snapshotListSpec()
{
    CommandSpec spec = listSpec(QStringLiteral("snapshot"), QStringLiteral("snapshots"));
    spec.make = makeCommand<MediaListCommand<api::ListSnapshots>>;
    return spec;
}

}  // namespace cs
