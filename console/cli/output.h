#pragma once

#include <QByteArray>
#include <QString>

#include "cli/table.h"

namespace cs {

// The program's standard output and error: results there, progress and trouble here. Knows which of them is a terminal
// and whether colours are wanted (NO_COLOR, TERM=dumb). One per program.
class Output {
public:
    enum class Form { People, Json };

    Output();
    void setForm(Form form) { m_form = form; }
    bool isJson() const { return m_form == Form::Json; }
    bool resultIsTerminal() const { return m_resultIsTerminal; }

    // Results. False once nobody reads them any more (a closed pipe) or they cannot be written (a full disk), which is
    // said on standard error then.
    bool line(const QString &text);
    // Lines that end themselves.
    bool text(const QString &lines);
    bool json(const QByteArray &text);
    bool table(const Table &table);
    // Whether a part of the result did not get out.
    bool isResultLost() const { return m_resultLost; }

    // `text` as it stands: callers make what is not theirs harmless.
    void note(const QString &text);
    // One sentence after the program's name.
    void trouble(const QString &sentence);

    // A line on the terminal that the next one replaces; nothing where standard error is no terminal.
    void progress(const QString &text);
    void endProgress();
    bool showsProgress() const { return m_notesAreTerminal; }
    Table::Colours colours() const { return m_colours; }

private:
    bool result(const QByteArray &bytes);
    bool write(int descriptor, const QByteArray &bytes);

    Form m_form = Form::People;
    bool m_resultIsTerminal;
    bool m_notesAreTerminal;
    bool m_progressShown = false;
    bool m_resultLost = false;
    Table::Colours m_colours = Table::Colours::Off;
};

}  // namespace cs
