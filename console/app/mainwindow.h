#pragma once

#include <map>

#include <QMainWindow>

#include "actions/commandlist.h"
#include "pages/page.h"

class QStackedWidget;

namespace cs {

class CommandPalette;
class Commands;
class EventLogModel;
class EventsDrawer;
class Navigation;
class Session;
class Toast;

// Navigation, the stack of pages, events drawer, banner and status; shows one page at a time and knows none. Owns its
// pages; window's thread; what it is given outlives it.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Session &session, EventLogModel &events, Commands &commands);
    ~MainWindow() override;

    // A page of the navigation, shown by its command.
    void addPage(CommandId id, Page *page);
    // A page that others lead to.
    void addPage(Page *page);
    void showPage(Page *page);
    // Null before the first one.
    Page *page() const { return m_page; }
    // Nothing but the page and the status: while nobody is signed in.
    void setBare(bool bare);
    void say(const QString &text, Tone tone);
    // No larger than the screen it is on.
    QSize fitting(const QSize &wanted) const;
    // What a page asks stays behind when it goes.
    void closeDialogs();

Q_SIGNALS:
    // By a command of addPage(CommandId, Page *).
    void pageWanted(cs::Page *page);
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeMiddle();
    void makeMenus();
    void fit();
    void connectCommands();
    void onRole();
    void showEvents(bool show);

    Session &m_session;
    Commands &m_commands;
    Navigation *m_navigation;
    QStackedWidget *m_pages;
    EventsDrawer *m_events;
    CommandPalette *m_palette;
    Toast *m_toast;
    std::map<CommandId, Page *> m_byCommand;
    Page *m_page = nullptr;
    bool m_bare = true;
};

}  // namespace cs
