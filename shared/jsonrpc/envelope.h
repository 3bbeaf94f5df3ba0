#pragma once

#include <optional>

#include <QByteArrayView>
#include <QSet>
#include <QString>
#include <QVarLengthArray>

#include "jsonrpc/scanner.h"

namespace cs {

// The members of one JSON-RPC message, as they stand in the text; those that are absent have empty `raw`.
struct Envelope {
    Scanner::Piece jsonrpc;
    Scanner::Piece id;
    Scanner::Piece method;
    Scanner::Piece params;
    Scanner::Piece result;
    Scanner::Piece error;
    // Of the whole message, its own braces included.
    int depth = 1;
    // The name of a member that is there twice; null if none is.
    QString duplicate;
    bool idTwice = false;

    bool saysVersion2() const;
    // Whether the id is there and of a kind that can be given back: a string, a number or null.
    bool hasUsableId() const;
};

// Reads one object; false if the grammar is broken.
bool readEnvelope(Scanner &scanner, Envelope &out);

// The text of a raw JSON string; nothing if it is no string, or one that no text can stand for (half a surrogate pair).
std::optional<QString> decoded(QByteArrayView rawString);

}  // namespace cs
