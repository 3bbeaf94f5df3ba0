#include "http/contentdisposition.h"

#include <QUrl>

namespace cs {

QByteArray attachmentNamed(const FileName &name)
{
    QByteArray plain;
    for (const QChar c : name.toString()) {
        // Some browsers undo percent-encoding here; quotes and backslashes cannot be in a file name.
        const bool fits = c >= u' ' && c <= u'~' && c != u'%';
        plain += fits ? static_cast<char>(c.unicode()) : '_';
    }
    QByteArray value = "attachment; filename=\"" + plain + '"';
    if (QString::fromLatin1(plain) != name.toString())
        value += "; filename*=UTF-8''" + QUrl::toPercentEncoding(name.toString());
    return value;
}

}  // namespace cs
