#include "api/describe.h"

#include "api/allmethods.h"

namespace cs::api {

const std::vector<MethodDescription> &allMethods()
{
    static const std::vector<MethodDescription> all = [] {
        std::vector<MethodDescription> list;
        AllMethods::forEach([&list]<Method M>() { list.push_back(describe<M>()); });
        return list;
    }();
    return all;
}

}  // namespace cs::api
