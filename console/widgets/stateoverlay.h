#pragma once

#include <QWidget>

#include "models/loadedmodel.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace cs {

// Covers a view while there is nothing to show in it: says that it is being read, why that failed (with a button for
// another try), or what to do while it is empty. Once there are rows it is gone, and what fails then is said by a line
// at the upper edge, so that the rows stay readable. Child of the view it covers; the model outlives it.
class StateOverlay final : public QWidget {
    Q_OBJECT
public:
    // `emptyText`: what to say when it was read and there is nothing.
    StateOverlay(LoadedModel &model, const QString &emptyText, QWidget *view);
    ~StateOverlay() override;

    void setEmptyText(const QString &text);
    // What is said now; empty while it shows nothing.
    QString text() const;

Q_SIGNALS:
    void retryWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    void place();

    LoadedModel &m_model;
    QString m_emptyText;
    QLabel *m_text;
    QProgressBar *m_busy;
    QPushButton *m_retry;
};

}  // namespace cs
