#pragma once

#include <QAbstractListModel>
#include <QAction>
#include <QPointer>

namespace cs {

// The actions of which every typed word is somewhere in the name, best first: those that begin with what was typed, then
// those with a word that does, then the rest. The actions outlive it; thread of the window.
class PaletteModel final : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int ShortcutRole = Qt::UserRole;

    PaletteModel();
    ~PaletteModel() override;

    void setActions(const QList<QAction *> &actions);
    void setWords(const QString &words);
    QAction *action(int row) const { return m_shown.value(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    void refresh();

    QList<QAction *> m_actions;
    QList<QAction *> m_shown;
    QString m_words;
};

}  // namespace cs
