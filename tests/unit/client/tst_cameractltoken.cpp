#include <QDateTime>
#include <QFile>

#include "jose/base64url.h"
#include "jose/hmac.h"
#include "support/testprogram.h"
#include "unit/client/programrun.h"
#include "unit/jose/jwssigner.h"

using namespace cs;

namespace {

QByteArray payloadEndingIn(qint64 seconds, const QByteArray &more = {})
{
    return R"({"iss":"urn:id","aud":["a","cams"],"sub":"alice","exp":)"
           + QByteArray::number(QDateTime::currentSecsSinceEpoch() + seconds) + more + '}';
}

}  // namespace

// `cameractl token verify`: the real program, with no service anywhere.
class TstCameraCtlToken : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_run = std::make_unique<ProgramRun>(); }
    void cleanup() { m_run.reset(); }
    void goodTokenIsPrinted();
    void tokenMayComeFromStandardInput();
    void issuerAndAudienceAreHeldAgainstTheToken();
    void reasonsAreGiven();
    void symmetricKeyOfAFileIsTaken();
    void unusedKeysAreNamed();
    void terminalsAreNotToldWhatToDo();
    void keysThatAreNotThere();

private:
    QByteArray token(const QByteArray &payload) const;
    int run(const QByteArrayList &arguments, const QByteArray &input = {});
    int verify(const QByteArrayList &arguments, const QByteArray &input = {});
    void refused(const QByteArrayList &arguments, const QByteArray &reason);

    const JwsSigner m_signer = JwsSigner::ed25519();
    // Empty: the signer's own.
    QByteArray m_keys;
    std::unique_ptr<ProgramRun> m_run;
};

void TstCameraCtlToken::goodTokenIsPrinted()
{
    const QByteArray payload = payloadEndingIn(60);
    QCOMPARE(verify({token(payload)}), 0);
    QVERIFY2(m_run->out.contains("\"sub\": \"alice\""), m_run->out.constData());
    QVERIFY(m_run->err.isEmpty());
}

void TstCameraCtlToken::tokenMayComeFromStandardInput()
{
    const QByteArray payload = payloadEndingIn(60);
    QCOMPARE(verify({"--json"}, token(payload) + '\n'), 0);
    QCOMPARE(m_run->out, payload + '\n');
    init();
    QCOMPARE(verify({"--json", "-"}, token(payload)), 0);
    QCOMPARE(m_run->out, payload + '\n');
}

void TstCameraCtlToken::issuerAndAudienceAreHeldAgainstTheToken()
{
    QCOMPARE(verify({"--issuer", "urn:id", "--audience", "cams", token(payloadEndingIn(60))}), 0);
    init();
    refused({"--issuer", "urn:other", token(payloadEndingIn(60))}, "issuer");
    refused({"--audience", "lights", token(payloadEndingIn(60))}, "audience");
}

void TstCameraCtlToken::reasonsAreGiven()
{
    refused({token(payloadEndingIn(-1))}, "expired");
    refused({token(payloadEndingIn(60, R"(,"nbf":4102444800)"))}, "not valid yet");
    refused({token(payloadEndingIn(60)).chopped(8) + "AAAAAAAA"}, "signature");
    refused({m_signer.sign(JwsAlgorithm::EdDSA, R"({"alg":"EdDSA","kid":"other"})", payloadEndingIn(60))}, "no key");
    refused({toBase64Url(R"({"alg":"none"})") + '.' + toBase64Url(payloadEndingIn(60)) + '.'}, "algorithm");
    refused({token("text")}, "JSON");
    refused({"nonsense"}, "three parts");
    refused({}, "no token");
}

void TstCameraCtlToken::symmetricKeyOfAFileIsTaken()
{
    const QByteArray key(32, 'k');
    m_keys = jwkSetOf({R"({"kty":"oct","k":")" + toBase64Url(key) + "\"}"});
    const QByteArray input = toBase64Url(R"({"alg":"HS256"})") + '.' + toBase64Url(payloadEndingIn(60));
    QCOMPARE(verify({input + '.' + toBase64Url(hmacSha256(key, {input}))}), 0);
    m_keys.clear();
}

void TstCameraCtlToken::unusedKeysAreNamed()
{
    m_keys = jwkSetOf({m_signer.jwk(R"("use":"enc")")});
    refused({token(payloadEndingIn(60))}, "key 1 is not used: its use");
    m_keys.clear();
}

void TstCameraCtlToken::terminalsAreNotToldWhatToDo()
{
    QCOMPARE(verify({token(payloadEndingIn(60, ",\"name\":\"\xc2\x9b\xe2\x80\xae\x7f\""))}), 0);
    QVERIFY(!m_run->out.contains("\xc2\x9b") && !m_run->out.contains("\xe2\x80\xae") && !m_run->out.contains('\x7f'));
}

void TstCameraCtlToken::keysThatAreNotThere()
{
    QCOMPARE(run({"token", "verify", token(payloadEndingIn(60))}), 2);
    QVERIFY(m_run->err.contains("--jwks"));
    init();
    QCOMPARE(run({"token", "verify", "--jwks", "nowhere.json", token(payloadEndingIn(60))}), 1);
    QVERIFY(m_run->err.contains("nowhere.json"));
    m_keys = "{}";
    refused({token(payloadEndingIn(60))}, "no array 'keys'");
    m_keys.clear();
}

QByteArray TstCameraCtlToken::token(const QByteArray &payload) const
{
    return m_signer.sign(JwsAlgorithm::EdDSA, R"({"alg":"EdDSA","kid":"one"})", payload);
}

int TstCameraCtlToken::run(const QByteArrayList &arguments, const QByteArray &input)
{
    QStringList words;
    for (const QByteArray &argument : arguments)
        words << QString::fromUtf8(argument);
    m_run->start(words, input);
    m_run->waitForEnd();
    return m_run->exitCode();
}

int TstCameraCtlToken::verify(const QByteArrayList &arguments, const QByteArray &input)
{
    QFile file(m_run->folder() + QStringLiteral("/jwks.json"));
    const QByteArray keys = m_keys.isEmpty() ? jwkSetOf({m_signer.jwk(R"("kid":"one")")}) : m_keys;
    if (!file.open(QIODevice::WriteOnly) || file.write(keys) != keys.size())
        qFatal("cannot write");
    file.close();
    return run(QByteArrayList{"token", "verify", "--jwks", "jwks.json"} + arguments, input);
}

void TstCameraCtlToken::refused(const QByteArrayList &arguments, const QByteArray &reason)
{
    init();
    QCOMPARE(verify(arguments), 1);
    QVERIFY(m_run->out.isEmpty());
    QVERIFY2(m_run->err.contains(reason), m_run->err.constData());
    QVERIFY(arguments.isEmpty() || arguments.last().size() < 20 || !m_run->err.contains(arguments.last().left(20)));
    init();
}

CS_TEST(TstCameraCtlToken)
#include "tst_cameractltoken.moc"
