#include "jsonrpc/scanner.h"

#include <algorithm>
#include <cstring>

#include <QVarLengthArray>

namespace cs {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

char Scanner::next()
{
    while (m_at < m_text.size()) {
        const char c = m_text[m_at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return c;
        ++m_at;
    }
    return '\0';
}

bool Scanner::take(char c)
{
    if (next() != c || m_at >= m_text.size())
        return false;
    ++m_at;
    return true;
}

bool Scanner::word(QByteArrayView expected)
{
    if (!m_text.sliced(m_at).startsWith(expected))
        return false;
    m_at += expected.size();
    return true;
}

bool Scanner::digits()
{
    const qsizetype start = m_at;
    while (isDigit(current()))
        ++m_at;
    return m_at > start;
}

bool Scanner::number()
{
    if (current() == '-')
        ++m_at;
    if (current() == '0')
        ++m_at;
    else if (!digits())
        return false;
    if (current() == '.') {
        ++m_at;
        if (!digits())
            return false;
    }
    if (current() == 'e' || current() == 'E') {
        ++m_at;
        if (current() == '+' || current() == '-')
            ++m_at;
        return digits();
    }
    return true;
}

bool Scanner::escape()
{
    ++m_at;  // the backslash
    const char c = current();
    if (c == 'u') {
        for (int i = 0; i < 4; ++i) {
            ++m_at;
            if (!isHexDigit(current()))
                return false;
        }
    } else if (c == '\0' || !std::strchr("\"\\/bfnrt", c)) {
        return false;
    }
    ++m_at;
    return true;
}

bool Scanner::string(QByteArrayView &raw)
{
    if (next() != '"')
        return false;
    const qsizetype start = m_at++;
    while (m_at < m_text.size()) {
        const char c = m_text[m_at];
        if (c == '"') {
            ++m_at;
            raw = m_text.sliced(start, m_at - start);
            return true;
        }
        if (static_cast<unsigned char>(c) < 0x20)
            return false;
        if (c != '\\')
            ++m_at;
        else if (!escape())
            return false;
    }
    return false;
}

bool Scanner::scalar()
{
    QByteArrayView unused;
    switch (next()) {
    case '"': return string(unused);
    case 't': return word("true");
    case 'f': return word("false");
    case 'n': return word("null");
    default: return number();
    }
}

bool Scanner::key()
{
    QByteArrayView unused;
    return string(unused) && take(':');
}

bool Scanner::value(Piece &out)
{
    // What must close what is open. On the heap for deep texts, so that no text can exhaust the stack.
    QVarLengthArray<char, 128> closers;
    next();
    const qsizetype start = m_at;
    out.depth = 0;
    for (;;) {
        const char c = next();
        bool ended = true;
        if (c == '{' || c == '[') {
            const char closer = c == '{' ? '}' : ']';
            ++m_at;
            closers.append(closer);
            out.depth = std::max(out.depth, static_cast<int>(closers.size()));
            if (next() != closer) {
                if (c == '{' && !key())
                    return false;
                ended = false;
            }
        } else if (!scalar()) {
            return false;
        }
        while (ended) {
            if (closers.isEmpty()) {
                out.raw = m_text.sliced(start, m_at - start);
                return true;
            }
            if (take(closers.last())) {
                closers.removeLast();
            } else if (take(',')) {
                if (closers.last() == '}' && !key())
                    return false;
                ended = false;
            } else {
                return false;
            }
        }
    }
}

}  // namespace cs
