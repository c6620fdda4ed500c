-- Only digests of secrets are kept.

CREATE TABLE api_tokens (
    id ${identity},
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name VARCHAR(150) NOT NULL,
    secret_hash VARCHAR(64) NOT NULL UNIQUE,
    can_write BOOLEAN NOT NULL DEFAULT FALSE,
    project_id BIGINT REFERENCES projects (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT
);
CREATE INDEX api_tokens_by_user ON api_tokens (user_id);
CREATE INDEX api_tokens_by_project ON api_tokens (project_id);

CREATE TABLE password_resets (
    token_hash VARCHAR(64) PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);
CREATE INDEX password_resets_by_user ON password_resets (user_id);

CREATE TABLE site_settings (
    name VARCHAR(50) PRIMARY KEY,
    content TEXT NOT NULL
);
