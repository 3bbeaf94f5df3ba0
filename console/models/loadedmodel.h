#pragma once

#include <QAbstractTableModel>

#include "base/error.h"

namespace cs {

// How far a model is with its first or newest reading; a page shows it.
enum class LoadState { Busy, Ready, Failed };

// A table that is read from a service. What was read stays while it is read anew, and when that fails. Base of all
// models of the console; lives on the session's thread.
class LoadedModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    LoadState loadState() const { return m_loadState; }
    // Of the last reading, while Failed.
    const Error &error() const { return m_error; }

Q_SIGNALS:
    void loadStateChanged();

protected:
    void setBusy() { setLoadState(LoadState::Busy, {}); }
    void setReady() { setLoadState(LoadState::Ready, {}); }
    void setFailed(const Error &error) { setLoadState(LoadState::Failed, error); }

private:
    void setLoadState(LoadState state, const Error &error);

    LoadState m_loadState = LoadState::Busy;
    Error m_error;
};

}  // namespace cs
