#pragma once

#include <QPushButton>

#include "widgets/look.h"

class QAction;

namespace cs {

// A button of a command: text, icon, tooltip with the shortcut and whether it can be pressed follow the action. While it
// has the focus it is only dimmed where it could not be pressed, so that the focus does not jump to another button under
// the person's hands. The action outlives it.
class CommandButton final : public QPushButton {
    Q_OBJECT
public:
    // How much of the command it shows. An icon alone has the text as its accessible name.
    enum class Show { TextAndIcon, IconOnly, TextOnly };

    explicit CommandButton(QAction *action, Show show = Show::TextAndIcon, QWidget *parent = nullptr);
    ~CommandButton() override;
    QAction *command() const { return m_action; }
    void setShow(Show show);

protected:
    void focusOutEvent(QFocusEvent *event) override;

private:
    void refresh();
    void refreshEnabled(bool hasFocus);

    QAction *m_action;
    Show m_show;
};

}  // namespace cs
