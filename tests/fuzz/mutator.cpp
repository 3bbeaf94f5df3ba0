#include "fuzz/mutator.h"

namespace cs {

Mutator::Mutator(quint32 seed, QByteArrayList corpus, QByteArrayList tokens)
    : m_random(seed),
      m_corpus(std::move(corpus)),
      m_tokens(std::move(tokens))
{}

// Not std::uniform_int_distribution, whose numbers differ between libraries.
qsizetype Mutator::below(qsizetype limit)
{
    return limit <= 0 ? 0 : static_cast<qsizetype>(m_random() % static_cast<quint32>(limit));
}

QByteArray Mutator::next()
{
    QByteArray text = m_corpus[below(m_corpus.size())];
    for (qsizetype rounds = below(5); rounds > 0; --rounds)
        damage(text);
    return text;
}

void Mutator::damage(QByteArray &text)
{
    const qsizetype at = below(text.size() + 1);
    const qsizetype length = below(std::min<qsizetype>(text.size() - at, 40) + 1);
    switch (below(8)) {
    case 0:
        if (at < text.size())
            text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
    case 1:
        if (at < text.size())
            text[at] = static_cast<char>(below(256));
        break;
    case 2: text.remove(at, length); break;
    case 3: text.insert(at, text.mid(at, length)); break;
    case 4: text.truncate(at); break;
    case 5: {
        const QByteArray &other = m_corpus[below(m_corpus.size())];
        const qsizetype from = below(other.size());
        text.insert(at, other.mid(from, below(60)));
        break;
    }
    default: text.insert(at, m_tokens[below(m_tokens.size())]); break;
    }
}

}  // namespace cs
