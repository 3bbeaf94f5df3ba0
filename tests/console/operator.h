#pragma once

#include "console/person.h"

namespace cs {

// What somebody does in the console, each by keyboard alone and each ending in a look at what came of it; fails the
// running test with what could be read instead. Lives on the window's thread.
class Operator : public Person {
public:
    using Person::Person;

    // From the sign-in page; true once cameras are listed.
    void signIn(const QString &server, const QString &user, const QString &password);
    // From the sign-in page with a first password, which is changed to `newPassword`.
    void signInAnew(const QString &server, const QString &user, const QString &firstPassword,
                    const QString &newPassword);
    void signOut();
    void openCameras();
    void openRecordings();
    void openUsers();
    // In the grid: moves to the camera of this name.
    void chooseCamera(const QString &name);
    // How many pictures move.
    int movingPictures() const;
    // What a screen reader says of the picture of this name; empty if there is none.
    QString saysOfPicture(const QString &name) const;
};

}  // namespace cs
