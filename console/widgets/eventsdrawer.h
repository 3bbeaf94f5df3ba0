#pragma once

#include <QFrame>

class QAction;
class QListView;

namespace cs {

class EventLogModel;

// The newest events at the right edge of the window, newest first. The model and the action that closes it outlive it.
class EventsDrawer final : public QFrame {
    Q_OBJECT
public:
    EventsDrawer(EventLogModel &events, QAction *closing, QWidget *parent = nullptr);
    ~EventsDrawer() override;

    static constexpr int LeastWidth = 240;
    static constexpr int MostWidth = 340;
    // Takes its part of a window of that width.
    void fitInto(int width);
    // Where the keyboard goes when it is opened.
    void focusList();

private:
    QListView *m_list;
};

}  // namespace cs
