#include "console/stagehand.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace cs {

namespace {

// Starting the service takes the longest.
constexpr int AnswerMs = 40000;

}  // namespace

Stagehand::Stagehand()
{
    m_director.connectToServer(qEnvironmentVariable("CS_CONSOLE_DIRECTOR"));
}

QJsonObject Stagehand::call(const QString &method, const QJsonObject &params)
{
    return ask(QStringLiteral("call"), {{"method", method}, {"params", params}}).toObject();
}

void Stagehand::endSessionOf(const QString &user)
{
    const QJsonObject listed = call(QStringLiteral("list_sessions"), {{"username", user}});
    const QJsonArray sessions = listed.value(QLatin1String("sessions")).toArray();
    QVERIFY(!sessions.isEmpty());
    call(QStringLiteral("end_session"),
         {{"session_id", sessions.first().toObject().value(QLatin1String("session_id"))}});
}

QJsonValue Stagehand::ask(const QString &what, QJsonObject request)
{
    request.insert(QStringLiteral("do"), what);
    m_director.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    if (!QTest::qWaitFor([this] { return m_director.canReadLine(); }, AnswerMs)) {
        QTest::qFail(qPrintable(what + QStringLiteral(": the director does not answer")), __FILE__, __LINE__);
        return {};
    }
    const QJsonObject answer = QJsonDocument::fromJson(m_director.readLine()).object();
    if (!answer.value(QLatin1String("ok")).toBool()) {
        const QString why = what + QStringLiteral(": ") + answer.value(QLatin1String("why")).toString();
        QTest::qFail(qPrintable(why), __FILE__, __LINE__);
    }
    return answer.value(QLatin1String("result"));
}

}  // namespace cs
