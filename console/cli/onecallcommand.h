#pragma once

#include <functional>

#include "cli/command.h"

namespace cs {

// A command that makes one call. `Read` turns the command line into its params or a usageError(); `Print` shows the
// reply to people and is false once nobody reads any more. --json prints the reply as it came.
template<api::Method M>
class OneCallCommand : public Command {
public:
    using Params = typename M::Params;
    using Reply = typename M::Reply;
    using Read = std::function<Result<Params>(const Invocation &)>;
    using Print = std::function<bool(Output &, const Reply &)>;

    OneCallCommand(Output &output, Invocation invocation, Read read, Print print)
        : Command(output, std::move(invocation)),
          m_read(std::move(read)),
          m_print(std::move(print))
    {}

    Result<Done> prepare() override
    {
        auto params = m_read(invocation());
        if (!params.ok())
            return params.error();
        m_params = std::move(params).value();
        return Done{};
    }

protected:
    void run() override
    {
        ask<M>(m_params, [this](const Reply &reply) {
            const bool printed = output().isJson() ? output().json(json::toJson(reply)) : m_print(output(), reply);
            finish(printed ? Exit::Ok : Exit::Failed);
        });
    }

    Params m_params;

private:
    Read m_read;
    Print m_print;
};

// For CommandSpec::make.
template<api::Method M>
auto makeOneCall(typename OneCallCommand<M>::Read read, typename OneCallCommand<M>::Print print)
{
    return [read, print](Output &output, Invocation invocation) -> std::unique_ptr<Command> {
        return std::make_unique<OneCallCommand<M>>(output, std::move(invocation), read, print);
    };
}

}  // namespace cs
