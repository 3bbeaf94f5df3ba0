#pragma once

#include <optional>

#include <QString>

namespace cs {

// The name of a recording or snapshot: 1 to 255 bytes of UTF-8, no path separator, no `..`, none of < > : " | ? *,
// no invisible character (see visibletext.h), no leading dot, no unpaired surrogate. What cannot be represented cannot
// reach the disk.
class FileName {
public:
    FileName() = default;
    // Nothing if the text breaks the rule; `rule()` says it in words.
    static std::optional<FileName> parse(const QString &text);
    static QString rule();

    const QString &toString() const { return m_text; }
    bool isValid() const { return !m_text.isEmpty(); }
    friend bool operator==(const FileName &, const FileName &) = default;

private:
    explicit FileName(QString text) : m_text(std::move(text)) {}
    QString m_text;
};

}  // namespace cs
