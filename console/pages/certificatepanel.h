#pragma once

#include <QWidget>

#include "pages/signinflow.h"

class QLabel;
class QPushButton;

namespace cs {

// Shows a certificate that nobody vouches for and asks whether it is the right one; refuses one that took the place of
// another.
class CertificatePanel final : public QWidget {
    Q_OBJECT
public:
    explicit CertificatePanel(QWidget *parent = nullptr);
    ~CertificatePanel() override;

    void show(const SignInFlow &flow);
    void focusFirst();

Q_SIGNALS:
    void accepted();
    void cancelled();

private:
    QLabel *m_heading;
    QLabel *m_text;
    QLabel *m_shownLabel;
    QLabel *m_shown;
    QLabel *m_knownLabel;
    QLabel *m_known;
    QPushButton *m_accept;
    QPushButton *m_cancel;
};

}  // namespace cs
