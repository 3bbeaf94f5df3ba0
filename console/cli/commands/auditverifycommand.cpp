#include <limits>

#include <QFile>

#include "api/audit.h"
#include "auditchain/exportreader.h"
#include "auditchain/keyfile.h"
#include "cli/argument.h"
#include "cli/auditfiles.h"
#include "cli/celltext.h"
#include "cli/command.h"
#include "cli/commandtable.h"

namespace cs {

namespace {

const QString verifyFile = QStringLiteral("file");
const QString verifyFrom = QStringLiteral("from");
const QString verifyTo = QStringLiteral("to");

constexpr int ExportLinesAtOnce = 2000;

class AuditVerifyCommand final : public Command {
public:
    using Command::Command;

    bool needsService() const override
    {
        return !invocation().has(verifyFile) && !invocation().has(auditDatabaseOption);
    }

    Result<Done> prepare() override
    {
        if (invocation().has(verifyFile) && invocation().has(auditDatabaseOption))
            return usageError(QStringLiteral("--file and --database exclude each other"));
        if (needsService())
            return readRange();
        if (invocation().has(verifyFrom) || invocation().has(verifyTo))
            return usageError(
                QStringLiteral("--from and --to are for a running service; a file is checked as a whole"));
        return Done{};
    }

    Result<Done> collect() override
    {
        if (invocation().has(verifyFile))
            return openExport();
        if (!invocation().has(auditDatabaseOption))
            return Done{};
        auto files = AuditFiles::open(invocation());
        if (!files.ok())
            return files.error();
        m_files = std::move(*files);
        beginAtStart();
        return Done{};
    }

protected:
    void run() override
    {
        if (m_files)
            nextPage();
        else if (m_export)
            nextLines();
        else
            askService();
    }

private:
    Result<Done> readRange()
    {
        using Seq = decltype(m_params.fromSeq)::value_type;
        for (const auto &[name, seq] :
             {std::pair(verifyFrom, &m_params.fromSeq), std::pair(verifyTo, &m_params.toSeq)}) {
            if (!invocation().has(name))
                continue;
            const auto number = numberOption(name, invocation().value(name), Seq::min, Seq::max);
            if (!number.ok())
                return number.error();
            seq->emplace(*number);
        }
        return Done{};
    }

    Result<Done> openExport()
    {
        std::optional<AuditPublicKey> key;
        if (invocation().has(auditKeyOption)) {
            const auto read = readPublicKey(invocation().value(auditKeyOption));
            if (!read.ok())
                return localFailure(read.error().message);
            key = *read;
        }
        m_file.setFileName(invocation().value(verifyFile));
        if (!m_file.open(QIODevice::ReadOnly)) {
            return localFailure(
                QStringLiteral("cannot read %1: %2").arg(invocation().value(verifyFile), m_file.errorString()));
        }
        m_export.emplace(std::move(key));
        return Done{};
    }

    void askService()
    {
        ask<api::VerifyAudit>(m_params, [this](const api::VerifyAudit::Reply &reply) {
            show(ChainReport{reply.valid, reply.checked, reply.firstBadSeq, reply.reason, 0, 0});
        });
    }

    void beginAtStart()
    {
        m_verifier.emplace(ChainTrust{m_files->database->origin(), m_files->key}, m_files->start.point, m_files->head);
        if (!m_files->start.trouble.isEmpty())
            m_verifier->broken(m_files->start.trouble);
    }

