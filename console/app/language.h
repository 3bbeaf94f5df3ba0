#pragma once

#include <QString>
#include <QTranslator>

namespace cs {

// The language the program speaks now, ours and Qt's own texts. Owns the translators; needs an application, on its
// thread.
class Language {
public:
    Language() = default;
    ~Language();
    Language(const Language &) = delete;
    Language &operator=(const Language &) = delete;

    // "en", "de"; empty or unknown: that of the system. Texts made before keep their language.
    void use(const QString &language);

private:
    void remove();

    QTranslator m_ours;
    QTranslator m_qts;
};

}  // namespace cs
