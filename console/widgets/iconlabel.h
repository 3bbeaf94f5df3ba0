#pragma once

#include <QLabel>

namespace cs {

// Shows one of our icons in a colour of the palette, also when the theme changes. Says nothing to screen readers: words
// stand beside it.
class IconLabel final : public QLabel {
    Q_OBJECT
public:
    IconLabel(const QString &name, int size, QWidget *parent = nullptr,
              QPalette::ColorRole color = QPalette::WindowText);
    ~IconLabel() override;

    void setIconName(const QString &name);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    QString m_name;
    int m_size;
    QPalette::ColorRole m_color;
};

}  // namespace cs
