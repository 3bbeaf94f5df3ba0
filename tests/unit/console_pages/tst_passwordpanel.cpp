#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "models/passwordwords.h"
#include "models/words.h"
#include "pages/passwordpanel.h"
#include "unit/console_app/widgettest.h"
#include "unit/console_pages/roomcheck.h"
#include "widgets/confirmdialog.h"

using namespace cs;

// Asking for a new password, and questions: what is said can be read, and Return does what it seems to do.
class TestPasswordPanel : public QObject {
    Q_OBJECT

    static Error broken(const char *rule)
    {
        return Error::invalidParam(QStringLiteral("new_password"), QLatin1String(rule), QStringLiteral("send another"));
    }
    static int heightOfWords(const QLabel &label)
    {
        const QMargins margins = label.contentsMargins();
        return label.fontMetrics()
                   .boundingRect(0, 0, label.width() - margins.left() - margins.right(), 4000, Qt::TextWordWrap,
                                 label.text())
                   .height()
               + margins.top() + margins.bottom();
    }

private Q_SLOTS:
    void eachRuleIsToldInWordsOfOurs()
    {
        for (const char *rule : {"must have 10 characters or more", "must have 1024 bytes at most",
                                 "must not be made from the user's name", "is among the passwords that are tried first",
                                 "must be another one than before"}) {
            const QString words = wordsFor(broken(rule));
            QVERIFY2(!words.isEmpty() && !words.contains(QLatin1String("new_password"))
                         && !words.contains(QStringLiteral("The service does not accept")),
                     qPrintable(words));
        }
        QVERIFY(wordsFor(broken("must have 12 characters or more")).contains(QStringLiteral("12")));
        // Words of a newer service are better than none.
        QVERIFY(wordsFor(broken("must rhyme")).contains(QStringLiteral("must rhyme")));
    }

    void allWordsFitAndTheRuleStandsThereBeforeOneTypes()
    {
        QDialog dialog;
        auto *column = new QVBoxLayout(&dialog);
        auto *panel = new PasswordPanel(QStringLiteral("A new password"), QString(20, u'w') + u' ' + QString(90, u'i'),
                                        &dialog);
        column->addWidget(panel);
        dialog.resize(380, 200);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        panel->setTrouble(QStringLiteral("The service does not accept that, and says in many words why it does not, so "
                                         "that they do not find room in a single line."));
        QTRY_VERIFY(panel->height() >= panel->minimumSizeHint().height());
        bool hasRule = false;
        for (const auto *label : panel->findChildren<QLabel *>()) {
            hasRule = hasRule || label->text() == passwordRuleWords();
            QTRY_VERIFY2(!label->wordWrap() || label->height() >= heightOfWords(*label), qPrintable(label->text()));
        }
        QVERIFY(hasRule);
        QTRY_COMPARE(roomFaults(dialog), QStringList());
    }

    void returnInAFieldDoesNotLeaveTheDialog()
    {
        QDialog dialog;
        auto *column = new QVBoxLayout(&dialog);
        auto *panel = new PasswordPanel(QStringLiteral("A new password"), {}, &dialog);
        column->addWidget(panel);
        int cancelled = 0;
        connect(panel, &PasswordPanel::cancelled, this, [&cancelled] { ++cancelled; });
        int submitted = 0;
        connect(panel, &PasswordPanel::submitted, this, [&submitted] { ++submitted; });
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        const auto fields = panel->findChildren<QLineEdit *>();
        QCOMPARE(fields.size(), 3);
        for (QLineEdit *field : fields)
            field->setText(QStringLiteral("a few words"));
        fields.last()->setFocus();
        QTest::keyClick(fields.last(), Qt::Key_Return);
        QCOMPARE(submitted, 1);
        QCOMPARE(cancelled, 0);
    }

    void returnPressesTheButtonOfAQuestionThatHasTheFocus()
    {
        QWidget window;
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        int confirmed = 0;
        const Question question{
            QStringLiteral("Delete?"), QStringLiteral("It will be gone."), {}, QStringLiteral("Do")};
        auto *safe = ConfirmDialog::ask(&window, question, [&confirmed] { ++confirmed; });
        QVERIFY(QTest::qWaitForWindowActive(safe));
        // The safe answer has the focus.
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(confirmed, 0);
        auto *meant = ConfirmDialog::ask(&window, question, [&confirmed] { ++confirmed; });
        QVERIFY(QTest::qWaitForWindowActive(meant));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(qobject_cast<QPushButton *>(QApplication::focusWidget())->text(), QStringLiteral("Do"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(confirmed, 1);
    }
};

CS_WIDGET_TEST(TestPasswordPanel)
#include "tst_passwordpanel.moc"
