# A folder is a link target, and a link is the permission to include. The graph of all modules is written to
# modules.json, which tests/structure holds against the includes and against docs/architecture.md.
set_property(GLOBAL PROPERTY CS_MODULES "")

get_target_property(CS_MOC Qt6::moc IMPORTED_LOCATION)
configure_file("${CMAKE_SOURCE_DIR}/cmake/moc.in" "${CMAKE_BINARY_DIR}/moc" @ONLY
               FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

add_library(cs_pch OBJECT "${CMAKE_SOURCE_DIR}/cmake/pch.cpp")
set_target_properties(cs_pch PROPERTIES AUTOMOC OFF)
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

function(_cs_setup target pch_owner)
    target_link_libraries(${target} PRIVATE cs_options)
    # The include roots: "cameras/cameraregistry.h", "base/result.h".
    target_include_directories(${target} PRIVATE
        "${CMAKE_SOURCE_DIR}/service" "${CMAKE_SOURCE_DIR}/shared" "${CMAKE_SOURCE_DIR}/console")
    if(CS_PCH)
        target_precompile_headers(${target} REUSE_FROM ${pch_owner})
    endif()
    # Empty, since each class includes its own moc output: not compiled, so that the linker names a class that does not.
    set_source_files_properties("${CMAKE_CURRENT_BINARY_DIR}/${target}_autogen/mocs_compilation.cpp"
                                PROPERTIES HEADER_FILE_ONLY ON)
    set_target_properties(${target} PROPERTIES AUTOMOC_EXECUTABLE "${CMAKE_BINARY_DIR}/moc"
                          AUTOMOC_COMPILER_PREDEFINES OFF UNITY_BUILD ${CS_UNITY} UNITY_BUILD_BATCH_SIZE 18)
endfunction()

# cs_module(<target> SOURCES ... [LINKS <modules>] [EXTERNAL <packages>] [PRIVATE_EXTERNAL <packages>])
function(cs_module target)
    cmake_parse_arguments(M "" "" "SOURCES;LINKS;EXTERNAL;PRIVATE_EXTERNAL" ${ARGN})
    add_library(${target} STATIC ${M_SOURCES})
    _cs_setup(${target} cs_pch)
    target_link_libraries(${target} PUBLIC ${M_LINKS} Qt6::Core ${M_EXTERNAL} PRIVATE ${M_PRIVATE_EXTERNAL})
    _cs_record(${target} "${M_LINKS}")
endfunction()

# cs_executable(<target> SOURCES ... [LINKS ...] [EXTERNAL ...]): the same for a program.
function(cs_executable target)
    cmake_parse_arguments(M "" "" "SOURCES;LINKS;EXTERNAL" ${ARGN})
    add_executable(${target} ${M_SOURCES})
    _cs_setup(${target} cs_pch)
    target_link_libraries(${target} PRIVATE ${M_LINKS} Qt6::Core ${M_EXTERNAL})
    _cs_record(${target} "${M_LINKS}")
endfunction()

# cs_tests(<program> SOURCES tst_a.cpp ... [SUPPORT helper.cpp ...] [LINKS ...] [EXTERNAL ...] [PREFIX p] [TIMEOUT s]
#          [LIVE tst_b.cpp ...] [LONG tst_c.cpp ...] [LABELS ...] [DEFINITIONS ...] [NEEDS <targets>] [GUI]):
# Qt Tests, a file each, in one program. ctest runs each file in a process of its own, under the name of the file with
# `p` after its "tst_". LIVE ones need MediaMTX (label integration), LONG ones are left to `./dev test --long`. GUI: with
# windows.
function(cs_tests program)
    cmake_parse_arguments(T "GUI" "PREFIX;TIMEOUT" "SOURCES;LIVE;LONG;SUPPORT;LINKS;EXTERNAL;LABELS;DEFINITIONS;NEEDS"
                          ${ARGN})
    add_executable(${program} ${T_SOURCES} ${T_LIVE} ${T_LONG} ${T_SUPPORT})
    _cs_setup(${program} cs_test_program)
    target_include_directories(${program} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
    target_compile_definitions(${program} PRIVATE ${T_DEFINITIONS})
    # A test class may hold what its file keeps to itself; GCC takes a file of a unity build for a header.
    target_compile_options(${program} PRIVATE -Wno-subobject-linkage)
    target_link_libraries(${program} PRIVATE cs_test_program ${T_LINKS} Qt6::Core Qt6::Test ${T_EXTERNAL})
    set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests"
                          UNITY_BUILD_BATCH_SIZE 12 CS_TEST ON)
    if(T_GUI)
        # <QTest> says more with widgets, so what was precompiled for the others does not fit.
        target_link_libraries(${program} PRIVATE Qt6::Widgets)
        set_target_properties(${program} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
    endif()
    if(T_NEEDS)
        add_dependencies(${program} ${T_NEEDS})
    endif()
    if(NOT T_TIMEOUT)
        set(T_TIMEOUT 60)
    endif()
    foreach(source IN LISTS T_SOURCES T_LIVE T_LONG)
        get_filename_component(file "${source}" NAME_WE)
        string(REGEX REPLACE "^tst_" "tst_${T_PREFIX}" name "${file}")
        set(labels ${T_LABELS})
        if(source IN_LIST T_LIVE)
            list(APPEND labels integration)
        elseif(source IN_LIST T_LONG)
            list(APPEND labels long)
        endif()
        add_test(NAME ${name} COMMAND ${program} ${file})
        set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS "${labels}"
            ENVIRONMENT "QT_QPA_PLATFORM=offscreen;UBSAN_OPTIONS=print_stacktrace=1;LSAN_OPTIONS=print_suppressions=0")
    endforeach()
endfunction()

function(cs_write_module_graph)
    get_property(modules GLOBAL PROPERTY CS_MODULES)
    list(JOIN modules ",\n  " joined)
    file(WRITE "${CMAKE_BINARY_DIR}/modules.json" "[\n  ${joined}\n]\n")
endfunction()
