-- The day on which each workspace is to be swept next; those that there are, at once.
CREATE TABLE next_due (
    workspace TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    day TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL
);

CREATE INDEX next_due_by_day ON next_due (day);

INSERT INTO next_due (workspace, day, seq)
SELECT workspace, '0001-01-01', MAX(seq) FROM entries GROUP BY workspace;
