#pragma once

#include <QWidget>

class QLabel;

namespace cs {

class CameraActions;
class StreamAddresses;

// Beside a camera's picture: how the camera is, and where else it can be watched. Window's thread; the actions outlive
// it.
class CameraSide final : public QWidget {
    Q_OBJECT
public:
    static constexpr int Width = 320;

    CameraSide(CameraActions &actions, QWidget *parent);
    ~CameraSide() override;

    // A line each.
    void setFacts(const QString &facts);
    StreamAddresses &addresses() { return *m_addresses; }
    // Under the picture it is as wide as that.
    void setBelow(bool below);
    // Its words take the height that is reserved for them; asked for a height by width, what it stands in would scroll
    // where there is room to shrink.
    bool hasHeightForWidth() const override { return false; }

private:
    QLabel *m_facts;
    StreamAddresses *m_addresses;
};

}  // namespace cs
