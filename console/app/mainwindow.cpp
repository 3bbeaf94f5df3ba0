#include "app/mainwindow.h"

#include <QCloseEvent>
#include <QDialog>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QScreen>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStatusBar>

#include "actions/commands.h"
#include "app/navigation.h"
#include "models/eventlogmodel.h"
#include "widgets/commandpalette.h"
#include "widgets/connectionbanner.h"
#include "widgets/connectionstatus.h"
#include "widgets/eventsdrawer.h"

namespace cs {

namespace {

// Beside less than that the navigation shows icons alone.
constexpr int RoomForPage = 640;

}  // namespace

MainWindow::MainWindow(Session &session, EventLogModel &events, Commands &commands)
    : m_session(session),
      m_commands(commands),
      m_navigation(new Navigation),
      m_pages(new QStackedWidget),
      m_events(new EventsDrawer(events, commands.action(CommandId::ShowEvents)))
{
    setMinimumSize(fitting({800, 500}));
    auto *all = new QWidget;
    auto *row = new QHBoxLayout(all);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_navigation);
    row->addWidget(makeMiddle(), 1);
    row->addWidget(m_events);
    setCentralWidget(all);
    statusBar()->addWidget(new ConnectionStatus(session), 1);
    statusBar()->setSizeGripEnabled(false);
    m_palette = new CommandPalette(commands, this);
    m_toast = new Toast(all);
    m_navigation->addTool(commands.action(CommandId::ShowEvents));
    m_navigation->addTool(commands.action(CommandId::FindCommand));
    m_navigation->addTool(commands.action(CommandId::SignOut));
    makeMenus();
    connectCommands();
    setBare(true);
}

MainWindow::~MainWindow() = default;

QWidget *MainWindow::makeMiddle()
{
    auto *middle = new QWidget;
    auto *column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new ConnectionBanner(m_session, m_commands));
    // A page that needs more room than there is, as on a small screen with large letters, is scrolled.
    auto *scroll = new QScrollArea(middle);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_pages);
    column->addWidget(scroll, 1);
    return middle;
}

QSize MainWindow::fitting(const QSize &wanted) const
{
    // For the frame that the desktop draws.
    constexpr QSize frame(16, 40);
    return wanted.boundedTo((screen()->availableSize() - frame).expandedTo(QSize(320, 240)));
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    fit();
}

void MainWindow::fit()
{
    m_events->fitInto(width());
    const int events = m_events->isHidden() ? 0 : m_events->width();
    m_navigation->setCompact(width() - events - Navigation::FullWidth < RoomForPage);
}

void MainWindow::makeMenus()
{
    const std::pair<CommandGroup, QString> menus[] = {{CommandGroup::Console, tr("&Console")},
                                                      {CommandGroup::View, tr("&View")},
                                                      {CommandGroup::Camera, tr("C&amera")},
                                                      {CommandGroup::Recording, tr("&Recording")},
                                                      {CommandGroup::User, tr("&User")}};
    for (const auto &[group, title] : menus)
        menuBar()->addMenu(title)->addActions(m_commands.actions(group));
    // Shortcuts count in the whole window, whatever has the focus.
    addActions(m_commands.actions());
}

void MainWindow::connectCommands()
{
    const auto on = [this](CommandId id, auto handler) {
        connect(m_commands.action(id), &QAction::triggered, this, handler);
    };
    on(CommandId::FindCommand, [this] { m_palette->open(); });
    on(CommandId::Quit, [this] { close(); });
    on(CommandId::ShowEvents, [this](bool checked) { showEvents(checked); });
    on(CommandId::Reload, [this] {
        if (m_page)
            m_page->reload();
    });
    connect(&m_commands, &Commands::roleChanged, this, &MainWindow::onRole);
}

void MainWindow::addPage(CommandId id, Page *page)
{
    m_byCommand.emplace(id, page);
    m_navigation->addPage(m_commands.action(id));
    connect(m_commands.action(id), &QAction::triggered, this, [this, id, page] {
        // A checkable action was toggled by the press; it shows where one is, not what was pressed.
        m_commands.action(id)->setChecked(m_page == page);
        Q_EMIT pageWanted(page);
    });
    addPage(page);
}

void MainWindow::addPage(Page *page)
{
    m_pages->addWidget(page);
    connect(page, &Page::said, this, &MainWindow::say);
}

void MainWindow::showPage(Page *page)
{
    if (page != m_page) {
        if (m_page)
            m_page->leave();
        m_page = page;
        m_pages->setCurrentWidget(page);
        // Only the page that is shown says how much room it needs.
        for (int i = 0; i < m_pages->count(); ++i) {
            const QSizePolicy::Policy policy = m_pages->widget(i) == page ? QSizePolicy::Preferred
                                                                          : QSizePolicy::Ignored;
            m_pages->widget(i)->setSizePolicy(policy, policy);
        }
        page->enter();
    }
    for (const auto &[id, each] : m_byCommand)
        m_commands.action(id)->setChecked(each == page);
    setWindowTitle(tr("%1 – Camera console").arg(page->title()));
}

void MainWindow::setBare(bool bare)
{
    m_bare = bare;
    m_navigation->setVisible(!bare);
    showEvents(!bare && m_commands.action(CommandId::ShowEvents)->isChecked());
    onRole();
}

void MainWindow::say(const QString &text, Tone tone)
{
    m_toast->say(text, tone);
}

void MainWindow::closeDialogs()
{
    for (QDialog *dialog : findChildren<QDialog *>())
        dialog->reject();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_page)
        m_page->leave();
    event->accept();
    Q_EMIT closed();
}

void MainWindow::onRole()
{
    for (const auto &[id, page] : m_byCommand)
        m_navigation->setShown(m_commands.action(id), m_commands.isAllowed(id));
}

void MainWindow::showEvents(bool show)
{
    const bool hadFocus = m_events->isAncestorOf(focusWidget());
    m_events->setVisible(show);
    fit();
    if (show && !m_bare)
        m_events->focusList();
    else if (hadFocus && m_page)
        m_page->setFocus();
}

}  // namespace cs

#include "moc_mainwindow.cpp"
