/* What SQLite itself gives for the transaction that one urgent action is: the statements of the program, prepared once,
   with values made before the clock starts, in one thread, on a database that the program made.

       cc -O2 -o raw_sqlite raw_sqlite.c -lsqlite3
       raw_sqlite DATABASE act|one-row SECONDS [TOKENS SEALED]

   TOKENS: search tokens of one action. SEALED: bytes of its sealed content. Writes JSON. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* As many different tokens as the names of a county have. */
#define KNOWN_TOKENS 20000
#define MOST_TOKENS 64

static sqlite3 *database;

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(database));
    exit(1);
}

static void run(const char *sql) {
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) fail(sql);
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) fail(sql);
    return statement;
}

static int64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static uint64_t chance(void) {
    static uint64_t state;
    if (state == 0) state = (uint64_t)nanoseconds() | 1;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static void text(sqlite3_stmt *statement, int place, const char *value) {
    sqlite3_bind_text(statement, place, value, -1, SQLITE_STATIC);
}

static void blob(sqlite3_stmt *statement, int place, const void *value, int count) {
    sqlite3_bind_blob(statement, place, value, count, SQLITE_STATIC);
}

/* Runs a statement to its end; gives the number in the first column of its last row, or -1. */
static int64_t finish(sqlite3_stmt *statement) {
    int64_t found = -1;
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW)
        if (sqlite3_column_type(statement, 0) == SQLITE_INTEGER) found = sqlite3_column_int64(statement, 0);
    if (status != SQLITE_DONE) fail(sqlite3_sql(statement));
    sqlite3_reset(statement);
    return found;
}

static int compare(const void *a, const void *b) {
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

static struct {
    sqlite3_stmt *begin, *commit, *last, *key, *keep_key, *found_by, *action, *entry, *row;
} say;
static uint8_t content[1 << 16];
static int tokens = 10, sealed = 480;

static void one_row(void) {
    static char value[101];
    memset(value, 'x', 100);
    finish(say.begin);
    text(say.row, 1, value);
    finish(say.row);
    finish(say.commit);
}

static void act(void) {
    static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
    const char *now = "2026-11-21T10:00:00.000Z", *later = "2026-11-22T10:00:00.000Z";
    char id[17], record[64];
    for (int place = 0; place < 16; place++) id[place] = letters[chance() % 32];
    id[16] = 0;
    snprintf(record, sizeof record, "urgent_action/%s", id);

    finish(say.begin);
    int64_t position = finish(say.last) + 1;
    text(say.key, 1, id);
    finish(say.key);
    text(say.keep_key, 1, id);
    text(say.keep_key, 2, "abcd1234");
    blob(say.keep_key, 3, content, 60);
    text(say.keep_key, 4, now);
    finish(say.keep_key);
    for (int place = 0; place < tokens; place++) {
        int64_t token = (int64_t)((chance() % KNOWN_TOKENS + 1) * 0x9E3779B97F4A7C15u) + place;
        sqlite3_bind_int64(say.found_by, 1, token);
        sqlite3_bind_int64(say.found_by, 2, position);
        finish(say.found_by);
    }
    text(say.action, 1, id);
    text(say.action, 2, "worker-0");
    text(say.action, 3, "benchmark");
    text(say.action, 4, now);
    text(say.action, 5, later);
    text(say.action, 6, id);
    blob(say.action, 7, content + 64, sealed);
    blob(say.action, 8, content, 32);
    blob(say.action, 9, content, 16);
    sqlite3_bind_int64(say.action, 10, position);
    finish(say.action);
    /* An entry brings the hashes of the subtrees that it completes. */
    int made = 0;
    for (uint64_t left = (uint64_t)position; left & 1; left >>= 1) made++;
    sqlite3_bind_int64(say.entry, 1, position);
    text(say.entry, 2, now);
    text(say.entry, 3, "acted-urgently");
    text(say.entry, 4, "worker-0");
    text(say.entry, 5, record);
    blob(say.entry, 6, content + 128, 32);
    if (made == 0) sqlite3_bind_zeroblob(say.entry, 7, 0);
    else blob(say.entry, 7, content + 256, 32 * made);
    finish(say.entry);
    finish(say.commit);
}

int main(int count, char **given) {
    if (count != 4 && count != 6) {
        fprintf(stderr, "usage: raw_sqlite DATABASE act|one-row SECONDS [TOKENS SEALED]\n");
        return 64;
    }
    int whole = strcmp(given[2], "one-row") != 0;
    double seconds = atof(given[3]);
    if (count == 6) {
        tokens = atoi(given[4]);
        sealed = atoi(given[5]);
    }
    if (tokens < 0 || tokens > MOST_TOKENS || sealed < 0 || sealed > (int)sizeof content - 64) return 64;
    for (size_t place = 0; place < sizeof content; place++) content[place] = (uint8_t)chance();

    if (sqlite3_open_v2(given[1], &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) fail(given[1]);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA cache_size = -65536");
    run("PRAGMA foreign_keys = ON");
    run("PRAGMA secure_delete = ON");
    if (!whole) run("CREATE TABLE IF NOT EXISTS one_row (value TEXT)");
    say.begin = prepare("BEGIN IMMEDIATE");
    say.commit = prepare("COMMIT");
    if (whole) {
        say.last = prepare("SELECT MAX(position) AS last FROM ledger_entry");
        say.key = prepare("SELECT master, wrapped FROM file_key WHERE file = ?1 UNION ALL SELECT NULL, NULL FROM key_event WHERE file = ?1");
        say.keep_key = prepare("INSERT INTO file_key (file, master, wrapped, made) VALUES (?, ?, ?, ?)");
        say.found_by = prepare("INSERT INTO found_by (token, entry) VALUES (?, ?) ON CONFLICT DO NOTHING");
        say.action = prepare(
            "INSERT INTO urgent_action (id, author, organisation, at, write_up_by, file, sealed, commitment, salt, entry) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        say.entry = prepare(
            "INSERT INTO ledger_entry (position, at, act, actor, record, digest, subtrees) VALUES (?, ?, ?, ?, ?, ?, ?)");
    } else {
        say.row = prepare("INSERT INTO one_row (value) VALUES (?)");
    }

    int64_t most = 1 << 20, done = 0;
    int64_t *waits = malloc((size_t)most * sizeof *waits);
    if (waits == NULL) return 1;
    int64_t warm = nanoseconds() + (int64_t)((seconds < 2 ? seconds / 4 : 0.5) * 1e9);
    while (nanoseconds() < warm) whole ? act() : one_row();
    int64_t begin = nanoseconds(), now = begin, end = begin + (int64_t)(seconds * 1e9);
    while (now < end && done < most) {
        int64_t start = now;
        whole ? act() : one_row();
        now = nanoseconds();
        waits[done++] = now - start;
    }
    qsort(waits, (size_t)done, sizeof *waits, compare);
    printf("{\"what\": \"%s\", \"perSecond\": %.1f, \"p50\": %.4f, \"p99\": %.4f, \"tokens\": %d, \"sqlite\": \"%s\"}\n", given[2],
           (double)done / ((double)(now - begin) / 1e9), (double)waits[done / 2] / 1e6, (double)waits[done * 99 / 100] / 1e6, tokens,
           sqlite3_libversion());
    free(waits);
    return 0;
}
