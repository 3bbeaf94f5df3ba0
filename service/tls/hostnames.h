#pragma once

#include <QStringList>

namespace cs {

// Under what names and addresses clients may reach this host: its name, with its domain and as an mDNS name, localhost,
// and the addresses of its interfaces without those that only hold on one link.
QStringList hostNames();

// One spelling for a name or an address in a certificate; empty if it is neither. A name may begin with "*.".
QString normalName(const QString &text);

}  // namespace cs
