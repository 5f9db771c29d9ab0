// What the shared library shows. Everything is built with hidden visibility; the public headers open their namespace
// with this mark, so that what they declare, and nothing else, is exported.
#pragma once

#define TANDEM_API __attribute__((visibility("default")))
