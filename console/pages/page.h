#pragma once

#include <QWidget>

#include "widgets/toast.h"

namespace cs {

// One page of the main window, shown between enter() and leave(); between them it makes its commands available. Pages
// know models and commands, never each other: what leads elsewhere is a signal, and the window routes it. A window is
// made anew when the language changes, so pages set their texts once.
class Page : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    ~Page() override;

    virtual QString title() const = 0;
    // The page is shown now: follow models, take up work, set the focus where a person begins.
    virtual void enter() {}
    // It is not shown any more: stop what costs something, make its commands unavailable.
    virtual void leave() {}
    // The person asks for everything anew (F5).
    virtual void reload() {}

Q_SIGNALS:
    // A short word about what was done or failed; it is shown for some seconds above all pages.
    void said(const QString &text, cs::Tone tone);
};

}  // namespace cs
