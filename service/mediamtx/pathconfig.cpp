#include "mediamtx/pathconfig.h"

#include <algorithm>

#include <QRegularExpression>
#include <QUrl>

#include "json/writer.h"

namespace cs {

namespace {

constexpr qsizetype MaxNameLength = 200;
constexpr qsizetype MaxSourceLength = 4096;
const auto Publisher = QStringLiteral("publisher");
const auto AutomaticTransport = QStringLiteral("automatic");

bool isSource(const QByteArray &text)
{
    const auto plain = [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\'' && c != '\\' && c != '`'; };
    if (text.size() > MaxSourceLength || !std::all_of(text.begin(), text.end(), plain))
        return false;
    const QUrl url = QUrl::fromEncoded(text, QUrl::StrictMode);
    static const QStringList schemes{QStringLiteral("rtsp"), QStringLiteral("rtsps"), QStringLiteral("http"),
                                     QStringLiteral("https")};
    return url.isValid() && schemes.contains(url.scheme()) && !url.host().isEmpty();
}

// MediaMTX adds the file's suffix, and makes the names of segments from the time fields alone.
bool isRecordPath(const QString &pattern)
{
    const auto control = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (!pattern.startsWith(u'/') || std::any_of(pattern.begin(), pattern.end(), control))
        return false;
    const bool hasTime = pattern.contains(u"%s")
                         || (pattern.contains(u"%Y") && pattern.contains(u"%m") && pattern.contains(u"%d")
                             && pattern.contains(u"%H") && pattern.contains(u"%M") && pattern.contains(u"%S"));
    return hasTime && pattern.contains(u"%path");
}

}  // namespace

bool isPathName(const QString &name)
{
    static const QRegularExpression form(
        QRegularExpression::anchoredPattern(QStringLiteral("[0-9A-Za-z_-]+(/[0-9A-Za-z_-]+)*")));
    // These two stand for "every other path" in MediaMTX.
    return name.size() <= MaxNameLength && form.match(name).hasMatch() && name != u"all" && name != u"all_others";
}

Result<PathConfig> toPathConfig(const PathSpec &spec)
{
    if (!isPathName(spec.name))
        return Error::invalidParam(QStringLiteral("name"), QStringLiteral("is no name for a path"),
                                   QStringLiteral("use letters, digits, - and _ in parts separated by single slashes"));
    if (!spec.sourceUrl.isEmpty() && !isSource(spec.sourceUrl))
        return Error::invalidParam(QStringLiteral("source"), QStringLiteral("is no address of a stream"),
                                   QStringLiteral("give a percent-encoded rtsp, rtsps, http or https URL with a host"));
    if (spec.record && !isRecordPath(spec.recordPath))
        return Error::invalidParam(QStringLiteral("record_path"), QStringLiteral("is no pattern for recordings"),
                                   QStringLiteral("give an absolute path with %path and all fields of the time"));
    const bool rtsp = spec.sourceUrl.startsWith("rtsp");
    return PathConfig{spec.name, spec.sourceUrl.isEmpty() ? Publisher : QString::fromLatin1(spec.sourceUrl),
                      // It would try UDP first and lose seconds.
                      rtsp ? QStringLiteral("tcp") : AutomaticTransport, spec.record,
                      spec.record ? spec.recordPath : QString()};
}

bool sameConfig(const PathConfig &wanted, const PathConfig &found)
{
    // Without `record` its path is MediaMTX's own default and means nothing.
    return wanted.name == found.name && wanted.source == found.source && wanted.rtspTransport == found.rtspTransport
           && wanted.record == found.record && (!wanted.record || wanted.recordPath == found.recordPath);
}

QByteArray toRequestBody(const PathConfig &config)
{
    json::Writer writer;
    writer.beginObject();
    writer.key("source");
    writer.value(config.source);
    writer.key("rtspTransport");
    writer.value(config.rtspTransport);
    writer.key("record");
    writer.value(config.record);
    if (config.record) {
        writer.key("recordPath");
        writer.value(config.recordPath);
    }
    writer.endObject();
    return writer.take();
}

}  // namespace cs
