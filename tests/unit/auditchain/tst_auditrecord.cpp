#include <QCryptographicHash>
#include <QtEndian>

#include "auditchain/hextext.h"
#include "auditchain/keyfile.h"
#include "support/testprogram.h"
#include "unit/auditchain/madechain.h"

using namespace cs;

// What a record may hold, what its hash covers, and the small files of the trail.
class TestAuditRecord : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hashIsTheOneOfItsDescription();
    void hashCoversEachField();
    void textsOfNeighboursCannotRunTogether();
    void tidyTextsStayWithinTheirLength();
    void tidyTextsHoldNothingThatChangesOnItsWay_data();
    void tidyTextsHoldNothingThatChangesOnItsWay();
    void tidyLeavesGoodTextsAlone();
    void tidyKeepsOnlyWhatCanBeACamera();
    void hexIsReadStrictly_data();
    void hexIsReadStrictly();
    void publicKeyComesBackFromItsFile();
    void filesThatAreNoKeysAreRefused();
    void signatureIsOfOnePlaceKindAndInstallation();
};

namespace {

QByteArray counted(const QByteArray &bytes)
{
    QByteArray out(4, '\0');
    qToBigEndian(quint32(bytes.size()), out.data());
    return out + bytes;
}

QByteArray counted(qint64 number)
{
    QByteArray bytes(8, '\0');
    qToBigEndian(number, bytes.data());
    return counted(bytes);
}

}  // namespace

// Written out once more, as somebody without our code would do it.
void TestAuditRecord::hashIsTheOneOfItsDescription()
{
    AuditRecord record = testRecord(8);
    record.seq = 17;
    record.username = QString::fromUtf8("Jürgen");
    const QByteArray before(32, 'h');
    QCOMPARE(record.device, std::optional(CameraId(8)));
    const QByteArray text = counted("camera-service/audit/record/1") + counted(before) + counted(17)
                            + counted(toMicroseconds(record.at)) + counted(QByteArray("J\xc3\xbcrgen"))
                            + counted(record.address.toUtf8()) + counted(record.action.toUtf8())
                            + counted(record.target.toUtf8()) + counted(QByteArray("\0\0\0\x08", 4))
                            + counted(record.result.toUtf8()) + counted(record.requestId.toUtf8());
    QCOMPARE(chainHash(record, before), QCryptographicHash::hash(text, QCryptographicHash::Sha256));
    QCOMPARE(
        originHash(QStringLiteral("x")),
        QCryptographicHash::hash(counted("camera-service/audit/origin/1") + counted("x"), QCryptographicHash::Sha256));
}

void TestAuditRecord::hashCoversEachField()
{
    const AuditRecord base = testRecord(1);
    const QByteArray before(32, 'h');
    QSet<QByteArray> hashes{chainHash(base, before), chainHash(base, QByteArray(32, 'i'))};
    const auto changed = [&](const auto &change) {
        AuditRecord record = base;
        change(record);
        hashes.insert(chainHash(record, before));
    };
    changed([](AuditRecord &r) { ++r.seq; });
    changed([](AuditRecord &r) { r.at += std::chrono::microseconds(1); });
    for (const auto text : {&AuditRecord::username, &AuditRecord::address, &AuditRecord::action, &AuditRecord::target,
                            &AuditRecord::result, &AuditRecord::requestId})
        changed([text](AuditRecord &r) { r.*text += u'x'; });
    changed([](AuditRecord &r) { r.device = CameraId(4711); });
    changed([](AuditRecord &r) { r.device.reset(); });
    QCOMPARE(hashes.size(), 12);
}

void TestAuditRecord::textsOfNeighboursCannotRunTogether()
{
    AuditRecord one = testRecord(1);
    AuditRecord other = one;
    one.username = QStringLiteral("ab");
    one.address = QStringLiteral("c");
    other.username = QStringLiteral("a");
    other.address = QStringLiteral("bc");
    QVERIFY(chainHash(one, "x") != chainHash(other, "x"));
}

void TestAuditRecord::tidyTextsStayWithinTheirLength()
{
    AuditRecord record;
    record.username = QString(500, u'u');
    record.target = QString(255, u't') + QString::fromUtf8("😀😀");
    record.action = record.address = record.result = record.requestId = QString(65, u'w');
    tidy(record);
    QCOMPARE(record.username.size(), 128);
    // Not half a character.
    QCOMPARE(record.target, QString(255, u't'));
    for (const QString &word : {record.action, record.address, record.result, record.requestId})
        QCOMPARE(word, QString(64, u'w'));
}

