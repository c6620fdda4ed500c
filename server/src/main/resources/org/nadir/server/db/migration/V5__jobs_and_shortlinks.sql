-- Work that goes on after the request that asked for it. The id is the secret that opens the result.
CREATE TABLE jobs (
    id VARCHAR(36) PRIMARY KEY,
    task_id BIGINT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    kind VARCHAR(40) NOT NULL,
    state VARCHAR(10) NOT NULL,
    progress DOUBLE PRECISION NOT NULL DEFAULT 0,
    note VARCHAR(200) NOT NULL DEFAULT '',
    file_name VARCHAR(255),
    output TEXT,
    error TEXT,
    beat_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX jobs_by_end ON jobs (state, ended_at);
CREATE INDEX jobs_by_task ON jobs (task_id);

CREATE TABLE shortlinks (
    short_id VARCHAR(20) PRIMARY KEY,
    task_id BIGINT NOT NULL UNIQUE REFERENCES tasks (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
