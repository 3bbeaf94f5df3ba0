#pragma once

#include <memory>

#include <QFrame>
#include <QPointer>

class QAction;
class QLabel;
class QLineEdit;
class QListView;

namespace cs {

class Commands;
class PaletteModel;

// Finds a command by typing parts of its name and gives it: a sheet over the middle of the window, which goes when
// something was chosen, on Escape, or when the focus goes elsewhere; the focus then returns to where it was. Child of
// the window; the commands outlive it.
class CommandPalette final : public QFrame {
    Q_OBJECT
public:
    CommandPalette(Commands &commands, QWidget *window);
    ~CommandPalette() override;

    // Shows all commands that can be given now.
    void open();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void onTyped(const QString &text);
    void give();
    void close();
    bool onKey(int key);
    void place();

    Commands &m_commands;
    QLineEdit *m_words;
    QListView *m_list;
    QLabel *m_nothing;
    std::unique_ptr<PaletteModel> m_model;
    QPointer<QWidget> m_before;
};

}  // namespace cs
