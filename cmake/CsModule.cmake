# A folder is a link target, and a link is the permission to include. The graph of all modules is written to
# modules.json, which tests/structure holds against the includes and against docs/architecture.md.
set_property(GLOBAL PROPERTY CS_MODULES "")

add_library(cs_pch OBJECT "${CMAKE_SOURCE_DIR}/cmake/pch.cpp")
target_link_libraries(cs_pch PRIVATE cs_options Qt6::Core)
if(CS_PCH)
    target_precompile_headers(cs_pch PRIVATE "${CMAKE_SOURCE_DIR}/cmake/pch.h")
endif()

function(_cs_record target links)
    file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    list(JOIN links "\", \"" joined)
    if(NOT joined STREQUAL "")
        set(joined "\"${joined}\"")
    endif()
    set_property(GLOBAL APPEND PROPERTY CS_MODULES
                 "{\"target\": \"${target}\", \"folder\": \"${folder}\", \"links\": [${joined}]}")
endfunction()

function(_cs_setup target)
    target_link_libraries(${target} PRIVATE cs_options)
    # The include roots: "cameras/cameraregistry.h", "base/result.h".
    target_include_directories(${target} PRIVATE
        "${CMAKE_SOURCE_DIR}/service" "${CMAKE_SOURCE_DIR}/shared" "${CMAKE_SOURCE_DIR}/console")
    if(CS_PCH)
        target_precompile_headers(${target} REUSE_FROM cs_pch)
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ${CS_UNITY} UNITY_BUILD_BATCH_SIZE 12)
endfunction()

# cs_module(<target> SOURCES ... [LINKS <modules>] [EXTERNAL <packages>] [PRIVATE_EXTERNAL <packages>])
function(cs_module target)
    cmake_parse_arguments(M "" "" "SOURCES;LINKS;EXTERNAL;PRIVATE_EXTERNAL" ${ARGN})
    add_library(${target} STATIC ${M_SOURCES})
    _cs_setup(${target})
    target_link_libraries(${target} PUBLIC ${M_LINKS} Qt6::Core ${M_EXTERNAL} PRIVATE ${M_PRIVATE_EXTERNAL})
    _cs_record(${target} "${M_LINKS}")
endfunction()

# cs_executable(<target> SOURCES ... [LINKS ...] [EXTERNAL ...]): the same for a program.
function(cs_executable target)
    cmake_parse_arguments(M "" "" "SOURCES;LINKS;EXTERNAL" ${ARGN})
    add_executable(${target} ${M_SOURCES})
    _cs_setup(${target})
    target_link_libraries(${target} PRIVATE ${M_LINKS} Qt6::Core ${M_EXTERNAL})
    _cs_record(${target} "${M_LINKS}")
endfunction()

# cs_test(<name> SOURCES ... [LINKS ...] [EXTERNAL ...] [LABELS ...] [TIMEOUT s]): a Qt Test program, run by ctest.
function(cs_test name)
    cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;LINKS;EXTERNAL;LABELS" ${ARGN})
    add_executable(${name} ${T_SOURCES})
    _cs_setup(${name})
    target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
    target_link_libraries(${name} PRIVATE ${T_LINKS} Qt6::Core Qt6::Test ${T_EXTERNAL})
    # GCC warns of anonymous namespaces in members when a test's file is included by another one.
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests" UNITY_BUILD OFF)
    add_test(NAME ${name} COMMAND ${name})
    if(NOT T_TIMEOUT)
        set(T_TIMEOUT 60)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS "${T_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;UBSAN_OPTIONS=print_stacktrace=1;LSAN_OPTIONS=print_suppressions=0")
endfunction()

function(cs_write_module_graph)
    get_property(modules GLOBAL PROPERTY CS_MODULES)
    list(JOIN modules ",\n  " joined)
    file(WRITE "${CMAKE_BINARY_DIR}/modules.json" "[\n  ${joined}\n]\n")
endfunction()
