#pragma once

#include <QProcess>
#include <QString>

namespace cs {

// A session bus of one's own, on which nothing starts by itself, and gnome-keyring on it: open, locked, stopped, or
// forbidden by the bus. What fails here fails the running test. Has to be made before the first use of the session bus;
// lives as long as that.
class Keyring {
public:
    explicit Keyring(const QString &folder);
    ~Keyring();

    void start();
    // The way a screen saver does it.
    void lock();
    // The way a screen saver does it when its password was given.
    void unlock();
    // Whether the bus lets programs talk to it.
    void setAllowed(bool allowed);

private:
    void writeSetup(bool allowed);
    void stop();

    QString m_folder;
    QProcess m_bus;
    QProcess m_daemon;
};

}  // namespace cs
