-- What is known of a user beyond the account. Users without a row have the defaults.
CREATE TABLE profiles (
    user_id BIGINT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    quota DOUBLE PRECISION NOT NULL DEFAULT -1,
    cluster_id BIGINT,
    oidc_sub VARCHAR(255) UNIQUE,
    quota_deadline BIGINT
);

-- Messages to other programs that are still to be delivered: written with the change they tell of, gone once received.
CREATE TABLE webhook_outbox (
    id ${identity},
    kind VARCHAR(10) NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL
);
CREATE INDEX webhook_outbox_by_next_attempt ON webhook_outbox (next_attempt_at);
