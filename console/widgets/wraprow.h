#pragma once

#include <vector>

#include <QWidget>

namespace cs {

// Widgets in a row, each as wide as it wants to be; what finds no room goes on in a row below. Window's thread.
class WrapRow final : public QWidget {
    Q_OBJECT
public:
    explicit WrapRow(QWidget *parent = nullptr);
    ~WrapRow() override;

    // Becomes its parent.
    void add(QWidget *widget);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void place();

    std::vector<QWidget *> m_widgets;
    // Of the rows as they are now.
    int m_height = 0;
};

}  // namespace cs
