#include <thread>

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>

#include "auth/apikeytext.h"
#include "support/testprogram.h"
#include "unit/auth/rightsrig.h"

using namespace cs;
using namespace std::chrono_literals;

class TestApiKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_rig = std::make_unique<RightsRig>(); }
    void cleanup() { m_rig.reset(); }

    void madeKeySignsIn();
    void textHasItsForm();
    void everyChangeOfTheTextIsRefused();
    void secretIsNowhereInTheDatabase();
    void roleIsAtMostTheCreators();
    void restrictedCreatorMakesRestrictedKeys();
    void keyOfAKeyBelongsToItsOwner();
    void keyNeverHasMoreThanItsOwner();
    void keyOfADisabledOwnerIsRefused();
    void keyGoesWithItsOwner();
    void expiredKeyIsRefused();
    void endMustLieAhead();
    void rotatedKeyHasANewSecret();
    void revokedKeyIsRefused();
    void namesAreUnique();
    void lastUseIsWrittenOnceInAWhile();
    void everythingIsThereAfterARestart();
    void answersComeBeforeSignals();
    void keysAreAdmittedWhileTheyAreMadeAndRevoked();

private:
    static Principal admin() { return Principal::user("root", Role::Admin); }
    Result<MadeApiKey> make(const ApiKeyOrder &order, const Principal &creator = admin())
    {
        return waitFor(m_rig->keys->create(creator, order));
    }
    Result<TokenHolder> admit(const QByteArray &text) const { return m_rig->keys->admit(text, m_rig->clock.now()); }
    QString refusal(const QByteArray &text) const
    {
        const auto holder = admit(text);
        return holder.ok() ? QString() : holder.error().data.value("reason").toString();
    }

    std::unique_ptr<RightsRig> m_rig;
};

void TestApiKeys::madeKeySignsIn()
{
    const auto made = make({"Wall display", Role::Operator, {}, {}});
    QVERIFY(made.ok());
    QCOMPARE(made->key.createdBy, QString("root"));
    QCOMPARE(made->key.owner, QString("root"));
    const auto holder = admit(made->text);
    QVERIFY(holder.ok());
    QCOMPARE(holder->principal, Principal::user("key:Wall display", Role::Operator));
    QCOMPARE(holder->origin, QString("key:") + made->key.id);
    QVERIFY(holder->expiresAt > m_rig->clock.now() + std::chrono::days(300));
    QCOMPARE(*m_rig->rights.rightsOf("key:wall display"), (Rights{Role::Operator, true, true, {}}));
}

void TestApiKeys::textHasItsForm()
{
    const auto made = make({"a", Role::Viewer, {}, {}});
    static const QRegularExpression form("^csk_k[0-9a-f]{15}_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$");
    QVERIFY(form.match(QString::fromLatin1(made->text)).hasMatch());
    QVERIFY(ApiKeyText::looksLikeOne(made->text));
    QVERIFY(!ApiKeyText::looksLikeOne("eyJhbGciOi"));
    const auto parsed = ApiKeyText::parse(made->text);
    QCOMPARE(parsed->id, made->key.id);
    QCOMPARE(parsed->secret.size(), 32);
    QCOMPARE(parsed->toText(), made->text);
}

void TestApiKeys::everyChangeOfTheTextIsRefused()
{
    const QByteArray text = make({"a", Role::Viewer, {}, {}})->text;
    for (qsizetype i = 0; i < text.size(); ++i) {
        for (const char c : {'A', 'b', '0', '_', '-', '\0', '\xff'}) {
            QByteArray changed = text;
            changed[i] = c;
            if (changed != text)
                QVERIFY2(!admit(changed).ok(), changed.constData());
        }
        QVERIFY(!admit(text.first(i)).ok());
        QVERIFY(!admit(text.sliced(i + 1)).ok());
        QVERIFY(!admit(QByteArray(text).insert(i, 'A')).ok());
    }
    QVERIFY(!admit(text + ' ').ok());
    QVERIFY(!admit({}).ok());
    // Another secret under the same id, with a right checksum.
    const auto forged = ApiKeyText::makeFor(ApiKeyText::parse(text)->id);
    QCOMPARE(refusal(forged.toText()), QString("the API key is not known"));
    QCOMPARE(refusal(ApiKeyText::make().toText()), QString("the API key is not known"));
}

