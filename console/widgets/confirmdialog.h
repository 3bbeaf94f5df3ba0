#pragma once

#include <functional>

#include <QDialog>
#include <QStringList>

class QLabel;
class QPushButton;

namespace cs {

// What a person is asked before something that cannot be undone.
struct Question {
    QString title;
    // One sentence: what will happen.
    QString text;
    // What it will happen to, by name; long lists are scrolled.
    QStringList items;
    // The verb: "Delete".
    QString confirmText;
};

// Asks one question over a window, without blocking the program; the safe answer has the focus. Deletes itself.
class ConfirmDialog final : public QDialog {
    Q_OBJECT
public:
    // `confirmed` is called at most once, never after `parent` is gone.
    static ConfirmDialog *ask(QWidget *parent, const Question &question, std::function<void()> confirmed);
    ~ConfirmDialog() override;

private:
    ConfirmDialog(QWidget *parent, const Question &question);
};

}  // namespace cs