    // A piece at a time, so that Ctrl-C is heard.
    void nextPage()
    {
        if (hasFinished())
            return;
        const auto page = m_files->database->page(m_verifier->at().seq, std::numeric_limits<qint64>::max());
        if (!page.ok()) {
            fail(localFailure(page.error().message));
            return;
        }
        m_verifier->feed(*page);
        // The service may have given up the oldest records while they were read here.
        const auto again = m_verifier->failed() ? m_files->hasNewStart() : Result<bool>(false);
        if (!again.ok()) {
            fail(localFailure(again.error().message));
            return;
        }
        if (*again)
            beginAtStart();
        if (*again || (!page->last && !m_verifier->failed())) {
            QMetaObject::invokeMethod(
                this, [this] { nextPage(); }, Qt::QueuedConnection);
            return;
        }
        if (!m_files->headTrouble.isEmpty())
            m_verifier->broken(m_files->headTrouble);
        show(m_verifier->finish());
    }

    void nextLines()
    {
        if (hasFinished())
            return;
        const auto done = m_export->read(m_file, ExportLinesAtOnce);
        if (!done.ok()) {
            fail(localFailure(QStringLiteral("%1: %2").arg(m_file.fileName(), done.error().message)));
            return;
        }
        if (*done)
            show(m_export->report());
        else
            QMetaObject::invokeMethod(
                this, [this] { nextLines(); }, Qt::QueuedConnection);
    }

    void show(const ChainReport &report)
    {
        const bool printed = output().isJson() ? printJson(report) : print(report);
        finish(printed && report.valid ? Exit::Ok : Exit::Failed);
    }

    bool printJson(const ChainReport &report)
    {
        return output().json(
            json::toJson(api::VerifyAudit::Reply{report.valid, report.checked, report.firstBadSeq, report.reason}));
    }

    bool print(const ChainReport &report)
    {
        if (!report.valid) {
            const QString where = report.firstBadSeq ? QString::number(*report.firstBadSeq) : QStringLiteral("?");
            return output().line(QStringLiteral("NOT VALID from record %1 on: %2").arg(where, harmless(report.reason)))
                   && output().line(QStringLiteral("%1 records before it are right.").arg(report.checked));
        }
        if (!output().line(QStringLiteral("Valid: %1 records.").arg(report.checked)))
            return false;
        if (m_files && m_files->start.point.seq > 0)
            output().note(QStringLiteral("The trail begins with record %1; older ones were given up, as configured.")
                              .arg(m_files->start.point.seq + 1));
        if (!needsService() && report.lastSeq > report.signedUpTo) {
            output().note(QStringLiteral("The last %1 are not signed yet.").arg(report.lastSeq - report.signedUpTo));
        }
        if (m_export && m_export->header() && !invocation().has(auditKeyOption)) {
            output().note(
                QStringLiteral("Signed by the key that the file itself names, %1; --key FILE compares it with "
                               "the service's audit/public.key.")
                    .arg(harmless(m_export->header()->publicKey)));
        }
        return true;
    }

    api::VerifyAudit::Params m_params;
    std::optional<AuditFiles> m_files;
    std::optional<ChainVerifier> m_verifier;
    QFile m_file;
    std::optional<ExportReader> m_export;
};

}  // namespace

CommandSpec auditVerifySpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("audit verify");
    spec.synopsis = QStringLiteral("[--from N] [--to N] | --database FILE [--head FILE] [--key FILE] | --file EXPORT "
                                   "[--key FILE]");
    spec.summary = QStringLiteral("Check that no record of the audit trail was changed, removed, moved or cut off.");
    spec.details = QStringLiteral(
        "Asks the service, or reads its database or an export of 'cameractl audit export' without it.\n"
        "Ends with 0 if all is as it was written, else with 1 and the first record that is not.\n"
        "--json prints the answer of verify_audit.");
    spec.options = auditFileOptions();
    spec.options.push_back(
        {{verifyFile}, QStringLiteral("EXPORT"), QStringLiteral("a file that 'cameractl audit export' made")});
    spec.options.push_back({{verifyFrom}, QStringLiteral("N"), QStringLiteral("from this record on")});
    spec.options.push_back({{verifyTo}, QStringLiteral("N"), QStringLiteral("up to this record")});
    spec.make = makeCommand<AuditVerifyCommand>;
    return spec;
}

}  // namespace cs
