-- Moments are microseconds since 1970. JSON values are text. ${identity} is what each database calls a row number.

CREATE TABLE users (
    id ${identity},
    username VARCHAR(150) NOT NULL UNIQUE,
    password VARCHAR(300) NOT NULL,
    email VARCHAR(254) NOT NULL DEFAULT '',
    first_name VARCHAR(150) NOT NULL DEFAULT '',
    last_name VARCHAR(150) NOT NULL DEFAULT '',
    is_superuser BOOLEAN NOT NULL DEFAULT FALSE,
    is_staff BOOLEAN NOT NULL DEFAULT FALSE,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    date_joined BIGINT NOT NULL,
    last_login BIGINT
);

CREATE TABLE access_groups (
    id ${identity},
    name VARCHAR(150) NOT NULL UNIQUE
);

CREATE TABLE group_members (
    group_id BIGINT NOT NULL REFERENCES access_groups (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_members_by_user ON group_members (user_id);

CREATE TABLE user_permissions (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    permission VARCHAR(100) NOT NULL,
    PRIMARY KEY (user_id, permission)
);

CREATE TABLE group_permissions (
    group_id BIGINT NOT NULL REFERENCES access_groups (id) ON DELETE CASCADE,
    permission VARCHAR(100) NOT NULL,
    PRIMARY KEY (group_id, permission)
);

CREATE TABLE sessions (
    token_hash VARCHAR(64) PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    csrf VARCHAR(64) NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE projects (
    id ${identity},
    owner_id BIGINT NOT NULL REFERENCES users (id),
    name VARCHAR(255) NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    tags TEXT NOT NULL DEFAULT '',
    is_public BOOLEAN NOT NULL DEFAULT FALSE,
    public_edit BOOLEAN NOT NULL DEFAULT FALSE,
    public_id VARCHAR(36) UNIQUE,
    deleting BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX projects_by_owner ON projects (owner_id);

CREATE TABLE project_user_grants (
    project_id BIGINT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    access VARCHAR(10) NOT NULL,
    PRIMARY KEY (project_id, user_id, access)
);
CREATE INDEX project_user_grants_by_user ON project_user_grants (user_id);

CREATE TABLE project_group_grants (
    project_id BIGINT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    group_id BIGINT NOT NULL REFERENCES access_groups (id) ON DELETE CASCADE,
    access VARCHAR(10) NOT NULL,
    PRIMARY KEY (project_id, group_id, access)
);
CREATE INDEX project_group_grants_by_group ON project_group_grants (group_id);

CREATE TABLE nodes (
    id ${identity},
    hostname VARCHAR(255) NOT NULL,
    port INTEGER NOT NULL,
    token VARCHAR(1024) NOT NULL DEFAULT '',
    label VARCHAR(255) NOT NULL DEFAULT '',
    is_local BOOLEAN NOT NULL DEFAULT FALSE,
    api_version VARCHAR(100),
    last_refreshed BIGINT,
    queue_count INTEGER NOT NULL DEFAULT 0,
    max_images INTEGER,
    engine VARCHAR(255),
    engine_version VARCHAR(255),
    available_options TEXT NOT NULL DEFAULT ''
);

CREATE TABLE node_user_grants (
    node_id BIGINT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    access VARCHAR(10) NOT NULL,
    PRIMARY KEY (node_id, user_id, access)
);

CREATE TABLE node_group_grants (
    node_id BIGINT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    group_id BIGINT NOT NULL REFERENCES access_groups (id) ON DELETE CASCADE,
    access VARCHAR(10) NOT NULL,
    PRIMARY KEY (node_id, group_id, access)
);

CREATE TABLE presets (
    id ${identity},
    owner_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    name VARCHAR(255) NOT NULL,
    options TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    is_system BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE tasks (
    id ${identity},
    public_id VARCHAR(36) NOT NULL UNIQUE,
    project_id BIGINT NOT NULL REFERENCES projects (id),
    name VARCHAR(255) NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,

    -- what the user asked for
    node_id BIGINT REFERENCES nodes (id) ON DELETE SET NULL,
    auto_node BOOLEAN NOT NULL DEFAULT TRUE,
    options TEXT NOT NULL DEFAULT '[]',
    resize_to INTEGER NOT NULL DEFAULT -1,
    tags TEXT NOT NULL DEFAULT '',
    is_public BOOLEAN NOT NULL DEFAULT FALSE,
    public_edit BOOLEAN NOT NULL DEFAULT FALSE,
    crop TEXT,
    potree_scene TEXT NOT NULL DEFAULT '{}',
    import_url TEXT NOT NULL DEFAULT '',

    -- where it stands
    status INTEGER,
    pending_action INTEGER,
    last_error TEXT,
    node_uuid VARCHAR(255) NOT NULL DEFAULT '',
    upload_uuid VARCHAR(255) NOT NULL DEFAULT '',
    partial BOOLEAN NOT NULL DEFAULT FALSE,
    processing_time BIGINT NOT NULL DEFAULT -1,
    upload_progress DOUBLE PRECISION NOT NULL DEFAULT 0,
    resize_progress DOUBLE PRECISION NOT NULL DEFAULT 0,
    running_progress DOUBLE PRECISION NOT NULL DEFAULT 0,
    progress_detail TEXT,

    -- what it has
    images_count INTEGER NOT NULL DEFAULT 0,
    size_bytes BIGINT NOT NULL DEFAULT 0,
    compacted BOOLEAN NOT NULL DEFAULT FALSE,
    available_assets TEXT NOT NULL DEFAULT '[]',
    orthophoto_extent TEXT,
    dsm_extent TEXT,
    dtm_extent TEXT,
    epsg INTEGER,
    wkt TEXT,
    orthophoto_bands TEXT NOT NULL DEFAULT '[]',
    statistics TEXT NOT NULL DEFAULT '{}',
    media_count INTEGER NOT NULL DEFAULT 0,

    -- who works on it
    lease_owner VARCHAR(64),
    lease_until BIGINT NOT NULL DEFAULT 0,
    next_step_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX tasks_by_project ON tasks (project_id);
CREATE INDEX tasks_by_next_step ON tasks (next_step_at);
