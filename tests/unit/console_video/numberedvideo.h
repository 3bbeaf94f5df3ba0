#pragma once

#include <QByteArray>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>

namespace cs {

// A real H.264 file in which each picture shows its own number, 15 a second with a key frame every two, as ten stripes of
// light and dark: what is seen says exactly which picture it is.
class NumberedVideo {
public:
    static constexpr int Rate = 15;
    static constexpr int KeyInterval = 30;

    enum class Kind {
        MoovInFront,  // an ordinary MP4, made for the web
        Fragments,    // as MediaMTX records: a part a second, no index; every other one begins without a key frame
        Reordered,    // MoovInFront with B-frames: not decoded in the order of showing
    };

    // Grain below the stripes keeps the file from becoming small.
    enum class Grain { None, Much };

    static QByteArray make(Kind kind, int frames, QSize size = {160, 96}, Grain grain = Grain::None)
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("video.mp4"));
        QStringList arguments =
            QStringLiteral(
                "-hide_banner -loglevel error -f rawvideo -pixel_format gray -video_size %1x%2 "
                "-framerate %3 -i pipe:0 -c:v libx264 -preset ultrafast -g %4 -keyint_min %4 -sc_threshold 0 "
                "-pix_fmt yuv420p")
                .arg(size.width())
                .arg(size.height())
                .arg(Rate)
                .arg(KeyInterval)
                .split(u' ');
        switch (kind) {
        case Kind::MoovInFront: arguments << words("-tune zerolatency -movflags +faststart"); break;
        case Kind::Fragments:
            arguments << words("-tune zerolatency -movflags +empty_moov+default_base_moof+skip_trailer "
                               "-frag_duration 1000000");
            break;
        case Kind::Reordered: arguments << words("-bf 3 -movflags +faststart"); break;
        }
        QProcess ffmpeg;
        ffmpeg.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        ffmpeg.start(QStringLiteral("ffmpeg"), arguments << path);
        for (int number = 0; number < frames; ++number) {
            ffmpeg.write(picture(number, size, grain));
            ffmpeg.waitForBytesWritten();
        }
        ffmpeg.closeWriteChannel();
        ffmpeg.waitForFinished(60000);
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    // The number that a picture shows.
    static int numberIn(const QImage &picture)
    {
        int number = 0;
        for (int bit = 0; bit < Bits; ++bit) {
            const int x = (2 * bit + 1) * picture.width() / (2 * Bits);
            if (qGray(picture.pixel(x, picture.height() / 2)) > 128)
                number |= 1 << bit;
        }
        return number;
    }
    // Which picture is seen at this time.
    static int numberAt(std::chrono::milliseconds time) { return int(time.count() * Rate / 1000); }

private:
    static constexpr int Bits = 10;

    static QStringList words(const char *text) { return QString::fromLatin1(text).split(u' '); }
    static QByteArray picture(int number, QSize size, Grain grain)
    {
        QByteArray line;
        for (int x = 0; x < size.width(); ++x)
            line += number >> (x * Bits / size.width()) & 1 ? char(230) : char(20);
        QByteArray all = line.repeated(size.height());
        // Around the middle grey, new in each picture, the same in each run.
        quint32 random = quint32(number);
        for (qsizetype at = all.size() * 2 / 3; grain == Grain::Much && at < all.size(); ++at) {
            random = random * 1664525 + 1013904223;
            all[at] = char(64 + (random >> 25));
        }
        return all;
    }
};

}  // namespace cs
