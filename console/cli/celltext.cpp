#include "cli/celltext.h"

#include <algorithm>
#include <array>

#include <QChar>

namespace cs {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// The wide and full-width blocks of Unicode (UAX #11), joined where what lies between is unassigned.
constexpr std::array wide{
    Range{0x1100, 0x115f},   Range{0x231a, 0x231b},   Range{0x2329, 0x232a},   Range{0x23e9, 0x23ec},
    Range{0x2614, 0x2615},   Range{0x26a1, 0x26a1},   Range{0x2705, 0x2705},   Range{0x274c, 0x274c},
    Range{0x2e80, 0x303e},   Range{0x3041, 0x33ff},   Range{0x3400, 0x4dbf},   Range{0x4e00, 0x9fff},
    Range{0xa000, 0xa4cf},   Range{0xa960, 0xa97f},   Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},
    Range{0xfe30, 0xfe6f},   Range{0xff00, 0xff60},   Range{0xffe0, 0xffe6},   Range{0x1f300, 0x1f64f},
    Range{0x1f680, 0x1f6ff}, Range{0x1f900, 0x1f9ff}, Range{0x1fa70, 0x1faff}, Range{0x20000, 0x3fffd}};

int columnsOf(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format: return 0;
    default: break;
    }
    const auto after = std::upper_bound(wide.begin(), wide.end(), character,
                                        [](char32_t c, const Range &range) { return c < range.first; });
    return after != wide.begin() && character <= std::prev(after)->last ? 2 : 1;
}

bool isObeyed(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return true;
    // Joiners belong to words and emoji; the others (bidi, tags) can make a text look like another.
    case QChar::Other_Format: return character != 0x200c && character != 0x200d;
    default: return false;
    }
}

}  // namespace

QString harmless(const QString &text)
{
    QString clean;
    clean.reserve(text.size());
    for (const char32_t character : text.toUcs4())
        clean += isObeyed(character) ? QString(QChar(QChar::ReplacementCharacter)) : QString::fromUcs4(&character, 1);
    return clean;
}

int columns(const QString &text)
{
    int sum = 0;
    for (const char32_t character : text.toUcs4())
        sum += columnsOf(character);
    return sum;
}

}  // namespace cs
