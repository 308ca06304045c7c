#include "store.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sqlite3 *database;
static sqlite3_stmt *begin, *commit, *add_identity, *add_response;
static sqlite3_int64 next_row = 1;

static const char schema[] =
    "CREATE TABLE response (row INTEGER NOT NULL PRIMARY KEY, form INTEGER NOT NULL,"
    " posting INTEGER NOT NULL, answered_at INTEGER NOT NULL, received_after INTEGER NOT NULL,"
    " channel INTEGER NOT NULL, procedure INTEGER NOT NULL, field INTEGER NOT NULL,"
    " respondent INTEGER NOT NULL, outcome INTEGER NOT NULL, language INTEGER NOT NULL,"
    " answers BLOB NOT NULL) STRICT;"
    "CREATE TABLE identity (id BLOB NOT NULL PRIMARY KEY, row INTEGER) STRICT, WITHOUT ROWID;";

static void fail(const char *what)
{
    fprintf(stderr, "floor: %s: %s\n", what, sqlite3_errmsg(database));
    exit(74);
}

static sqlite3_stmt *prepared(const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != 0)
        fail(sql);
    return statement;
}

static void run(sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_sql(statement));
    sqlite3_reset(statement);
}

void store_open(const char *path)
{
    if (sqlite3_open_v2(path, &database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL))
        fail(path);
    if (sqlite3_exec(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", NULL, NULL,
                     NULL) || sqlite3_exec(database, schema, NULL, NULL, NULL))
        fail("schema");
    sqlite3_stmt *asked = prepared("PRAGMA synchronous");
    if (sqlite3_step(asked) != SQLITE_ROW || sqlite3_column_int(asked, 0) != 2) fail("synchronous");
    sqlite3_finalize(asked);
    begin = prepared("BEGIN IMMEDIATE");
    commit = prepared("COMMIT");
    add_identity = prepared(
        "INSERT INTO identity (id, row) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING");
    add_response = prepared(
        "INSERT INTO response VALUES (?1, 1, 1, ?2, 0, 2, 0, 0, 0, 0, 1, ?3)");
}

void store_begin(void) { run(begin); }

void store_commit(void) { run(commit); }

void store_add(const struct answer *answer)
{
    sqlite3_bind_blob(add_identity, 1, answer->id, sizeof answer->id, SQLITE_STATIC);
    sqlite3_bind_int64(add_identity, 2, next_row);
    run(add_identity);
    if (sqlite3_changes(database) == 0) return;
    sqlite3_bind_int64(add_response, 1, next_row++);
    sqlite3_bind_int64(add_response, 2, answer->answered_at);
    sqlite3_bind_blob(add_response, 3, answer->scores, PACKED_BYTES, SQLITE_STATIC);
    run(add_response);
}
