-- Rows to be held by a transaction that must be the only one of its kind, where no constraint on the rows themselves can say so.
CREATE TABLE turns (
    name VARCHAR(50) PRIMARY KEY
);

INSERT INTO turns (name) VALUES ('nodes of users');
