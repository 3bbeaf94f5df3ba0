# How every target is compiled: C++20, warnings are errors, ccache where present.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
# Each class includes its own moc output (moc_x.cpp at the end of x.cpp): a file of its own for it costs a compiler
# start a target.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(CS_CCACHE ccache)
if(CS_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CS_CCACHE}")
endif()

add_library(cs_options INTERFACE)
target_compile_options(cs_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror
                       "$<$<CONFIG:Debug,RelWithDebInfo>:-g1>")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # A unity file takes about 1 GB whether or not the compiler collects its garbage; collecting costs a tenth of the time.
    target_compile_options(cs_options INTERFACE "SHELL:--param ggc-min-heapsize=786432")
endif()
target_compile_definitions(cs_options INTERFACE
    QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_TO_ASCII QT_RESTRICTED_CAST_FROM_ASCII
    QT_NO_URL_CAST_FROM_STRING QT_MESSAGELOGCONTEXT)
if(NOT CS_SANITIZE)
    # AddressSanitizer looks after the stack by itself.
    target_compile_options(cs_options INTERFACE -fstack-protector-strong)
endif()
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_definitions(cs_options INTERFACE _FORTIFY_SOURCE=2)
    target_link_options(cs_options INTERFACE -Wl,-z,relro,-z,now)
endif()
if(CS_SANITIZE)
    # UndefinedBehaviorSanitizer watches the product; compiling it into the tests as well would take a third of their
    # build time. Its checks of each pointer (null, alignment) would take a third of the product's: AddressSanitizer
    # reports the use of a null pointer anyway, and neither amd64 nor arm64 minds unaligned data.
    set(watches_undefined "$<NOT:$<BOOL:$<TARGET_PROPERTY:CS_TEST>>>")
    target_compile_options(cs_options INTERFACE -fsanitize=address -fno-omit-frame-pointer
                           "$<${watches_undefined}:-fsanitize=undefined>"
                           "$<${watches_undefined}:-fno-sanitize-recover=undefined>"
                           "$<${watches_undefined}:-fno-sanitize=null,alignment>")
    # What a test keeps on its stack beyond its scope is the test's own fault, and costs each temporary object code.
    target_compile_options(cs_options INTERFACE
                           "$<$<BOOL:$<TARGET_PROPERTY:CS_TEST>>:-fno-sanitize-address-use-after-scope>")
    target_link_options(cs_options INTERFACE -fsanitize=address,undefined)
    # mold links the forty programs of this build in a fifth of the time. What is released is linked as ever.
    find_program(CS_MOLD mold)
    if(CS_MOLD)
        target_link_options(cs_options INTERFACE -fuse-ld=mold)
    endif()
endif()
