#include "methods/eventfaces.h"
#include "recordings/recorder.h"
#include "support/testprogram.h"
#include "unit/cameras/registryrig.h"
#include "unit/recordings/mediafixture.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// Which ends of recordings wait for a listener.
class EventFacesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<Rig>();
        QVERIFY(m_rig->loaded);
    }
    void cleanup() { m_rig.reset(); }

    void endFoundAtTheStartWaitsForAListener_data();
    void endFoundAtTheStartWaitsForAListener();
    void endFoundAtTheStartWaitsNoLongerThanTheLimit();
    void otherEndsAreToldAtOnce();
    void afterTheReleaseNothingWaits();

private:
    struct Rig {
        Rig()
        {
            loaded = cameras.opened && waitFor(bus.load()).ok();
            faces.watch(recorder);
            QObject::connect(&bus, &EventBus::published, &faces, [this](const Event &event) { types << event.type; });
        }
        // What is published when a recording ends for this reason.
        QStringList end(EndCause cause)
        {
            Recording recording;
            recording.file = FileName::parse(QStringLiteral("camera0_x.mp4")).value_or(FileName());
            recording.cause = toString(cause);
            Q_EMIT recorder.ended(recording);
            return published();
        }
        QStringList published()
        {
            QCoreApplication::processEvents();
            return std::exchange(types, {});
        }

        MediaFixture media;
        RegistryRig cameras{media.folder.filePath(QStringLiteral("cameras.db"))};
        StreamLinks links{StreamLinks::Ports()};
        AccessPolicy policy;
        CameraViews views{*cameras.registry, links, policy};
        EventBus bus{cameras.database, cameras.clock};
        Recorder recorder{media.server, media.tokens, media.lookup(), *media.library, media.clock};
        EventFaces faces{bus, views};
        QStringList types;
        bool loaded = false;
    };
    std::unique_ptr<Rig> m_rig;
};

const QStringList stop{QStringLiteral("recording.stop")};

void EventFacesTest::endFoundAtTheStartWaitsForAListener_data()
{
    QTest::addColumn<QString>("topic");
    for (const char *topic : {"recording_status_update", "recording.stop", "recording.error", "camera_status_update"})
        QTest::newRow(topic) << QString::fromLatin1(topic);
}

void EventFacesTest::endFoundAtTheStartWaitsForAListener()
{
    QFETCH(QString, topic);
    QCOMPARE(m_rig->end(EndCause::ServiceRestart), QStringList());
    m_rig->faces.listenedTo({QStringLiteral("camera.connected")});
    QCOMPARE(m_rig->published(), QStringList());
    QVERIFY(m_rig->faces.holdsEnds());
    m_rig->faces.listenedTo({QStringLiteral("camera.connected"), topic});
    QCOMPARE(m_rig->published(), stop);
    QVERIFY(!m_rig->faces.holdsEnds());
}

void EventFacesTest::endFoundAtTheStartWaitsNoLongerThanTheLimit()
{
    QCOMPARE(m_rig->end(EndCause::ServiceRestart), QStringList());
    m_rig->faces.doorsOpened(0ms);
    QTRY_COMPARE(m_rig->types, stop);
}

void EventFacesTest::otherEndsAreToldAtOnce()
{
    QCOMPARE(m_rig->end(EndCause::Requested), stop);
}

void EventFacesTest::afterTheReleaseNothingWaits()
{
    m_rig->faces.releaseEnds();
    QCOMPARE(m_rig->end(EndCause::ServiceRestart), stop);
}

}  // namespace

CS_TEST(EventFacesTest)
#include "tst_eventfaces.moc"
