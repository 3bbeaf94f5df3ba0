#pragma once

#include <random>

#include <QByteArray>
#include <QByteArrayList>

namespace cs {

// Damages texts in ways that break readers: the same seed gives the same damage on every machine.
class Mutator {
public:
    // `corpus` is what damage starts from and borrows from; `tokens` are pieces worth putting anywhere.
    Mutator(quint32 seed, QByteArrayList corpus, QByteArrayList tokens);

    // One of the corpus, damaged one to a few times, or sometimes not at all.
    QByteArray next();

private:
    qsizetype below(qsizetype limit);
    void damage(QByteArray &text);

    std::mt19937 m_random;
    const QByteArrayList m_corpus;
    const QByteArrayList m_tokens;
};

}  // namespace cs
