#include "base/visibletext.h"

#include <algorithm>
#include <array>

#include <QChar>
#include <QList>

namespace cs {

namespace {

constexpr char32_t ZeroWidthNonJoiner = 0x200c;
constexpr char32_t ZeroWidthJoiner = 0x200d;
constexpr char32_t TextSelector = 0xfe0e;
constexpr char32_t EmojiSelector = 0xfe0f;
constexpr char32_t Keycap = 0x20e3;

struct Span {
    char32_t first;
    char32_t last;
};

// What Default_Ignorable_Code_Point holds beside format characters (Unicode 15), and the blank of Braille.
constexpr std::array blanks{Span{0x034f, 0x034f}, Span{0x115f, 0x1160}, Span{0x17b4, 0x17b5},  Span{0x180b, 0x180f},
                            Span{0x2065, 0x2065}, Span{0x2800, 0x2800}, Span{0x3164, 0x3164},  Span{0xfe00, 0xfe0f},
                            Span{0xffa0, 0xffa0}, Span{0xfff0, 0xfff8}, Span{0xe0000, 0xe0fff}};
// Scripts in which a joiner chooses the shape of a letter.
constexpr std::array joiningScripts{Span{0x0600, 0x0dff}, Span{0x1000, 0x109f}, Span{0x1780, 0x18af}};

template<size_t N>
bool isIn(const std::array<Span, N> &spans, char32_t c)
{
    return std::any_of(spans.begin(), spans.end(), [c](const Span &span) { return span.first <= c && c <= span.last; });
}

bool isSign(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Symbol_Other:
    case QChar::Symbol_Math:
    case QChar::Symbol_Modifier: return !isInvisible(c);  // the last: shades of skin
    default: return false;
    }
}

bool isJoinable(char32_t c)
{
    return isSign(c) || (isIn(joiningScripts, c) && !isInvisible(c));
}

bool showsAt(const QList<uint> &text, qsizetype at)
{
    const auto around = [&text, at](qsizetype offset) -> char32_t { return text.value(at + offset); };
    switch (around(0)) {
    case TextSelector:
    case EmojiSelector: return isSign(around(-1)) || around(1) == Keycap;
    case ZeroWidthNonJoiner:
    case ZeroWidthJoiner: {
        const bool behindEmoji = around(-1) == EmojiSelector && isSign(around(-2));
        return (isJoinable(around(-1)) || behindEmoji) && isJoinable(around(1));
    }
    default: return !isInvisible(around(0));
    }
}

}  // namespace

bool isInvisible(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return true;
    default: return isIn(blanks, c);
    }
}

bool hasInvisible(QStringView text)
{
    const QList<uint> characters = text.toUcs4();
    return !text.isValidUtf16() || std::any_of(characters.begin(), characters.end(), isInvisible);
}

bool hasInvisibleOutsideWords(QStringView text)
{
    if (!text.isValidUtf16())
        return true;
    const QList<uint> characters = text.toUcs4();
    for (qsizetype at = 0; at < characters.size(); ++at) {
        if (!showsAt(characters, at))
            return true;
    }
    return false;
}

}  // namespace cs
