#include "widgets/palettemodel.h"

#include <algorithm>

namespace cs {

namespace {

// 0 is best; -1: does not match.
int rankOf(const QString &text, const QString &words)
{
    const QStringList wanted = words.split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : wanted) {
        if (!text.contains(word, Qt::CaseInsensitive))
            return -1;
    }
    if (wanted.isEmpty() || text.startsWith(words.trimmed(), Qt::CaseInsensitive))
        return 0;
    const QStringList parts = text.split(u' ', Qt::SkipEmptyParts);
    const bool begins = std::any_of(parts.begin(), parts.end(), [&](const QString &part) {
        return part.startsWith(wanted.first(), Qt::CaseInsensitive);
    });
    return begins ? 1 : 2;
}

}  // namespace

PaletteModel::PaletteModel() = default;

PaletteModel::~PaletteModel() = default;

void PaletteModel::setActions(const QList<QAction *> &actions)
{
    m_actions = actions;
    refresh();
}

void PaletteModel::setWords(const QString &words)
{
    m_words = words;
    refresh();
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    const QAction *action = m_shown.value(index.row());
    if (!action)
        return {};
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    switch (role) {
    case Qt::DisplayRole: return action->text();
    case Qt::DecorationRole: return action->icon();
    case Qt::AccessibleTextRole:
        return keys.isEmpty() ? action->text() : QStringLiteral("%1, %2").arg(action->text(), keys);
    case ShortcutRole: return keys;
    default: return {};
    }
}

void PaletteModel::refresh()
{
    beginResetModel();
    m_shown.clear();
    for (int rank = 0; rank <= 2; ++rank) {
        for (QAction *action : std::as_const(m_actions)) {
            if (rankOf(action->text(), m_words) == rank)
                m_shown.append(action);
        }
    }
    endResetModel();
}

}  // namespace cs

#include "moc_palettemodel.cpp"
