#include "auditchain/chainpoint.h"

#include <QtEndian>

#include <sodium.h>

namespace cs {

namespace {

QByteArrayView purposeOf(PointKind kind)
{
    switch (kind) {
    case PointKind::Checkpoint: return "camera-service/audit/checkpoint/1";
    case PointKind::Head: return "camera-service/audit/head/1";
    case PointKind::Anchor: return "camera-service/audit/anchor/1";
    }
    return {};
}

}  // namespace

void appendCounted(QByteArray &out, QByteArrayView bytes)
{
    const auto size = qToBigEndian(static_cast<quint32>(bytes.size()));
    out.append(reinterpret_cast<const char *>(&size), sizeof size);
    out.append(bytes);
}

void appendCounted(QByteArray &out, qint64 number)
{
    const auto bytes = qToBigEndian(number);
    appendCounted(out, QByteArrayView(reinterpret_cast<const char *>(&bytes), sizeof bytes));
}

QByteArray sha256(QByteArrayView bytes)
{
    static_assert(ChainHashSize == crypto_hash_sha256_BYTES);
    QByteArray hash(ChainHashSize, Qt::Uninitialized);
    crypto_hash_sha256(reinterpret_cast<unsigned char *>(hash.data()),
                       reinterpret_cast<const unsigned char *>(bytes.data()),
                       static_cast<unsigned long long>(bytes.size()));
    return hash;
}

QByteArray originHash(const QString &installation)
{
    QByteArray bytes;
    appendCounted(bytes, QByteArrayView("camera-service/audit/origin/1"));
    appendCounted(bytes, QByteArrayView(installation.toUtf8()));
    return sha256(bytes);
}

QByteArray signedBytes(PointKind kind, QByteArrayView origin, const SignedPoint &point)
{
    QByteArray bytes;
    appendCounted(bytes, purposeOf(kind));
    appendCounted(bytes, origin);
    appendCounted(bytes, point.seq);
    appendCounted(bytes, toMicroseconds(point.at));
    appendCounted(bytes, QByteArrayView(point.hash));
    return bytes;
}

}  // namespace cs
