#include "recordings/fmp4file.h"

#include <cerrno>
#include <limits>

#include <QFileInfo>
#include <QtEndian>

#include "cameras/mp4boxes.h"
#include "recordings/filehandle.h"

namespace cs {
namespace {

// A day at five fragments a second has 900,000 boxes.
constexpr qint64 MaxBoxes = 20'000'000;
constexpr qint64 MaxHeaderBytes = 4 << 20;
constexpr qint64 MaxFragmentHeaderBytes = 16 << 20;
// MediaMTX writes a fragment of at most 50 MB; a longer rest is damage, and damage is not cut away.
constexpr qint64 MaxTailBytes = 64 << 20;
// MediaMTX's init segments have 1 to 2 kB; a single fragment of a camera has more than this.
constexpr qint64 MaxInitBytes = 16 << 10;
constexpr qint64 ShortHeader = 8;
constexpr qint64 LongHeader = 16;

}  // namespace

bool Fmp4Facts::surelyEmpty() const
{
    return !hasMedia && !closed && asOurs && tail != Tail::Foreign && sizeBytes <= MaxInitBytes;
}

Fmp4File::Step Fmp4File::readBox(const FileHandle &file, qint64 at, qint64 size, Box &out)
{
    const QByteArray bytes = file.readAt(at, std::min(LongHeader, size - at));
    BigEndianReader in(bytes);
    if (in.left() < ShortHeader)
        return Step::Cut;
    quint64 length = in.u32();
    out.type = in.u32();
    out.header = ShortHeader;
    // A file system that lost power may give zeros where the last bytes never arrived.
    if (length == 0)
        return out.type == 0 ? Step::Cut : Step::Foreign;
    if (length == 1) {
        out.header = LongHeader;
        if (in.left() < LongHeader - ShortHeader)
            return Step::Cut;
        length = in.u64();
    }
    if (length < quint64(out.header))
        return Step::Foreign;
    if (length > quint64(size - at))
        return Step::Cut;
    out.size = qint64(length);
    return Step::On;
}

bool Fmp4File::takeHeader(const QByteArray &body, qint64 bodyAt)
{
    m_header = readFmp4Header(body);
    if (!m_header)
        return false;
    m_durationAt = bodyAt + m_header->durationAt;
    m_closed = m_header->duration > 0;
    return true;
}

bool Fmp4File::take(const FileHandle &file, const Box &box)
{
    const qint64 bodyAt = m_offset + box.header;
    const qint64 bodySize = box.size - box.header;
    if (box.type == mp4Type("moov") && !m_header) {
        if (bodySize > MaxHeaderBytes || !takeHeader(file.readAt(bodyAt, bodySize), bodyAt))
            return false;
    } else if (box.type == mp4Type("moof")) {
        if (bodySize > MaxFragmentHeaderBytes || !m_header)
            return false;
        m_pending = m_header->tracks;
        if (!addFmp4Fragment(file.readAt(bodyAt, bodySize), *m_pending))
            return false;
    } else if (box.type == mp4Type("mdat") && m_pending) {
        m_header->tracks = std::move(*m_pending);
        m_pending.reset();
        m_hasMedia = true;
    }
    if (!m_pending)
        m_complete = m_offset + box.size;
    return true;
}

// The box at m_offset. Of one that is cut within its first bytes no type is known.
bool Fmp4File::isOurs(const Box &box, bool isWhole) const
{
    if (m_offset == 0)
        return box.type == mp4Type("ftyp");
    if (!isWhole && box.type == 0)
        return true;
    if (!m_header)
        return box.type == mp4Type("moov");
    return box.type == (m_pending ? mp4Type("mdat") : mp4Type("moof"));
}

Result<Fmp4Facts::Tail> Fmp4File::walk(const FileHandle &file, qint64 size)
{
    m_tailIsOurs = true;
    while (m_offset < size) {
        if (++m_boxes > MaxBoxes)
            return storageError(QStringLiteral("read"), m_path, EFBIG);
        Box box;
        const Step step = readBox(file, m_offset, size, box);
        const bool isExpected = isOurs(box, step == Step::On);
        if (step != Step::On) {
            m_tailIsOurs = isExpected;
            return step == Step::Cut ? Fmp4Facts::Tail::Cut : Fmp4Facts::Tail::Foreign;
        }
        m_boxesAreOurs = m_boxesAreOurs && isExpected;
        if (!take(file, box)) {
            m_pending.reset();
            return Fmp4Facts::Tail::Foreign;
        }
        m_offset += box.size;
    }
    return m_pending ? Fmp4Facts::Tail::Cut : Fmp4Facts::Tail::None;
}

void Fmp4File::lookForEnd(const FileHandle &file)
{
    if (!m_header || m_closed)
        return;
    const qsizetype width = m_header->wideDuration ? 8 : 4;
    const QByteArray bytes = file.readAt(m_durationAt, width);
    m_closed = bytes.size() == width && bytes.count('\0') != width;
}

Result<Fmp4Facts> Fmp4File::update()
{
    auto file = FileHandle::open(m_path, FileHandle::Access::Read);
    if (!file.ok())
        return file.error();
    qint64 size = 0;
    // The end is looked for before the size: once it is written nothing is added, so the last round sees all there is.
    do {
        lookForEnd(*file);
        size = file->size();
        if (size < m_offset)
            return storageError(QStringLiteral("follow"), m_path, ESTALE);
        const auto tail = walk(*file, size);
        if (!tail.ok())
            return tail.error();
        m_tail = *tail;
    } while (m_closed && file->size() > size);
    Fmp4Facts facts;
    facts.sizeBytes = size;
    facts.completeBytes = m_complete;
    facts.hasMedia = m_hasMedia;
    facts.closed = m_closed;
    facts.tail = m_tail;
    facts.asOurs = m_boxesAreOurs && m_tailIsOurs;
    if (m_header)
        facts.duration = lengthOf(m_header->tracks);
    return facts;
}

bool Fmp4File::writeDuration(const FileHandle &file) const
{
    const auto length = lengthOf(m_header->tracks);
    const double units = std::chrono::duration<double>(length).count() * m_header->timescale;
    if (units < 1 || units > std::numeric_limits<quint32>::max())
        return true;
    char bytes[8] = {};
    if (m_header->wideDuration)
        qToBigEndian<quint64>(quint64(units), bytes);
    else
        qToBigEndian<quint32>(quint32(units), bytes);
    return file.writeAt(m_durationAt, QByteArrayView(bytes, m_header->wideDuration ? 8 : 4));
}

Result<Fmp4Facts> Fmp4File::repair()
{
    auto facts = update();
    if (!facts.ok() || !facts->hasMedia)
        return facts;
    const bool mayCut = facts->tail == Fmp4Facts::Tail::Cut && facts->sizeBytes - facts->completeBytes <= MaxTailBytes;
    if (facts->closed && !mayCut)
        return facts;
    auto file = FileHandle::open(m_path, FileHandle::Access::Write);
    if (!file.ok())
        return file.error();
    if (mayCut && !file->truncate(facts->completeBytes))
        return storageError(QStringLiteral("shorten"), m_path, errno);
    if (!facts->closed && !writeDuration(*file))
        return storageError(QStringLiteral("write to"), m_path, errno);
    if (!file->sync())
        return storageError(QStringLiteral("sync"), m_path, errno);
    m_pending.reset();
    m_offset = mayCut ? facts->completeBytes : m_offset;
    return update();
}

Fmp4Outcome outcomeOf(const QString &path, Result<Fmp4Facts> facts)
{
    if (facts.ok())
        return {std::move(facts)};
    const QFileInfo info(path);
    return {std::move(facts), info.exists(), info.size()};
}

}  // namespace cs