void TestAuditRecord::tidyTextsHoldNothingThatChangesOnItsWay_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tidied");
    const QString mark(QChar::ReplacementCharacter);
    QTest::newRow("nul") << QString(u"a"_qs + QChar(0) + u'b') << QString(u'a' + mark + u'b');
    QTest::newRow("line end") << QStringLiteral("a\r\nb") << QString(u'a' + mark + mark + u'b');
    QTest::newRow("escape") << QStringLiteral("\x1b[2J") << QString(mark + u"[2J"_qs);
    QTest::newRow("C1") << QString(QChar(0x9b)) << mark;
    QTest::newRow("byte order mark") << QString(QChar(0xfeff) + u"a"_qs) << QString(mark + u'a');
    QTest::newRow("half a pair at the end") << QString(u"a"_qs + QChar(0xd83d)) << QString(u'a' + mark);
    QTest::newRow("wrong half first") << QString(QChar(0xde00) + u"a"_qs) << QString(mark + u'a');
    QTest::newRow("no character") << QString(QChar(0xffff)) << mark;
}

void TestAuditRecord::tidyTextsHoldNothingThatChangesOnItsWay()
{
    QFETCH(QString, text);
    QFETCH(QString, tidied);
    AuditRecord record;
    record.target = text;
    tidy(record);
    QCOMPARE(record.target, tidied);
    QCOMPARE(QString::fromUtf8(record.target.toUtf8()), record.target);
}

void TestAuditRecord::tidyKeepsOnlyWhatCanBeACamera()
{
    AuditRecord record;
    for (const char *name : {"camera0", "camera7", "camera999999999"}) {
        record.device = CameraId::parse(QString::fromLatin1(name));
        tidy(record);
        QVERIFY(record.device == CameraId::parse(QString::fromLatin1(name)));
    }
    for (const auto &none :
         {CameraId::parse(u"camera00"), CameraId::parse(u"camera1234567890"), std::optional(CameraId())}) {
        record.device = none;
        tidy(record);
        QVERIFY(!record.device);
    }
}

void TestAuditRecord::tidyLeavesGoodTextsAlone()
{
    AuditRecord record;
    record.target = QString::fromUtf8("Tür 😀 'x'; drop table audit_records; -- \" \\ 日本");
    const AuditRecord before = record;
    tidy(record);
    QCOMPARE(record, before);
}

void TestAuditRecord::hexIsReadStrictly_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"A0", "a", "0 1", "a0 ", "0x00", "gg", "a0\n", "\xc3\xa4\xc3\xa4"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestAuditRecord::hexIsReadStrictly()
{
    QFETCH(QString, text);
    QVERIFY(!fromHex(text));
    QCOMPARE(fromHex(QStringLiteral("00ff7f")), std::optional(QByteArray("\x00\xff\x7f", 3)));
}

void TestAuditRecord::publicKeyComesBackFromItsFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("public.key"));
    QVERIFY(!readPublicKey(path).ok());
    QVERIFY(writePublicKey(path, testKey().publicKey()).ok());
    QCOMPARE(readPublicKey(path).value(), testKey().publicKey());
    QVERIFY(writePublicKey(path, testKey(2).publicKey()).ok());
    QCOMPARE(readPublicKey(path).value(), testKey(2).publicKey());
}

void TestAuditRecord::filesThatAreNoKeysAreRefused()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("public.key"));
    for (const QByteArray &content : {QByteArray(), QByteArray("\0\n", 2), QByteArray(63, 'a'), QByteArray(65, 'a'),
                                      QByteArray(64, 'G'), QByteArray(100000, 'a')}) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        QVERIFY(!readPublicKey(path).ok());
    }
    QVERIFY(!readPublicKey(folder.path()).ok());
    QVERIFY(!readPublicKey(QStringLiteral("/dev/zero")).ok());
}

void TestAuditRecord::signatureIsOfOnePlaceKindAndInstallation()
{
    const AuditKey key = testKey();
    const QByteArray origin = originHash(QStringLiteral("a"));
    const Timestamp at = fromMicroseconds(5);
    const SignedPoint good = key.sign(PointKind::Checkpoint, origin, {7, QByteArray(32, 'h')}, at);
    QVERIFY(key.publicKey().verify(PointKind::Checkpoint, origin, good));
    QVERIFY(!key.publicKey().verify(PointKind::Head, origin, good));
    QVERIFY(!key.publicKey().verify(PointKind::Checkpoint, originHash(QStringLiteral("b")), good));
    QVERIFY(!testKey(2).publicKey().verify(PointKind::Checkpoint, origin, good));
    for (int i = 0; i < 4; ++i) {
        SignedPoint bad = good;
        bad.seq += i == 0;
        bad.at += std::chrono::microseconds(i == 1);
        if (i == 2)
            bad.hash[31] = 'i';
        if (i == 3)
            bad.signature[0] = char(bad.signature[0] ^ 1);
        QVERIFY(!key.publicKey().verify(PointKind::Checkpoint, origin, bad));
    }
    SignedPoint empty = good;
    empty.signature.clear();
    QVERIFY(!key.publicKey().verify(PointKind::Checkpoint, origin, empty));
    QVERIFY(!AuditKey::fromSeed(QByteArray(31, 'x')).ok());
}

CS_TEST(TestAuditRecord)
#include "tst_auditrecord.moc"
