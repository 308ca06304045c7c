#ifndef FLOOR_STORE_H
#define FLOOR_STORE_H
#include "answer.h"

/* Opens a new database with the product's two tables of an answer, in WAL mode with
   synchronous=FULL, read back; ends the process where that is refused. */
void store_open(const char *path);

/* A transaction around any number of `store_add`. */
void store_begin(void);
void store_commit(void);

/* Adds an answer, unless its id is there: the unique key decides. */
void store_add(const struct answer *answer);
#endif
