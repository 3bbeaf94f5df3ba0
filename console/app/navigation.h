#pragma once

#include <QFrame>

class QAction;
class QVBoxLayout;

namespace cs {

// The pages of the console at the left edge: a button each, of which one is down. Up and Down move between them. The
// actions outlive it.
class Navigation final : public QFrame {
    Q_OBJECT
public:
    explicit Navigation(QWidget *parent = nullptr);
    ~Navigation() override;

    // Buttons that the role does not allow are not shown.
    void addPage(QAction *action);
    // At the lower end: what is no page.
    void addTool(QAction *action);
    void setShown(QAction *action, bool shown);
    // Icons alone.
    void setCompact(bool compact);
    static constexpr int FullWidth = 208;
    static constexpr int CompactWidth = 74;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void linkTabOrder();
    QWidget *makeButton(QAction *action);

    QVBoxLayout *m_pages;
    QVBoxLayout *m_tools;
    bool m_compact = false;
};

}  // namespace cs
