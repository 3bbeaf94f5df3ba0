#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include "base/time.h"

namespace cs {

inline constexpr qsizetype ChainHashSize = 32;
// No more records than this come between two signatures.
inline constexpr qint64 CheckpointEvery = 100;

// A place in the chain: the record of that number has that hash. Number 0 is its beginning, before the first record.
struct ChainPoint {
    qint64 seq = 0;
    QByteArray hash;
    friend bool operator==(const ChainPoint &, const ChainPoint &) = default;
};

// A place that was signed, and when. What is signed (Ed25519): the text "camera-service/audit/checkpoint/1" (or head, or
// anchor), the hash of the chain's beginning, seq, time and hash, each with its length before it as in chainHash().
struct SignedPoint {
    qint64 seq = 0;
    Timestamp at;
    QByteArray hash;
    QByteArray signature;
    friend bool operator==(const SignedPoint &, const SignedPoint &) = default;
};

// A checkpoint stays in the chain; the head says where the chain ends now, and the anchor where it begins since the
// oldest records were given up. None can stand for another.
enum class PointKind { Checkpoint, Head, Anchor };

// The hash before the first record of an installation: SHA-256 of "camera-service/audit/origin/1" and its id.
QByteArray originHash(const QString &installation);
QByteArray signedBytes(PointKind kind, QByteArrayView origin, const SignedPoint &point);

// Puts `bytes` behind their length in four bytes.
void appendCounted(QByteArray &out, QByteArrayView bytes);
void appendCounted(QByteArray &out, qint64 number);
QByteArray sha256(QByteArrayView bytes);

}  // namespace cs
