#include <unistd.h>

#include <QFile>

#include "cli/celltext.h"
#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/jsontext.h"

namespace cs {

namespace {

constexpr qint64 maxInputBytes = 1024 * 1024;

class CallCommand final : public Command {
public:
    using Command::Command;

    bool readsInput() const override { return arguments().value(1) == QLatin1String("-"); }

    Result<Done> prepare() override
    {
        if (arguments().first().isEmpty())
            return usageError(QStringLiteral("the method's name is empty"));
        if (readsInput() || arguments().size() < 2)
            return Done{};
        m_params = arguments().at(1).toUtf8();
        return checkParams();
    }

    Result<Done> collect() override
    {
        if (!readsInput())
            return Done{};
        QFile input;
        if (!input.open(STDIN_FILENO, QIODevice::ReadOnly))
            return localFailure(QStringLiteral("cannot read standard input: %1").arg(input.errorString()));
        m_params = input.read(maxInputBytes);
        return checkParams();
    }

protected:
    void run() override
    {
        whenDone(this, client().callRaw(arguments().first(), m_params), [this](const Result<QByteArray> &result) {
            if (hasFinished())
                return;
            if (!result.ok()) {
                fail(result.error());
                return;
            }
            finish(print(*result) ? Exit::Ok : Exit::Failed);
        });
    }

private:
    Result<Done> checkParams() const
    {
        const auto value = json::parse(m_params);
        if (!value.ok()) {
            return usageError(QStringLiteral("the parameters are no JSON (%1); quote them for the shell, as in "
                                             "'{\"device\":\"camera0\"}'")
                                  .arg(value.error().data.value(QLatin1String("rule")).toString()));
        }
        if (!value->asObject() && !value->asArray())
            return usageError(
                QStringLiteral("the parameters are a JSON object or array, not %1").arg(value->typeName()));
        return Done{};
    }

    bool print(const QByteArray &result)
    {
        if (output().isJson())
            return output().json(result);
        const QByteArray text = indented(result);
        if (!output().resultIsTerminal())
            return output().json(text);
        QStringList lines;
        for (const QByteArray &line : text.split('\n'))
            lines << harmless(QString::fromUtf8(line));
        return output().line(lines.join(u'\n'));
    }

    QByteArray m_params;
};

}  // namespace

CommandSpec callSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("call");
    spec.synopsis = QStringLiteral("METHOD [JSON|-]");
    spec.summary = QStringLiteral("Call any method of the service, and print its result as JSON.");
    spec.details = QStringLiteral(
        "JSON holds the parameters, as in '{\"device\":\"camera0\"}'; '-' reads them from standard input.\n"
        "The result is indented; --json prints it on one line, as it came.");
    spec.minArguments = 1;
    spec.maxArguments = 2;
    spec.make = makeCommand<CallCommand>;
    return spec;
}

}  // namespace cs
