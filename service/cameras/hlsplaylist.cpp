#include "cameras/hlsplaylist.h"

#include <algorithm>
#include <cmath>

#include <QRegularExpression>

namespace cs {
namespace {

constexpr int MaxLines = 5000;
constexpr double MaxSeconds = 3600;

// Only files beside the playlist: no scheme, no folder, no way up.
QString plainFile(const QString &name)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$"));
    return plain.match(name).hasMatch() ? name : QString();
}

QString uriOf(const QString &attributes)
{
    static const QRegularExpression uri(QStringLiteral("(?:^|,)URI=\"([^\"]*)\""));
    return plainFile(uri.match(attributes).captured(1));
}

double secondsOf(const QString &text)
{
    const double seconds = text.toDouble();
    return std::isfinite(seconds) && seconds > 0 && seconds <= MaxSeconds ? seconds : 0;
}

double partSeconds(const QString &attributes)
{
    static const QRegularExpression duration(QStringLiteral("(?:^|,)DURATION=([0-9.]+)"));
    return secondsOf(duration.match(attributes).captured(1));
}

bool isIndependent(const QString &attributes)
{
    static const QRegularExpression yes(QStringLiteral("(?:^|,)INDEPENDENT=YES(?:,|$)"));
    return yes.match(attributes).hasMatch();
}

// Reads line by line; the tags before a file's name belong to that file.
class Reader {
public:
    void line(const QString &text)
    {
        if (text.startsWith(u'#'))
            tag(text.section(u':', 0, 0).mid(1), text.section(u':', 1));
        else if (!text.isEmpty())
            file(plainFile(text));
    }
    HlsPlaylist take() { return std::move(m_out); }

private:
    void tag(const QString &name, const QString &value)
    {
        if (name == u"EXT-X-STREAM-INF")
            m_isVariant = true;
        else if (name == u"EXTINF")
            m_seconds = secondsOf(value.section(u',', 0, 0));
        else if (name == u"EXT-X-GAP")
            m_isGap = true;
        else if (name == u"EXT-X-MAP")
            m_out.initFile = uriOf(value);
        else if (name == u"EXT-X-PART" && !uriOf(value).isEmpty())
            m_out.parts.push_back(
                {uriOf(value), partSeconds(value), isIndependent(value), qsizetype(m_out.segments.size())});
    }
    void file(const QString &name)
    {
        if (m_isVariant && m_out.firstVariant.isEmpty())
            m_out.firstVariant = name;
        else if (!m_isVariant && !m_isGap && !name.isEmpty())
            m_out.segments.push_back({name, m_seconds, false, 0});
        m_isVariant = m_isGap = false;
        m_seconds = 0;
    }

    HlsPlaylist m_out;
    bool m_isVariant = false;
    bool m_isGap = false;
    double m_seconds = 0;
};

}  // namespace

HlsPlaylist HlsPlaylist::parse(QByteArrayView text)
{
    Reader reader;
    const char *at = text.begin();
    for (int line = 0; line < MaxLines && at < text.end(); ++line) {
        const char *end = std::find(at, text.end(), '\n');
        reader.line(QString::fromLatin1(QByteArrayView(at, end)).trimmed());
        at = end == text.end() ? end : end + 1;
    }
    return reader.take();
}

}  // namespace cs
