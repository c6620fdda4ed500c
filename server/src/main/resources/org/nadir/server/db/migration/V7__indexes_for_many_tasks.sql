-- What large installations ask most: the newest projects, words in the names of tasks, what the scheduler has to do.

CREATE INDEX projects_by_age ON projects (created_at, id);

-- Holds the names, so that a search for words need not read the wide rows.
CREATE INDEX tasks_by_project_and_name ON tasks (project_id, name);
DROP INDEX tasks_by_project;

-- Nearly all tasks of an old installation are finished, and of no interest to the scheduler.
CREATE INDEX tasks_unsettled ON tasks (next_step_at)
    WHERE pending_action IS NOT NULL OR status IS NULL OR status IN (10, 20);
DROP INDEX tasks_by_next_step;

CREATE INDEX tasks_in_upload ON tasks (created_at) WHERE partial = TRUE;