void TestApiKeys::secretIsNowhereInTheDatabase()
{
    const auto made = make({"a", Role::Viewer, {}, {}});
    const QByteArray secret = ApiKeyText::parse(made->text)->secret;
    m_rig->database.close();
    const QByteArrayList needles{made->text, made->text.mid(21, 43), secret, secret.toHex(), secret.toBase64()};
    for (const QString &name : {m_rig->fixture.path(), m_rig->fixture.path() + QString("-wal")}) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        for (const QByteArray &needle : needles)
            QVERIFY(!bytes.contains(needle));
    }
}

void TestApiKeys::roleIsAtMostTheCreators()
{
    const auto refused = make({"a", Role::Admin, {}, {}}, Principal::user("bob", Role::Operator));
    QCOMPARE(refused.error().code, ErrorCode::PermissionDenied);
    QVERIFY(make({"a", Role::Operator, {}, {}}, Principal::user("bob", Role::Operator)).ok());
}

void TestApiKeys::restrictedCreatorMakesRestrictedKeys()
{
    // Somebody of elsewhere, whom the rights view does not know.
    Principal creator = Principal::user("foreign", Role::Admin);
    creator.allCameras = false;
    creator.cameras = {{CameraId(1), CameraAccess::Operate}, {CameraId(0), CameraAccess::Operate}};
    const auto absent = make({"a", Role::Admin, {}, {}}, creator);
    QCOMPARE(absent->key.cameras, std::optional(std::vector<CameraId>{CameraId(0), CameraId(1)}));
    QVERIFY(absent->key.owner.isEmpty());
    const auto other = make({"b", Role::Admin, {}, std::vector<CameraId>{CameraId(2), CameraId(1)}}, creator);
    QCOMPARE(other->key.cameras, std::optional(std::vector<CameraId>{CameraId(1)}));
    const auto holder = admit(other->text);
    QVERIFY(!holder->principal.allCameras);
    QCOMPARE(holder->principal.cameras, (QHash<CameraId, CameraAccess>{{CameraId(1), CameraAccess::Operate}}));
}

void TestApiKeys::keyOfAKeyBelongsToItsOwner()
{
    const auto parent = make({"parent", Role::Admin, {}, {}});
    const auto child = make({"child", Role::Viewer, {}, {}}, admit(parent->text)->principal);
    QCOMPARE(child->key.createdBy, QString("key:parent"));
    QCOMPARE(child->key.owner, QString("root"));
    // The host's own root is another one than the user of that name.
    QVERIFY(make({"host", Role::Admin, {}, {}}, Principal::control("root"))->key.owner.isEmpty());
}

void TestApiKeys::keyNeverHasMoreThanItsOwner()
{
    QVERIFY(waitFor(m_rig->grants->grant({"bob", CameraId(0), {}, CameraAccess::View})).ok());
    Principal bob = Principal::user("bob", Role::Operator);
    applyRights(*m_rig->rights.rightsOf("bob"), bob);
    const auto made = make({"a", Role::Operator, {}, {}}, bob);
    QCOMPARE(admit(made->text)->principal.cameras, (QHash<CameraId, CameraAccess>{{CameraId(0), CameraAccess::View}}));
    QSignalSpy changed(m_rig->keys.get(), &ApiKeys::rightsChanged);
    QVERIFY(waitFor(m_rig->grants->revoke({"bob", CameraId(0), {}, CameraAccess::View})).ok());
    m_rig->rights.setUser("bob", Role::Viewer, true, true);
    // At the next sign-in at once, and for what is open as soon as it is told.
    QVERIFY(admit(made->text)->principal.role == Role::Viewer);
    QVERIFY(admit(made->text)->principal.cameras.isEmpty());
    m_rig->keys->ownerChanged("Bob");
    QCOMPARE(*m_rig->rights.rightsOf("key:a"), (Rights{Role::Viewer, true, false, {}}));
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toString(), QString("key:a"));
}

