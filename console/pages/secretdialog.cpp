#include "pages/secretdialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "actions/icons.h"
#include "widgets/look.h"

namespace cs {

SecretDialog::SecretDialog(const QString &userName, const QString &secret, QWidget *parent)
    : QDialog(parent),
      m_secret(new QLineEdit(secret, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("First password"));
    setMinimumWidth(440);
    m_secret->setReadOnly(true);
    setLook(*m_secret, Look::Monospace);
    auto *copyButton = new QPushButton(icon(QStringLiteral("copy")), tr("Copy"), this);
    auto *close = new QPushButton(tr("Close"), this);
    setLook(*close, Look::Primary);
    copyButton->setAutoDefault(false);
    close->setDefault(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::medium);
    column->addWidget(makeLabel(tr("Password of %1").arg(userName), Look::Heading, this));
    column->addWidget(makeLabel(
        tr("Hand it on safely: it is not shown again. It has to be changed at the next sign-in."), Look::Hint, this));
    m_secret->setAccessibleName(tr("Password"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_secret, 1);
    row->addWidget(copyButton);
    column->addLayout(row);
    column->addWidget(close, 0, Qt::AlignRight);
    connect(copyButton, &QPushButton::clicked, this, &SecretDialog::copy);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    m_secret->selectAll();
}

SecretDialog::~SecretDialog() = default;

void SecretDialog::copy()
{
    QGuiApplication::clipboard()->setText(m_secret->text());
}

}  // namespace cs

#include "moc_secretdialog.cpp"
