#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "api/accounts.h"
#include "api/method.h"
#include "json/codec.h"

// What was done, by whom, and whether the record of it is whole.
namespace cs::api {

struct AuditRow {
    qint64 seq = 0;
    Timestamp at;
    QString username;
    QString address;
    QString action;
    QString target;
    std::optional<CameraId> device;
    QString result;
    QString requestId;
    QString hash;
    static json::Fields fields()
    {
        return {field("seq", &AuditRow::seq, "its place in the chain, from 1, without gaps"),
                field("at", &AuditRow::at, "when"),
                field("username", &AuditRow::username, "who; empty for nobody"),
                field("address", &AuditRow::address, "from where; empty for the host itself"),
                field("action", &AuditRow::action, "the method, or what else was done"),
                field("target", &AuditRow::target, "on what; may be empty"),
                field("device", &AuditRow::device, "on which camera, if on one"),
                field("result", &AuditRow::result, "ok, or the number and word of the error"),
                field("request_id", &AuditRow::requestId, "as in the log lines"),
                field("hash", &AuditRow::hash, "hex; covers this record and the hash before it")};
    }
};

struct ListAuditEvents {
    static constexpr MethodInfo info{"list_audit_events", Access::AdminOfAll, Effect::Read,
                                     "Lists the audit trail, newest first (by number, whatever the clock said).",
                                     R"({"action":"login","limit":20})"};
    struct Params {
        std::optional<Timestamp> since;
        std::optional<Timestamp> until;
        std::optional<UserName> username;
        std::optional<Text<1, 64>> action;
        std::optional<CameraId> device;
        Int<1, 1000> limit = 50;
        std::optional<Cursor> cursor;
        static json::Fields fields()
        {
            return {field("since", &Params::since, "not before"),
                    field("until", &Params::until, "before"),
                    field("username", &Params::username, "only of this user"),
                    field("action", &Params::action, "only this"),
                    field("device", &Params::device, "only of this camera"),
                    defaulted("limit", &Params::limit, "how many at most"),
                    field("cursor", &Params::cursor, "next_cursor of the answer before")};
        }
    };
    struct Reply {
        std::vector<AuditRow> events;
        std::optional<QString> nextCursor;
        static json::Fields fields()
        {
            return {field("events", &Reply::events, "a row each"),
                    field("next_cursor", &Reply::nextCursor, "absent at the end of the list")};
        }
    };
};

struct VerifyAudit {
    static constexpr MethodInfo info{"verify_audit", Access::AdminOfAll, Effect::Read,
                                     "Checks that no record was changed, removed, moved or cut off."};
    struct Params {
        std::optional<Int<1, 9'000'000'000'000'000>> fromSeq;
        std::optional<Int<1, 9'000'000'000'000'000>> toSeq;
        static json::Fields fields()
        {
            return {field("from_seq", &Params::fromSeq, "absent: from the first"),
                    field("to_seq", &Params::toSeq, "absent: to the last, end of the chain included")};
        }
    };
    struct Reply {
        bool valid = false;
        qint64 checked = 0;
        std::optional<qint64> firstBadSeq;
        QString reason;
        static json::Fields fields()
        {
            return {field("valid", &Reply::valid, "whether all is as it was written"),
                    field("checked", &Reply::checked, "how many records were read"),
                    field("first_bad_seq", &Reply::firstBadSeq, "where the first fault is"),
                    field("reason", &Reply::reason, "what is wrong there; empty if nothing is")};
        }
    };
};

using AuditMethods = MethodList<ListAuditEvents, VerifyAudit>;

}  // namespace cs::api
