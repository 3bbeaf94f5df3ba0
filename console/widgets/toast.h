#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;

namespace cs {

class IconLabel;

// How a message is meant; also said by an icon, never by colour alone.
enum class Tone { Info, Success, Warning, Error };

// A short message near the lower edge of its parent, above what can be pressed there, that goes by itself: errors after longer, a newer one at once. Lives
// on the window's thread.
class Toast final : public QFrame {
    Q_OBJECT
public:
    explicit Toast(QWidget *parent);
    ~Toast() override;

    void say(const QString &text, Tone tone);
    QString text() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void place();
    bool coversControl(const QRect &place) const;

    IconLabel *m_icon;
    QLabel *m_text;
    QTimer m_end;
};

}  // namespace cs
