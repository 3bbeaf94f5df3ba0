#pragma once

#include <vector>

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtEndian>

namespace cs {

// Ten seconds of a small moving picture as ffmpeg fragments it, five fragments a second, in pieces that a test puts
// together as it likes. Made once per program.
struct SampleVideo {
    static constexpr int FragmentMs = 200;

    QByteArray header;                  // ftyp and moov
    std::vector<QByteArray> fragments;  // moof and mdat each
    QString problem;

    static const SampleVideo &instance()
    {
        static const SampleVideo video = make();
        return video;
    }

    // Header and the first `count` fragments.
    QByteArray first(int count) const
    {
        QByteArray out = header;
        for (int i = 0; i < count; ++i)
            out += fragments[size_t(i)];
        return out;
    }

    // Where the header says how long the file is: its version is 0 (ISO/IEC 14496-12, 8.2.2).
    qsizetype durationAt() const { return header.indexOf("mvhd") + 20; }

    // What MediaMTX does at the end of a recording.
    static QByteArray closed(QByteArray file, quint32 durationMs)
    {
        qToBigEndian(durationMs, file.data() + instance().durationAt());
        return file;
    }

private:
    static SampleVideo make()
    {
        SampleVideo out;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("sample.mp4"));
        QProcess ffmpeg;
        ffmpeg.setProcessChannelMode(QProcess::MergedChannels);
        ffmpeg.start(
            QStringLiteral("ffmpeg"),
            QStringLiteral("-hide_banner -loglevel error -nostdin -f lavfi -i testsrc=size=160x120:rate=10:duration=10 "
                           "-c:v libx264 -preset ultrafast -tune zerolatency -g 10 -pix_fmt yuv420p "
                           "-movflags +empty_moov+default_base_moof+skip_trailer -frag_duration 200000")
                    .split(u' ')
                << path);
        QFile file(path);
        if (!ffmpeg.waitForFinished(60000) || ffmpeg.exitCode() != 0 || !file.open(QIODevice::ReadOnly))
            out.problem = QStringLiteral("ffmpeg: ") + QString::fromUtf8(ffmpeg.readAll());
        else
            out.split(file.readAll());
        return out;
    }

    void split(const QByteArray &file)
    {
        for (qsizetype at = 0; at + 8 <= file.size();) {
            const qsizetype size = qFromBigEndian<quint32>(file.data() + at);
            const QByteArray type = file.mid(at + 4, 4);
            const QByteArray box = file.mid(at, size);
            if (type == "moof")
                fragments.push_back(box);
            else if (type == "mdat" && !fragments.empty())
                fragments.back() += box;
            else
                header += box;
            at += std::max<qsizetype>(size, 8);
        }
    }
};

inline bool writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

// Seconds, as ffprobe says; negative if it cannot read the file.
inline double probedDuration(const QString &path)
{
    QProcess probe;
    probe.start(QStringLiteral("ffprobe"),
                {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-show_entries"),
                 QStringLiteral("format=duration"), QStringLiteral("-of"), QStringLiteral("csv=p=0"), path});
    if (!probe.waitForFinished(30000) || probe.exitCode() != 0)
        return -1;
    bool isNumber = false;
    const double seconds = probe.readAllStandardOutput().trimmed().toDouble(&isNumber);
    return isNumber ? seconds : -1;
}

}  // namespace cs
