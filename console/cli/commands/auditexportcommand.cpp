#include <limits>

#include <QFile>
#include <QSaveFile>

#include "auditchain/exportformat.h"
#include "cli/auditfiles.h"
#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/pointintime.h"
#include "client/partfile.h"

namespace cs {

namespace {

const QString exportSince = QStringLiteral("since");
const QString exportUntil = QStringLiteral("until");
const QString exportOutput = QStringLiteral("output");
const QString exportForce = QStringLiteral("force");

class AuditExportCommand final : public Command {
public:
    using Command::Command;

    bool needsService() const override { return false; }

    Result<Done> prepare() override
    {
        m_now = SystemClock().now();
        for (const auto &[name, moment] : {std::pair(exportSince, &m_since), std::pair(exportUntil, &m_until)}) {
            if (!invocation().has(name))
                continue;
            const auto read = momentOption(name, invocation().value(name), m_now);
            if (!read.ok())
                return read.error();
            *moment = *read;
        }
        return Done{};
    }

    Result<Done> collect() override
    {
        auto files = AuditFiles::open(invocation());
        if (!files.ok())
            return files.error();
        m_files = std::move(*files);
        if (auto bounds = findBounds(); !bounds.ok())
            return localFailure(bounds.error().message);
        return openOutput();
    }

protected:
    void run() override
    {
        const ChainPoint &start = m_files->start.point;
        const auto before = m_at == start.seq ? Result(std::optional(start.hash)) : m_files->database->hashOf(m_at);
        if (!before.ok()) {
            fail(localFailure(before.error().message));
            return;
        }
        const ExportHeader header{m_files->database->origin(),
                                  m_files->key.toText(),
                                  {m_at, before->value_or(QByteArray())},
                                  m_now,
                                  m_toEnd ? m_files->head : std::nullopt};
        if (write(exportLine(header)))
            nextPage();
    }

private:
    // A part ends with a record that is signed, so that nobody can cut off what comes before.
    Result<Done> findBounds()
    {
        ChainDatabase &database = *m_files->database;
        const qint64 start = m_files->start.point.seq;
        const auto first = m_since ? database.firstSince(*m_since) : Result<qint64>(start + 1);
        if (!first.ok())
            return first.error();
        m_at = std::max(*first - 1, start);
        if (!m_until)
            return Done{};
        const auto last = database.lastBefore(*m_until);
        if (!last.ok())
            return last.error();
        const auto sealed = database.signedFrom(std::max(*last, m_at));
        if (!sealed.ok())
            return sealed.error();
        if (*sealed) {
            m_upTo = **sealed;
            m_toEnd = false;
        }
        return Done{};
    }

    Result<Done> openOutput()
    {
        if (!invocation().has(exportOutput))
            return Done{};
        const QString name = invocation().value(exportOutput);
        if (QFile::exists(name) && !invocation().has(exportForce))
            return alreadyThere(name);
        m_file.setFileName(name);
        if (!m_file.open(QIODevice::WriteOnly)
            || !m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
            return localFailure(QStringLiteral("cannot write %1: %2").arg(name, m_file.errorString()));
        return Done{};
    }

    bool write(const QByteArray &lines)
    {
        const bool written = m_file.isOpen() ? m_file.write(lines) == lines.size()
                                             : output().text(QString::fromUtf8(lines));
        if (!written && m_file.isOpen())
            fail(localFailure(QStringLiteral("cannot write: %1").arg(m_file.errorString())));
        else if (!written)
            finish(Exit::Failed);
        return written;
    }

    void nextPage()
    {
        if (hasFinished())
            return;
        const auto page = m_files->database->page(m_at, m_upTo);
        if (!page.ok()) {
            fail(localFailure(page.error().message));
            return;
        }
        // A gap is written as it is, but not one that the service made just now by giving up the oldest records.
        const bool hasGap = page->records.empty() || page->records.front().seq > m_at + 1;
        const auto isCut = hasGap ? m_files->hasNewStart() : Result<bool>(false);
        if (!isCut.ok() || (*isCut && m_files->start.point.seq > m_at)) {
            fail(localFailure(isCut.ok() ? QStringLiteral("the service gave up its oldest records meanwhile; try again")
                                         : isCut.error().message));
            return;
        }
        if (!page->records.empty())
            m_at = page->records.back().seq;
        if (!write(exportLines(*page)))
            return;
        m_count += qint64(page->records.size());
        if (page->last)
            end();
        else
            QMetaObject::invokeMethod(
                this, [this] { nextPage(); }, Qt::QueuedConnection);
    }

    void end()
    {
        if (!write(exportLine(ExportEnd{m_at})))
            return;
        // commit() alone does not notice a full disk.
        if (m_file.isOpen() && (!m_file.flush() || !m_file.commit())) {
            fail(localFailure(QStringLiteral("cannot write: %1").arg(m_file.errorString())));
            return;
        }
        output().note(QStringLiteral("%1 records, up to number %2.").arg(m_count).arg(m_at));
        if (m_toEnd && !m_files->head)
            output().note(QStringLiteral("Without the signed end of the trail: %1.").arg(m_files->headTrouble));
        finish();
    }

    Timestamp m_now;
    std::optional<Timestamp> m_since;
    std::optional<Timestamp> m_until;
    std::optional<AuditFiles> m_files;
    QSaveFile m_file;
    // The last record that was written, or the one before the first.
    qint64 m_at = 0;
    qint64 m_upTo = std::numeric_limits<qint64>::max();
    bool m_toEnd = true;
    qint64 m_count = 0;
};

}  // namespace

CommandSpec auditExportSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("audit export");
    spec.synopsis = QStringLiteral(
        "--database FILE [--head FILE] [--key FILE] [--since TIME] [--until TIME] [--output FILE [--force]]");
    spec.summary = QStringLiteral("Write the audit trail of a database as JSON lines, with what proves it.");
    spec.details = QStringLiteral(
        "Reads the database file alone, whether its service runs or not. A part of the trail ends with a record that is\n"
        "signed, so it may hold up to a hundred records from after --until. 'cameractl audit verify --file' checks it.");
    spec.options = auditFileOptions();
    spec.options.push_back(
        {{exportSince}, QStringLiteral("TIME"), QStringLiteral("not before; a moment, or 7d for a week ago")});
    spec.options.push_back({{exportUntil}, QStringLiteral("TIME"), QStringLiteral("before")});
    spec.options.push_back({{exportOutput, QStringLiteral("o")},
                            QStringLiteral("FILE"),
                            QStringLiteral("into this file (default: standard output)")});
    spec.options.push_back({{exportForce}, {}, QStringLiteral("replace FILE if it is there")});
    spec.make = makeCommand<AuditExportCommand>;
    return spec;
}

}  // namespace cs
