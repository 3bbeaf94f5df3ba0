#include "http/healthpages.h"

#include "json/codec.h"

namespace cs {

namespace {

using json::field;

struct Overview {
    QString status;
    Timestamp timestamp;
    QString version;
    double uptime = 0;
    QString message;
    static json::Fields fields()
    {
        return {field("status", &Overview::status, "HEALTHY, DEGRADED or UNHEALTHY"),
                field("timestamp", &Overview::timestamp, "now"), field("version", &Overview::version, "of the service"),
                field("uptime", &Overview::uptime, "seconds since the start"),
                field("message", &Overview::message, "what is wrong, for people; empty if nothing is")};
    }
};

struct Component {
    QString name;
    QString status;
    QString message;
    Timestamp lastChecked;
    static json::Fields fields()
    {
        return {field("name", &Component::name, "of the part"), field("status", &Component::status, "how it is"),
                field("message", &Component::message, "the same for people"),
                field("last_checked", &Component::lastChecked, "when that was found out")};
    }
};

struct Detailed : Overview {
    std::vector<Component> components;
    static json::Fields fields()
    {
        return json::joined(Overview::fields(), {field("components", &Detailed::components, "the parts")});
    }
};

struct Ready {
    bool ready = false;
    Timestamp timestamp;
    QString message;
    static json::Fields fields()
    {
        return {field("ready", &Ready::ready, "whether clients are served"),
                field("timestamp", &Ready::timestamp, "now"), field("message", &Ready::message, "the same for people")};
    }
};

struct Live {
    bool alive = true;
    Timestamp timestamp;
    QString message;
    static json::Fields fields()
    {
        return {field("alive", &Live::alive, "always true"), field("timestamp", &Live::timestamp, "now"),
                field("message", &Live::message, "the same for people")};
    }
};

Overview overviewOf(const HealthReport &report, const Clock &clock)
{
    const std::chrono::duration<double> uptime = clock.steady() - report.startedAt;
    return {report.status, clock.now(), report.version, uptime.count(), report.message};
}

}  // namespace

HttpResponse HealthPages::overview() const
{
    return jsonResponse(200, json::toJson(overviewOf(m_health.report(), m_clock)));
}

HttpResponse HealthPages::detailed() const
{
    const HealthReport report = m_health.report();
    Detailed page{overviewOf(report, m_clock), {}};
    for (const HealthComponent &part : report.components)
        page.components.push_back({part.name, part.status, part.message, part.lastChecked});
    return jsonResponse(200, json::toJson(page));
}

HttpResponse HealthPages::ready() const
{
    const HealthReport report = m_health.report();
    return jsonResponse(report.ready ? 200 : 503,
                        json::toJson(Ready{report.ready, m_clock.now(), report.readyMessage}));
}

HttpResponse HealthPages::live() const
{
    return jsonResponse(200, json::toJson(Live{true, m_clock.now(), QStringLiteral("the service answers")}));
}

}  // namespace cs
