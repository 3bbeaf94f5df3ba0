#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace cs {

// Asks for the old password and, twice, for a new one. Whoever shows it says how it went; what was typed stays on a
// failure.
class PasswordPanel final : public QWidget {
    Q_OBJECT
public:
    PasswordPanel(const QString &heading, const QString &why, QWidget *parent = nullptr);
    ~PasswordPanel() override;

    // The old password, if it was typed a moment ago.
    void begin(const QString &oldPassword);
    // Empty: nothing was wrong.
    void setTrouble(const QString &words);
    void clear();
    void focusFirst();

Q_SIGNALS:
    void submitted(const QString &oldPassword, const QString &newPassword);
    void cancelled();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void submit();
    // Whole words, however many lines they take.
    void reserveWords();

    QLineEdit *m_old;
    QLineEdit *m_new;
    QLineEdit *m_again;
    QLabel *m_why;
    QLabel *m_rule;
    QLabel *m_message;
    QPushButton *m_button;
    bool m_isBusy = false;
};

}  // namespace cs
