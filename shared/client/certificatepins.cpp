#include "client/certificatepins.h"

namespace cs {

QString fingerprintText(const QString &fingerprint)
{
    constexpr qsizetype pairsPerLine = 16;
    QString text;
    const QString digits = fingerprint.toUpper();
    for (qsizetype i = 0; i < digits.size(); i += 2) {
        if (i > 0)
            text += i / 2 % pairsPerLine == 0 ? u'\n' : u':';
        text += QStringView(digits).mid(i, 2);
    }
    return text;
}

}  // namespace cs
