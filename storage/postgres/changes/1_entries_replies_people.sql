-- The log with its guards, the replies that were given, and the people. Texts are ordered by their bytes, as in SQLite.
-- Every key begins with the workspace, so that the tables can be distributed by it.
CREATE TABLE entries (
    workspace TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL CHECK (seq > 0),
    cause TEXT COLLATE "C" NOT NULL,
    part BIGINT NOT NULL CHECK (part > 0),
    at TEXT NOT NULL,
    "on" TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (workspace, seq),
    UNIQUE (workspace, cause, part)
);

CREATE FUNCTION entries_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries are never changed or removed' USING ERRCODE = 'MPN01';
END $$;

CREATE TRIGGER entries_are_never_changed BEFORE UPDATE OR DELETE ON entries
FOR EACH ROW EXECUTE FUNCTION entries_only_grow();

CREATE TRIGGER entries_are_never_emptied BEFORE TRUNCATE ON entries
FOR EACH STATEMENT EXECUTE FUNCTION entries_only_grow();

-- ALWAYS: else a session that says it is a replica goes round them.
ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_are_never_changed;
ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_are_never_emptied;

CREATE TABLE replies (
    workspace TEXT COLLATE "C" NOT NULL,
    cause TEXT COLLATE "C" NOT NULL,
    reply TEXT NOT NULL,
    PRIMARY KEY (workspace, cause)
);

CREATE TABLE people (
    workspace TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    tz TEXT NOT NULL,
    administrator BIGINT NOT NULL,
    bot BIGINT NOT NULL,
    guest BIGINT NOT NULL,
    deactivated BIGINT NOT NULL,
    erased BIGINT NOT NULL,
    change BIGINT NOT NULL,
    PRIMARY KEY (workspace, id)
);

CREATE INDEX people_by_change ON people (workspace, change);

-- The marks of the last transactions in each workspace: whether one was committed whose connection broke meanwhile.
CREATE TABLE last_marks (
    workspace TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    marks TEXT NOT NULL
) WITH (fillfactor = 50);
