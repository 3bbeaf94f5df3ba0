#pragma once

#include <QSplitter>

namespace cs {

// Two things side by side where there is room for both, one above the other where there is not. Window's thread.
class TurningSplitter final : public QSplitter {
    Q_OBJECT
public:
    explicit TurningSplitter(QWidget *parent = nullptr);
    ~TurningSplitter() override;

    // As narrow as the widest of them.
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    // Of the part with that index.
    QSize leastOf(int index) const;
};

}  // namespace cs
