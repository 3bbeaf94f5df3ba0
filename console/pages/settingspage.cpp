#include "pages/settingspage.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QCoreApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "actions/commands.h"
#include "widgets/commandbutton.h"
#include "widgets/confirmdialog.h"
#include "widgets/look.h"

namespace cs {

namespace {

// A card with a heading; what belongs there goes into the returned layout.
QVBoxLayout *makeSection(const QString &heading, const QString &hint)
{
    auto *card = new QFrame;
    setLook(*card, Look::Card);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(space::large, space::medium, space::large, space::medium);
    column->setSpacing(space::small);
    column->addWidget(makeLabel(heading, Look::Heading, card));
    if (!hint.isEmpty())
        column->addWidget(makeLabel(hint, Look::Hint, card));
    return column;
}

// A command of which one of several holds, as a radio button.
QRadioButton *makeChoice(QAction *action, QWidget *parent)
{
    auto *button = new QRadioButton(action->text(), parent);
    const auto refresh = [button, action] { button->setChecked(action->isChecked()); };
    QObject::connect(action, &QAction::toggled, button, refresh);
    QObject::connect(button, &QRadioButton::clicked, action, &QAction::trigger);
    refresh();
    return button;
}

}  // namespace

SettingsPage::SettingsPage(Preferences &preferences, ServerList &servers, Commands &commands, QWidget *parent)
    : Page(parent),
      m_preferences(preferences),
      m_servers(servers),
      m_commands(commands),
      m_languages(nullptr),
      m_serverList(nullptr),
      m_forget(nullptr)
{
    auto *room = new QWidget;
    room->setMaximumWidth(760);
    auto *sections = new QVBoxLayout(room);
    sections->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    sections->setSpacing(space::medium);
    sections->addWidget(makeLabel(title(), Look::Title, room));
    for (QWidget *section : {makeLooks(), makeLanguage(), makeServers(), makeAccount(), makeAbout()})
        sections->addWidget(section);
    sections->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(room);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);
}

SettingsPage::~SettingsPage() = default;

QString SettingsPage::title() const
{
    return tr("Settings");
}

void SettingsPage::enter()
{
    refreshServers();
    // One that was passed only.
    m_languages->setCurrentIndex(std::max(0, m_languages->findData(m_preferences.language())));
    for (QRadioButton *theme : m_themes) {
        if (theme->isChecked())
            theme->setFocus();
    }
}

QWidget *SettingsPage::makeLooks()
{
    auto *column = makeSection(tr("Theme"), {});
    QWidget *card = column->parentWidget();
    for (const CommandId id : {CommandId::UseSystemTheme, CommandId::UseLightTheme, CommandId::UseDarkTheme}) {
        QRadioButton *choice = makeChoice(m_commands.action(id), card);
        m_themes << choice;
        column->addWidget(choice);
    }
    return card;
}

QWidget *SettingsPage::makeLanguage()
{
    auto *column = makeSection(tr("Language"), tr("The window is shown anew in the language you choose."));
    QWidget *card = column->parentWidget();
    m_languages = new QComboBox(card);
    QComboBox *languages = m_languages;
    languages->addItem(tr("Language of the system"), QString());
    // Each in its own language, so that everybody finds theirs.
    languages->addItem(QStringLiteral("English"), QStringLiteral("en"));  // i18n: not translated
    languages->addItem(QStringLiteral("Deutsch"), QStringLiteral("de"));  // i18n: not translated
    languages->setCurrentIndex(std::max(0, languages->findData(m_preferences.language())));
    languages->setAccessibleName(tr("Language"));
    column->addWidget(languages, 0, Qt::AlignLeft);
    languages->installEventFilter(this);
    connect(languages, &QComboBox::activated, this, [this] {
        // A key only goes through them; one that is chosen from the opened list is meant.
        if (!std::exchange(m_isPassing, false))
            useLanguage();
    });
    return card;
}

bool SettingsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        m_isPassing = true;
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            useLanguage();
            return true;
        }
    } else if (event->type() == QEvent::Wheel) {
        m_isPassing = true;
    } else if (event->type() == QEvent::MouseButtonPress) {
        m_isPassing = false;
    } else if (event->type() == QEvent::FocusOut) {
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::MouseFocusReason)
            useLanguage();
        m_isPassing = false;
    }
    return Page::eventFilter(watched, event);
}

void SettingsPage::useLanguage()
{
    m_isPassing = false;
    m_preferences.setLanguage(m_languages->currentData().toString());
}

void SettingsPage::focusLanguage()
{
    m_languages->setFocus(Qt::OtherFocusReason);
}

QWidget *SettingsPage::makeServers()
{
    auto *column = makeSection(tr("Remembered servers"),
                               tr("A server that is removed takes its accepted certificate and its sign-in in the "
                                  "keychain along."));
    QWidget *card = column->parentWidget();
    m_serverList = new QListView(card);
    m_serverList->setModel(&m_servers);
    m_serverList->setAccessibleName(tr("Remembered servers"));
    m_serverList->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_serverList->setFixedHeight(120);
    m_forget = new QPushButton(tr("Remove the server"), card);
    column->addWidget(m_serverList);
    column->addWidget(m_forget, 0, Qt::AlignLeft);
    connect(m_forget, &QPushButton::clicked, this, &SettingsPage::onForget);
    connect(m_serverList->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SettingsPage::refreshServers);
    refreshServers();
    return card;
}

QWidget *SettingsPage::makeAccount()
{
    auto *column = makeSection(tr("My sign-in"), {});
    QWidget *card = column->parentWidget();
    auto *row = new QHBoxLayout;
    row->setSpacing(space::small);
    for (const CommandId id : {CommandId::ChangePassword, CommandId::SignOut})
        row->addWidget(new CommandButton(m_commands.action(id), CommandButton::Show::TextAndIcon, card));
    row->addStretch();
    column->addLayout(row);
    return card;
}

QWidget *SettingsPage::makeAbout()
{
    auto *column = makeSection(tr("About"), {});
    QWidget *card = column->parentWidget();
    column->addWidget(makeLabel(tr("Camera console %1, with Qt %2")
                                    .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion())),
                                Look::Hint, card));
    return card;
}

void SettingsPage::refreshServers()
{
    const bool any = m_serverList->currentIndex().isValid();
    if (!any && m_forget->hasFocus())
        m_serverList->setFocus();
    m_forget->setEnabled(any);
}

void SettingsPage::onForget()
{
    const QPersistentModelIndex chosen = m_serverList->currentIndex();
    if (!chosen.isValid())
        return;
    ConfirmDialog::ask(this,
                       {tr("Remove the server?"),
                        tr("You will have to sign in there anew:"),
                        {chosen.data().toString()},
                        tr("Remove")},
                       [this, chosen] {
                           if (chosen.isValid())
                               Q_EMIT forgetServer(chosen.row());
                           refreshServers();
                       });
}

}  // namespace cs

#include "moc_settingspage.cpp"
