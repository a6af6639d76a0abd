# SPDX-FileCopyrightText: 2026 The Blockwright authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared compile options and the helpers that declare libraries, programs and tests.

add_library(bw_options INTERFACE)
target_compile_features(bw_options INTERFACE cxx_std_20)
target_compile_options(
  bw_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
                       -fstack-protector-strong $<$<BOOL:${BW_WERROR}>:-Werror>)
# GCC 12 reports std::string::insert and friends as overlapping copies (GCC bug 105651).
target_compile_options(bw_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
target_compile_definitions(bw_options INTERFACE _GLIBCXX_ASSERTIONS)
if(NOT BW_SANITIZE)
  # The sanitizers replace what the fortified functions check.
  target_compile_definitions(bw_options INTERFACE $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
endif()
if(BW_SANITIZE)
  target_compile_options(bw_options INTERFACE -fsanitize=${BW_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(bw_options INTERFACE -fsanitize=${BW_SANITIZE})
  # The checks that GCC inserts make it warn about values that are always set (its manual says so of -fsanitize).
  target_compile_options(bw_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

# bw_core_library(NAME SOURCES ... LINKS ...): one static library per core folder. The declared links are the only way
# knowledge flows between folders; the include root is core/.
function(bw_core_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(bw_${name} STATIC ${ARG_SOURCES})
  add_library(bw::${name} ALIAS bw_${name})
  target_include_directories(bw_${name} PUBLIC ${CMAKE_SOURCE_DIR}/core)
  target_link_libraries(bw_${name} PUBLIC ${ARG_LINKS} PRIVATE bw_options ${ARG_PRIVATE_LINKS})
endfunction()

# bw_qt_options(TARGET): definitions every Qt target shares.
function(bw_qt_options target)
  set_target_properties(${target} PROPERTIES AUTOMOC ON)
  target_compile_definitions(
    ${target} PRIVATE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_USE_QSTRINGBUILDER QT_NO_KEYWORDS
                      QT_DISABLE_DEPRECATED_BEFORE=0x060400)
endfunction()

# bw_precompile(TARGET HEADER...): reads these headers once for all sources of the target.
function(bw_precompile target)
  if(NOT BW_PCH)
    return()
  endif()
  target_precompile_headers(${target} PRIVATE ${ARGN})
  # What ccache needs to tell one precompiled header from another.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

# bw_precompile_tests(TARGET LIBRARY...): the same for a test, shared by all tests that link the library.
function(bw_precompile_tests target library)
  if(NOT BW_PCH)
    return()
  endif()
  string(MAKE_C_IDENTIFIER "bw_headers_${library}" headers)
  if(NOT TARGET ${headers})
    file(WRITE ${CMAKE_BINARY_DIR}/${headers}.cpp "// Only carries precompiled headers.\n")
    add_library(${headers} OBJECT ${CMAKE_BINARY_DIR}/${headers}.cpp)
    bw_qt_options(${headers})
    set_target_properties(${headers} PROPERTIES AUTOMOC OFF)
    target_link_libraries(${headers} PRIVATE bw_options ${library} Qt6::Test)
    bw_precompile(${headers} <QtTest> <functional> <map> <optional> <string> <vector>)
  endif()
  target_precompile_headers(${target} REUSE_FROM ${headers})
  # The bug of above once more: precompiled, system headers are no longer exempt from warnings.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess -Wno-stringop-overflow -Wno-array-bounds>)
endfunction()

# bw_test(NAME SOURCES ... LINKS ...): a Qt Test program registered with CTest, run without a display.
function(bw_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  bw_qt_options(${name})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE bw_options ${ARG_LINKS} Qt6::Test)
  if("bw::ui" IN_LIST ARG_LINKS OR "bw::window" IN_LIST ARG_LINKS)
    bw_precompile_tests(${name} Qt6::Widgets)
  elseif(NOT "Qt6::Gui" IN_LIST ARG_LINKS)
    bw_precompile_tests(${name} Qt6::Core)
  endif()
  target_compile_definitions(
    ${name} PRIVATE BW_SOURCE_DIR="${CMAKE_SOURCE_DIR}" BW_SHARED_DATA="${CMAKE_SOURCE_DIR}/../shared/data"
                    BW_BINARY_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set_tests_properties(
    ${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT
                       "QT_QPA_PLATFORM=offscreen;BW_MODELS_DIR=${CMAKE_SOURCE_DIR}/models;BLOCKWRIGHT_CONFIG_DIR=${CMAKE_BINARY_DIR}/test-config")
endfunction()

# bw_bench(NAME SOURCES ... LINKS ...): a benchmark program; prints "name value unit" lines and asserts nothing.
function(bw_bench name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE bw_options ${ARG_LINKS})
  target_compile_definitions(${name} PRIVATE BW_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                             BW_SHARED_DATA="${CMAKE_SOURCE_DIR}/../shared/data")
endfunction()