void TestApiKeys::keyOfADisabledOwnerIsRefused()
{
    const auto made = make({"a", Role::Viewer, {}, {}});
    m_rig->rights.setUser("root", Role::Admin, false, false);
    QCOMPARE(refusal(made->text), QString("the user who owns the API key is disabled"));
    m_rig->keys->ownerChanged("root");
    QVERIFY(!m_rig->rights.rightsOf("key:a")->enabled);
    m_rig->rights.setUser("root", Role::Admin, true, false);
    m_rig->keys->ownerChanged("root");
    QVERIFY(admit(made->text).ok());
    QVERIFY(m_rig->rights.rightsOf("key:a")->enabled);
}

void TestApiKeys::keyGoesWithItsOwner()
{
    const auto made = make({"a", Role::Viewer, {}, {}});
    const auto host = make({"b", Role::Viewer, {}, {}}, Principal::control("root"));
    QSignalSpy ended(m_rig->keys.get(), &ApiKeys::ended);
    m_rig->removeUser("root");
    QCOMPARE(refusal(made->text), QString("the API key is not known"));
    QVERIFY(!m_rig->rights.rightsOf("key:a"));
    QVERIFY(admit(host->text).ok());
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(ended.first().first().toString(), made->key.id);
    m_rig->start();
    QCOMPARE(m_rig->keys->all().size(), size_t(1));
}

void TestApiKeys::expiredKeyIsRefused()
{
    const Timestamp end = m_rig->clock.now() + 1h;
    const auto made = make({"a", Role::Viewer, end, {}});
    QCOMPARE(admit(made->text)->expiresAt, end);
    m_rig->clock.advance(1h - 1us);
    QVERIFY(admit(made->text).ok());
    m_rig->clock.advance(1us);
    QCOMPARE(refusal(made->text), QString("the API key has expired"));
    QCOMPARE(waitFor(m_rig->keys->rotate(made->key.id)).error().code, ErrorCode::InvalidState);
}

void TestApiKeys::endMustLieAhead()
{
    const auto refused = make({"a", Role::Viewer, m_rig->clock.now(), {}});
    QCOMPARE(refused.error().code, ErrorCode::InvalidParams);
    QCOMPARE(refused.error().data.value("param").toString(), QString("expires_at"));
}

void TestApiKeys::rotatedKeyHasANewSecret()
{
    const auto made = make({"a", Role::Operator, {}, std::vector<CameraId>{CameraId(0)}});
    QSignalSpy ended(m_rig->keys.get(), &ApiKeys::ended);
    const auto rotated = waitFor(m_rig->keys->rotate(made->key.id));
    QVERIFY(rotated.ok());
    QCOMPARE(rotated->key.id, made->key.id);
    QVERIFY(rotated->text != made->text);
    QCOMPARE(refusal(made->text), QString("the API key is not known"));
    QVERIFY(admit(rotated->text)->principal.role == Role::Operator);
    QTRY_COMPARE(ended.size(), 1);
    m_rig->start();
    QVERIFY(!admit(made->text).ok());
    QVERIFY(admit(rotated->text).ok());
    QCOMPARE(waitFor(m_rig->keys->rotate("k0")).error().code, ErrorCode::NotFound);
}

void TestApiKeys::revokedKeyIsRefused()
{
    const auto made = make({"a", Role::Viewer, {}, {}});
    QSignalSpy ended(m_rig->keys.get(), &ApiKeys::ended);
    QVERIFY(waitFor(m_rig->keys->revoke(made->key.id)).ok());
    QCOMPARE(refusal(made->text), QString("the API key is not known"));
    QVERIFY(!m_rig->rights.rightsOf("key:a"));
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(waitFor(m_rig->keys->revoke(made->key.id)).error().code, ErrorCode::NotFound);
    m_rig->start();
    QVERIFY(m_rig->keys->all().empty());
}

