#include "base/ids.h"

namespace cs {

std::optional<CameraId> CameraId::parse(QStringView text)
{
    constexpr QStringView prefix = u"camera";
    constexpr qsizetype maxDigits = 9;  // fits 32 bits
    if (!text.startsWith(prefix))
        return std::nullopt;
    const QStringView digits = text.mid(prefix.size());
    if (digits.isEmpty())
        return std::nullopt;
    const bool canonical = digits.size() <= maxDigits && (digits.size() == 1 || digits.front() != u'0');
    quint32 number = 0;
    for (const QChar c : digits) {
        if (c < u'0' || c > u'9')
            return std::nullopt;
        number = number * 10 + (c.unicode() - u'0');
    }
    return CameraId(canonical ? number : Nowhere);
}

QString CameraId::toString() const
{
    // What was asked for is not kept, and a number that nobody wrote would mislead whoever reads the error.
    if (m_number == Nowhere)
        return QStringLiteral("camera?");
    return isValid() ? QStringLiteral("camera%1").arg(m_number) : QString();
}

}  // namespace cs
