#include "auditchain/exportformat.h"

#include "auditchain/hextext.h"
#include "auditchain/signedtext.h"
#include "json/codec.h"

namespace cs {

namespace {

using json::field;

constexpr qint64 FormatVersion = 1;

struct HeaderText {
    QString kind;
    qint64 format = FormatVersion;
    QString origin;
    QString publicKey;
    qint64 afterSeq = 0;
    QString afterHash;
    Timestamp exportedAt;
    std::optional<SignedText> head;
    static json::Fields fields()
    {
        return {field("kind", &HeaderText::kind, "trail"),
                field("format", &HeaderText::format, "of these lines"),
                field("origin", &HeaderText::origin, "the hash at the beginning of the whole chain"),
                field("public_key", &HeaderText::publicKey, "Ed25519; hex"),
                field("after_seq", &HeaderText::afterSeq, "the record before the first one here"),
                field("after_hash", &HeaderText::afterHash, "its hash"),
                field("exported_at", &HeaderText::exportedAt, "when"),
                field("head", &HeaderText::head, "where the chain ended then; absent if this is a part")};
    }
};

struct RecordText {
    QString kind;
    qint64 seq = 0;
    QString at;
    qint64 atUs = 0;
    QString username;
    QString address;
    QString action;
    QString target;
    std::optional<QString> device;
    QString result;
    QString requestId;
    QString hash;
    static json::Fields fields()
    {
        return {field("kind", &RecordText::kind, "record"),
                field("seq", &RecordText::seq, "its place in the chain"),
                field("at", &RecordText::at, "when"),
                field("at_us", &RecordText::atUs, "the same in microseconds since 1970; covered by the hash"),
                field("username", &RecordText::username, "who"),
                field("address", &RecordText::address, "from where"),
                field("action", &RecordText::action, "what"),
                field("target", &RecordText::target, "on what"),
                field("device", &RecordText::device, "on which camera"),
                field("result", &RecordText::result, "what came of it"),
                field("request_id", &RecordText::requestId, "as in the log lines"),
                field("hash", &RecordText::hash, "of this record and the one before")};
    }
};

struct CheckpointText {
    QString kind;
    SignedText point;
    static json::Fields fields()
    {
        return {field("kind", &CheckpointText::kind, "checkpoint"),
                field("point", &CheckpointText::point, "what was signed")};
    }
};

struct EndText {
    QString kind;
    qint64 seq = 0;
    static json::Fields fields()
    {
        return {field("kind", &EndText::kind, "end"), field("seq", &EndText::seq, "the last record")};
    }
};

template<class Text>
QByteArray lineOf(const char *kind, Text text)
{
    text.kind = QString::fromLatin1(kind);
    return json::toJson(text) + '\n';
}

Error wrong(const QString &what)
{
    return Error::internal(what);
}

template<class Text>
Result<Text> readAs(const json::Value &value)
{
    auto text = json::fromValue<Text>(value, json::Unknown::Refuse);
    if (!text.ok())
        return wrong(QStringLiteral("the line is not whole: %1").arg(text.error().message));
    return text;
}

Result<ExportedItem> readHeader(const json::Value &value)
{
    const auto text = readAs<HeaderText>(value);
    if (!text.ok())
        return text.error();
    if (text->format != FormatVersion)
        return wrong(QStringLiteral("the file is of format %1, which this program does not know").arg(text->format));
    const auto origin = fromHex(text->origin);
    const auto hash = fromHex(text->afterHash);
    const auto head = text->head ? text->head->point() : std::nullopt;
    if (!origin || !hash || text->afterSeq < 0 || text->head.has_value() != head.has_value())
        return wrong(QStringLiteral("the first line is damaged"));
    return ExportedItem(ExportHeader{*origin, text->publicKey, {text->afterSeq, *hash}, text->exportedAt, head});
}

Result<ExportedItem> readRecord(const json::Value &value)
{
    const auto text = readAs<RecordText>(value);
    if (!text.ok())
        return text.error();
    const auto hash = fromHex(text->hash);
    if (!hash)
        return wrong(QStringLiteral("record %1 has no hash").arg(text->seq));
    const auto device = text->device ? recordedCamera(*text->device) : std::nullopt;
    if (text->device.has_value() != device.has_value())
        return wrong(QStringLiteral("record %1 names no camera").arg(text->seq));
    // People read the one and the hash covers the other.
    if (toIso(fromMicroseconds(text->atUs)) != text->at)
        return wrong(QStringLiteral("record %1 has two times that differ").arg(text->seq));
    return ExportedItem(AuditRecord{text->seq, fromMicroseconds(text->atUs), text->username, text->address,
                                    text->action, text->target, device, text->result, text->requestId, *hash});
}

Result<ExportedItem> readCheckpoint(const json::Value &value)
{
    const auto text = readAs<CheckpointText>(value);
    if (!text.ok())
        return text.error();
    const auto point = text->point.point();
    if (!point)
        return wrong(QStringLiteral("the signature of record %1 is damaged").arg(text->point.seq));
    return ExportedItem(*point);
}

Result<ExportedItem> readEnd(const json::Value &value)
{
    const auto text = readAs<EndText>(value);
    if (!text.ok())
        return text.error();
    return ExportedItem(ExportEnd{text->seq});
}

}  // namespace

QByteArray exportLine(const ExportHeader &header)
{
    HeaderText text;
    text.origin = toHex(header.origin);
    text.publicKey = header.publicKey;
    text.afterSeq = header.after.seq;
    text.afterHash = toHex(header.after.hash);
    text.exportedAt = header.exportedAt;
    if (header.head)
        text.head = SignedText::of(*header.head);
    return lineOf("trail", std::move(text));
}

QByteArray exportLine(const AuditRecord &record)
{
    return lineOf("record", RecordText{{},
                                       record.seq,
                                       toIso(record.at),
                                       toMicroseconds(record.at),
                                       record.username,
                                       record.address,
                                       record.action,
                                       record.target,
                                       record.device ? std::optional(record.device->toString()) : std::nullopt,
                                       record.result,
                                       record.requestId,
                                       toHex(record.hash)});
}

QByteArray exportLine(const SignedPoint &checkpoint)
{
    return lineOf("checkpoint", CheckpointText{{}, SignedText::of(checkpoint)});
}

QByteArray exportLine(const ExportEnd &end)
{
    return lineOf("end", EndText{{}, end.seq});
}

QByteArray exportLines(const ChainPage &page)
{
    QByteArray lines;
    auto checkpoint = page.checkpoints.begin();
    for (const AuditRecord &record : page.records) {
        lines += exportLine(record);
        for (; checkpoint != page.checkpoints.end() && checkpoint->seq <= record.seq; ++checkpoint)
            lines += exportLine(*checkpoint);
    }
    for (; checkpoint != page.checkpoints.end(); ++checkpoint)
        lines += exportLine(*checkpoint);
    return lines;
}

Result<ExportedItem> readExportLine(QByteArrayView line)
{
    const auto value = json::parse(line);
    const json::Value *kind = value.ok() ? value->member(u"kind") : nullptr;
    if (!kind || !kind->asString())
        return wrong(QStringLiteral("the line is none of an exported trail"));
    if (*kind->asString() == QLatin1String("record"))
        return readRecord(*value);
    if (*kind->asString() == QLatin1String("checkpoint"))
        return readCheckpoint(*value);
    if (*kind->asString() == QLatin1String("trail"))
        return readHeader(*value);
    if (*kind->asString() == QLatin1String("end"))
        return readEnd(*value);
    return wrong(QStringLiteral("the line is none of an exported trail"));
}

}  // namespace cs
