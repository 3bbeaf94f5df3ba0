#pragma once

#include <initializer_list>
#include <optional>

#include <QByteArrayView>
#include <QtEndian>

namespace cs {

// Takes numbers off the front of some bytes; past their end it gives 0 and is bad for ever. A value.
class BigEndianReader {
public:
    explicit BigEndianReader(QByteArrayView data) : m_data(data) {}

    bool isGood() const { return m_good; }
    qsizetype left() const { return m_data.size(); }
    void skip(qsizetype count) { take(count); }
    quint16 u16() { return number<quint16>(); }
    quint32 u32() { return number<quint32>(); }
    quint64 u64() { return number<quint64>(); }
    QByteArrayView take(qsizetype count)
    {
        if (count < 0 || count > m_data.size()) {
            m_good = false;
            m_data = {};
            return {};
        }
        const QByteArrayView out = m_data.first(count);
        m_data = m_data.sliced(count);
        return out;
    }

private:
    template<class T>
    T number()
    {
        const QByteArrayView bytes = take(sizeof(T));
        return bytes.isEmpty() ? T(0) : qFromBigEndian<T>(bytes.data());
    }

    QByteArrayView m_data;
    bool m_good = true;
};

// One box of an MP4 file (ISO/IEC 14496-12, 4.2).
struct Mp4Box {
    quint32 type = 0;
    QByteArrayView body;
};

constexpr quint32 mp4Type(const char (&name)[5])
{
    return quint32(quint8(name[0])) << 24 | quint32(quint8(name[1])) << 16 | quint32(quint8(name[2])) << 8
           | quint32(quint8(name[3]));
}

// What many boxes begin with.
struct Mp4VersionAndFlags {
    quint8 version = 0;
    quint32 flags = 0;
};

// What a `tfhd` says.
struct Mp4FragmentHeader {
    quint32 track = 0;
    std::optional<quint32> sampleDuration;  // nothing: the track's own default holds
};

// The samples of one `trun`.
struct Mp4Run {
    quint32 count = 0;
    quint64 units = 0;  // how long they last together; may wrap around on hostile bytes
};

Mp4VersionAndFlags mp4VersionAndFlags(BigEndianReader &in);
// Of tkhd (the id) and mdhd (the time scale): the number behind two times of four or eight bytes. 0 if it is not there.
quint32 mp4NumberAfterTimes(QByteArrayView body);
// These two give nothing for a broken box, and never work beyond its length.
std::optional<Mp4FragmentHeader> readMp4FragmentHeader(QByteArrayView tfhd);
std::optional<Mp4Run> readMp4Run(QByteArrayView trun, quint32 defaultDuration);

// The next box; nothing at the end, or where the sizes make no sense.
std::optional<Mp4Box> nextMp4Box(BigEndianReader &in);

// The first box at the end of a chain of types, each directly within the one before.
std::optional<QByteArrayView> findMp4Box(QByteArrayView in, std::initializer_list<quint32> chain);

// Calls fn(body) for each box of that type directly within `in`.
template<class Fn>
void eachMp4Box(QByteArrayView in, quint32 wanted, Fn fn)
{
    BigEndianReader reader(in);
    while (const auto box = nextMp4Box(reader)) {
        if (box->type == wanted)
            fn(box->body);
    }
}

}  // namespace cs
