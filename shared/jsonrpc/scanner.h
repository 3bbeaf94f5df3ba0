#pragma once

#include <QByteArrayView>

namespace cs {

// Walks over JSON text (RFC 8259) and gives out its parts as they stand there, since a parsed number or string cannot
// be written back byte for byte. Strict about the grammar, without recursion; expects valid UTF-8. Owns nothing.
class Scanner {
public:
    // A value as it stands in the text, without the space around it. `depth` is 0 for scalars.
    struct Piece {
        QByteArrayView raw;
        int depth = 0;
    };

    explicit Scanner(QByteArrayView text) : m_text(text) {}

    // The next character that is not space, or NUL at the end.
    char next();
    // Steps over `c` if it is next.
    bool take(char c);
    // Steps over the next value, of any kind; false if there is none or its grammar is broken.
    bool value(Piece &out);
    // The same for a string; `raw` holds the quotes.
    bool string(QByteArrayView &raw);
    bool atEnd() { return next() == '\0' && m_at >= m_text.size(); }
    // Where it stands, or where it stumbled.
    qsizetype position() const { return m_at; }

private:
    char current() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool word(QByteArrayView expected);
    bool number();
    bool digits();
    bool escape();
    bool scalar();
    bool key();

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

}  // namespace cs
