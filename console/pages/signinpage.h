#pragma once

#include "pages/page.h"
#include "pages/signinflow.h"

namespace cs {

class CertificatePanel;
class PasswordPanel;
class SignInForm;

// Where a person signs in: one card that shows the step the flow is at. Flow and list outlive it.
class SignInPage final : public Page {
    Q_OBJECT
public:
    SignInPage(SignInFlow &flow, ServerList &servers, QWidget *parent = nullptr);
    ~SignInPage() override;

    QString title() const override;
    void enter() override;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeCard();
    void refresh();
    // One of them; the card is as high as it needs.
    void showPart(QWidget *part);

    SignInFlow &m_flow;
    SignInForm *m_form;
    CertificatePanel *m_certificate;
    PasswordPanel *m_password;
};

}  // namespace cs
