#include "cameras/testsource.h"

#include <QDirIterator>
#include <QRegularExpression>

#include "cameras/logging.h"

namespace cs {
namespace {

constexpr int FontsSeen = 5000;

QString font()
{
    static const QString found = [] {
        const QString file = clockFont(QStringLiteral("/usr/share/fonts"));
        if (file.isEmpty())
            qCInfo(lcCameras) << "no font below /usr/share/fonts: test pictures come without a clock";
        return file;
    }();
    return found;
}

}  // namespace

QString clockFont(const QString &folder)
{
    static const QStringList liked{QStringLiteral("DejaVuSansMono.ttf"), QStringLiteral("DejaVuSans.ttf"),
                                   QStringLiteral("LiberationMono-Regular.ttf"), QStringLiteral("NotoSans-Regular.ttf"),
                                   QStringLiteral("FreeSans.ttf")};
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9/._-]+$"));
    QString best;
    qsizetype bestRank = liked.size() + 1;
    QDirIterator files(folder, {QStringLiteral("*.ttf")}, QDir::Files, QDirIterator::Subdirectories);
    for (int seen = 0; seen < FontsSeen && files.hasNext(); ++seen) {
        const QString file = files.next();
        const qsizetype known = liked.indexOf(files.fileName());
        const qsizetype rank = known < 0 ? liked.size() : known;
        if (rank < bestRank && plain.match(file).hasMatch()) {
            best = file;
            bestRank = rank;
        }
    }
    return best;
}

QStringList testPictureArguments(const TestPicture &picture, const QString &label, const QString &font)
{
    QString graph = QStringLiteral("testsrc2=size=%1x%2:rate=%3")
                        .arg(picture.size.width())
                        .arg(picture.size.height())
                        .arg(picture.fps);
    if (!font.isEmpty())
        graph += QStringLiteral(",drawtext=fontfile=%1:text='%2  %{gmtime} UTC':x=w/40:y=h-th-w/40:fontsize=h/14"
                                ":fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=6")
                     .arg(font, label);
    const QString keyFrames = QString::number(picture.fps * picture.keyFrameEvery.count());
    QStringList out;
    for (const char *word :
         {"-hide_banner", "-nostdin", "-nostats", "-loglevel", "warning", "-re", "-f", "lavfi", "-i"})
        out << QString::fromLatin1(word);
    out << graph;
    // One thread: a small picture gains nothing from more, and each costs memory and a frame of delay.
    for (const char *word : {"-threads", "1", "-filter_threads", "1", "-c:v", "libx264", "-preset", "ultrafast",
                             "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-sc_threshold", "0"})
        out << QString::fromLatin1(word);
    out << QStringLiteral("-g") << keyFrames << QStringLiteral("-keyint_min") << keyFrames;
    // Packets that the media server can hand on over any transport as they are.
    for (const char *word : {"-f", "rtsp", "-rtsp_transport", "tcp", "-pkt_size", "1200"})
        out << QString::fromLatin1(word);
    return out;
}

TestSource::TestSource(MediaServer &server, InternalTokens &tokens, const Clock &clock, QString path,
                       const QString &ffmpeg, const TestPicture &picture)
    : m_path(std::move(path)),
      m_picture(picture),
      m_publisher(server, tokens, clock, m_path, ffmpeg)
{
    m_publisher.setArguments(testPictureArguments(m_picture, m_path, font()));
    connect(&m_publisher, &Publisher::changed, this, &CameraSource::changed);
    connect(&m_publisher, &Publisher::failed, this, &TestSource::onFailed);
}

PathSpec TestSource::path() const
{
    PathSpec out;
    out.name = m_path;
    return out;
}

void TestSource::onFailed(const QString &reason)
{
    // Some builds of ffmpeg cannot draw text: better no clock than no picture.
    if (reason.contains(u"drawtext"))
        m_publisher.setArguments(testPictureArguments(m_picture, m_path, {}));
    Q_EMIT failed(reason);
}

}  // namespace cs

#include "moc_testsource.cpp"
