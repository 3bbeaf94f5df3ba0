#include "console/operator.h"

#include <QApplication>
#include <QTest>

#include "widgets/pictureview.h"

namespace cs {

namespace {

using namespace std::chrono_literals;

QList<PictureView *> shownPictures()
{
    QList<PictureView *> pictures;
    for (QWidget *widget : QApplication::allWidgets()) {
        auto *picture = qobject_cast<PictureView *>(widget);
        if (picture && picture->isVisible())
            pictures << picture;
    }
    return pictures;
}

}  // namespace

void Operator::signIn(const QString &server, const QString &user, const QString &password)
{
    QVERIFY(waitsFor([this] { return hasControl(QStringLiteral("Sign in")); }));
    QVERIFY2(tabTo(QStringLiteral("Server")), qPrintable(passed().join(u'\n')));
    retype(server);
    QVERIFY(tabTo(QStringLiteral("User")));
    retype(user);
    QVERIFY(tabTo(QStringLiteral("Password")));
    retype(password);
    press(Qt::Key_Return);
}

void Operator::signInAnew(const QString &server, const QString &user, const QString &firstPassword,
                          const QString &newPassword)
{
    signIn(server, user, firstPassword);
    QVERIFY(waitsFor([this] { return hasControl(QStringLiteral("New password")); }));
    // The one just typed may be known already.
    if (hasControl(QStringLiteral("Password so far"))) {
        QVERIFY(tabTo(QStringLiteral("Password so far")));
        retype(firstPassword);
    }
    QVERIFY(tabTo(QStringLiteral("New password")));
    retype(newPassword);
    QVERIFY(tabTo(QStringLiteral("New password again")));
    retype(newPassword);
    press(Qt::Key_Return);
}

void Operator::signOut()
{
    press(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(waitsFor([this] { return hasControl(QStringLiteral("Sign in")); }));
}

void Operator::openCameras()
{
    press(Qt::Key_1, Qt::ControlModifier);
    QVERIFY(waitsFor([this] { return hasControl(QStringLiteral("Find a camera")); }));
}

void Operator::openRecordings()
{
    press(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(waitsFor([this] { return hasControl(QStringLiteral("Play the recording"), false); }));
}

void Operator::openUsers()
{
    press(Qt::Key_3, Qt::ControlModifier);
    QVERIFY(waitsFor([this] { return hasControl(QStringLiteral("New user")); }));
}

void Operator::chooseCamera(const QString &name)
{
    press(Qt::Key_Home);
    for (int step = 0; step < 20 && focusName() != name; ++step)
        press(Qt::Key_Right);
    QCOMPARE(focusName(), name);
}

int Operator::movingPictures() const
{
    const QList<PictureView *> pictures = shownPictures();
    return static_cast<int>(std::count_if(pictures.begin(), pictures.end(), [](PictureView *picture) {
        return !picture->picture().isNull() && picture->words().isEmpty()
               && picture->accessibleDescription() == QLatin1String("Live picture");
    }));
}

QString Operator::saysOfPicture(const QString &name) const
{
    for (PictureView *picture : shownPictures()) {
        if (picture->accessibleName() == name)
            return picture->accessibleDescription();
    }
    return {};
}

}  // namespace cs
