#include "widgets/confirmdialog.h"

#include <QLabel>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/look.h"

namespace cs {

namespace {

QListWidget *makeItemList(const QStringList &items, QWidget *parent)
{
    auto *list = new QListWidget(parent);
    list->addItems(items);
    list->setAccessibleName(ConfirmDialog::tr("What it concerns"));
    list->setSelectionMode(QAbstractItemView::NoSelection);
    const int rows = static_cast<int>(std::min<qsizetype>(items.size(), 6));
    list->setFixedHeight(rows * (list->sizeHintForRow(0) + 1) + 2 * space::tiny);
    return list;
}

}  // namespace

ConfirmDialog *ConfirmDialog::ask(QWidget *parent, const Question &question, std::function<void()> confirmed)
{
    auto *dialog = new ConfirmDialog(parent, question);
    connect(dialog, &QDialog::accepted, parent, std::move(confirmed));
    dialog->open();
    return dialog;
}

ConfirmDialog::ConfirmDialog(QWidget *parent, const Question &question) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(question.title);
    setMinimumWidth(420);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::medium);
    column->addWidget(makeLabel(question.title, Look::Heading, this));
    auto *text = new QLabel(question.text, this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    column->addWidget(text);
    if (!question.items.isEmpty())
        column->addWidget(makeItemList(question.items, this));
    auto *row = new QHBoxLayout;
    row->addStretch();
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *confirm = new QPushButton(question.confirmText, this);
    setLook(*confirm, Look::Danger);
    // Return presses the button that has the focus; it does what cannot be undone only where the person went there.
    cancel->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(confirm, &QPushButton::clicked, this, &QDialog::accept);
    row->addWidget(cancel);
    row->addWidget(confirm);
    column->addLayout(row);
    cancel->setFocus();
}

ConfirmDialog::~ConfirmDialog() = default;

}  // namespace cs

#include "moc_confirmdialog.cpp"
