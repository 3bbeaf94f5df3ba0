#pragma once

#include <functional>
#include <vector>

#include <QWidget>

#include "models/cameraactions.h"
#include "widgets/toast.h"

class QLineEdit;
class QPushButton;

namespace cs {

// Where one camera can be watched by other programs. The addresses hold tokens that end soon, so they are shown without
// them, and each press of a button copies a fresh one. Window's thread; the actions outlive it.
class StreamAddresses final : public QWidget {
    Q_OBJECT
public:
    explicit StreamAddresses(CameraActions &actions, QWidget *parent = nullptr);
    ~StreamAddresses() override;

    // Invalid: none.
    void setCamera(CameraId device);

Q_SIGNALS:
    void said(const QString &text, cs::Tone tone);

private:
    using Pick = std::function<QString(const api::GetStreamUrl::Reply &)>;
    struct Address {
        QString name;
        Pick pick;
        QLineEdit *field;
        QPushButton *copy;
    };
    void addRow(const QString &name, Pick pick);
    void refresh();
    void copy(const Address &address);

    CameraActions &m_actions;
    CameraId m_device;
    std::vector<Address> m_addresses;
};

}  // namespace cs