void TestApiKeys::namesAreUnique()
{
    QVERIFY(make({"Wall", Role::Viewer, {}, {}}).ok());
    QCOMPARE(make({"wall", Role::Viewer, {}, {}}).error().code, ErrorCode::InvalidState);
    QCOMPARE(make({"wa\nll", Role::Viewer, {}, {}}).error().code, ErrorCode::InvalidParams);
    QCOMPARE(m_rig->keys->all().size(), size_t(1));
}

void TestApiKeys::lastUseIsWrittenOnceInAWhile()
{
    const auto made = make({"a", Role::Viewer, {}, {}});
    QVERIFY(!m_rig->keys->all().front().lastUsedAt);
    QVERIFY(admit(made->text).ok());
    m_rig->clock.advance(10s);
    QVERIFY(admit(made->text).ok());
    QVERIFY(!admit(made->text + 'x').ok());
    QCOMPARE(m_rig->keys->all().front().lastUsedAt, std::optional(m_rig->clock.now()));
    QVERIFY(!waitFor(m_rig->keysTable.all())->front().lastUsedAt);
    m_rig->keys->writeUses();
    QCOMPARE(waitFor(m_rig->keysTable.all())->front().lastUsedAt, std::optional(m_rig->clock.now()));
}

void TestApiKeys::everythingIsThereAfterARestart()
{
    const auto one = make({"one", Role::Viewer, {}, std::vector<CameraId>{CameraId(2)}});
    m_rig->clock.advance(1s);
    const auto two = make({"two", Role::Admin, m_rig->clock.now() + 1h, {}}, Principal::control("ann"));
    m_rig->rights.removeUser("key:one");
    m_rig->start();
    QVERIFY(m_rig->loaded);
    QVERIFY(admit(one->text).ok());
    QVERIFY(admit(two->text).ok());
    QVERIFY(m_rig->rights.rightsOf("key:one"));
    const auto all = m_rig->keys->all();
    QCOMPARE(all.size(), size_t(2));
    QCOMPARE(all.front().name, QString("two"));
    QCOMPARE(all.back().cameras, one->key.cameras);
}

void TestApiKeys::answersComeBeforeSignals()
{
    const auto made = make({"a", Role::Viewer, {}, {}});
    QStringList order;
    connect(m_rig->keys.get(), &ApiKeys::ended, this, [&](const QString &id, SessionEnd) { order << id; });
    connect(m_rig->keys.get(), &ApiKeys::rightsChanged, this, [&](const QString &user) { order << user; });
    whenDone(this, m_rig->keys->revoke(made->key.id), [&](const Result<Done> &) {
        order << "answer";
        QVERIFY(!admit(made->text).ok());
    });
    QTRY_COMPARE(order, (QStringList{"answer", made->key.id, "key:a"}));
}

void TestApiKeys::keysAreAdmittedWhileTheyAreMadeAndRevoked()
{
    const QByteArray text = make({"stays", Role::Viewer, {}, {}})->text;
    std::atomic<bool> stop = false;
    std::atomic<int> refusals = 0;
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            while (!stop) {
                if (!admit(text).ok())
                    ++refusals;
            }
        });
    }
    for (int i = 0; i < 30; ++i) {
        const auto made = make({QString::number(i), Role::Viewer, {}, {}});
        QVERIFY(made.ok());
        QVERIFY(admit(made->text).ok());
        m_rig->keys->ownerChanged("root");
        QVERIFY(waitFor(m_rig->keys->revoke(made->key.id)).ok());
        QVERIFY(!admit(made->text).ok());
        m_rig->keys->writeUses();
    }
    stop = true;
    for (std::thread &reader : readers)
        reader.join();
    QCOMPARE(refusals.load(), 0);
}

CS_TEST(TestApiKeys)
#include "tst_apikeys.moc"
