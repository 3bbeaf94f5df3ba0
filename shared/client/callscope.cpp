#include "client/callscope.h"

namespace cs {

CallScope::~CallScope()
{
    m_book->closed = true;
    cancelAll();
}

void CallScope::cancelAll()
{
    // The answers to these find a book that is closed; new calls are written into a new one.
    const auto book = std::exchange(m_book, std::make_shared<Book>());
    book->closed = true;
    for (const CallTicket ticket : std::exchange(book->tickets, {}))
        m_caller.cancel(ticket);
}

CallTicket CallScope::send(const QString &method, const QByteArray &params, const CallOptions &options,
                           CallAnswer answer)
{
    struct Place {
        CallTicket ticket = 0;
        bool answered = false;
    };
    const auto place = std::make_shared<Place>();
    const auto book = m_book;
    place->ticket = m_caller.send(method, params, options,
                                  [place, book, answer = std::move(answer)](Result<QByteArray> result) {
                                      place->answered = true;
                                      book->tickets.erase(place->ticket);
                                      answer(std::move(result));
                                  });
    if (!place->answered)
        book->tickets.insert(place->ticket);
    return place->ticket;
}

}  // namespace cs
