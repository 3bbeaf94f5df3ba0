#include "http/httpdate.h"

#include <algorithm>
#include <array>

namespace cs {

namespace {

constexpr std::array<QByteArrayView, 7> Weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<QByteArrayView, 12> Months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
// Where the numbers stand in it: every such date has the same length.
constexpr QByteArrayView Pattern = "Sun, 06 Nov 1994 08:49:37 GMT";

QByteArray padded(qint64 number, int digits)
{
    return QByteArray::number(number).rightJustified(digits, '0');
}

// Digits only; -1 for anything else.
int wholeNumber(QByteArrayView text)
{
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

QByteArray toHttpDate(Timestamp time)
{
    const auto days = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(days);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - days));
    return Weekdays[std::chrono::weekday(days).c_encoding()].toByteArray() + ", "
           + padded(static_cast<unsigned>(date.day()), 2) + ' '
           + Months[static_cast<unsigned>(date.month()) - 1].toByteArray() + ' '
           + padded(static_cast<int>(date.year()), 4) + ' ' + padded(clock.hours().count(), 2) + ':'
           + padded(clock.minutes().count(), 2) + ':' + padded(clock.seconds().count(), 2) + " GMT";
}

std::optional<Timestamp> fromHttpDate(QByteArrayView text)
{
    if (text.size() != Pattern.size())
        return std::nullopt;
    const auto month = std::find(Months.begin(), Months.end(), text.sliced(8, 3)) - Months.begin();
    const std::chrono::year_month_day date(std::chrono::year(wholeNumber(text.sliced(12, 4))),
                                           std::chrono::month(static_cast<unsigned>(month + 1)),
                                           std::chrono::day(static_cast<unsigned>(wholeNumber(text.sliced(5, 2)))));
    const int hour = wholeNumber(text.sliced(17, 2));
    const int minute = wholeNumber(text.sliced(20, 2));
    const int second = wholeNumber(text.sliced(23, 2));
    if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return std::nullopt;
    const Timestamp time = std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute)
                           + std::chrono::seconds(second);
    // Whatever else stands there, the weekday included, must be what we would have written.
    if (toHttpDate(time) != text)
        return std::nullopt;
    return time;
}

}  // namespace cs
