#ifndef HAILONG_CMICROHTTPD_H
#define HAILONG_CMICROHTTPD_H
#include <microhttpd.h>
#endif
