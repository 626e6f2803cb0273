-- When reminders were last swept, what is being sent or was posted, and whom no direct message reaches.
CREATE TABLE sweeps (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at TEXT NOT NULL
);

CREATE TABLE posts (
    workspace TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace, name)
);

CREATE TABLE claims (
    workspace TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    cause TEXT COLLATE "C" NOT NULL,
    entries TEXT NOT NULL,
    PRIMARY KEY (workspace, person)
);

CREATE TABLE unreached (
    workspace TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    now BIGINT NOT NULL,
    PRIMARY KEY (workspace, id)
);
