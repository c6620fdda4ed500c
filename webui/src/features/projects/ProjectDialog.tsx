import { useState, type FormEvent } from 'react';
import { ApiError, describe } from '../../api/errors.ts';
import { createProject, updateProject } from '../../api/projects.ts';
import type { Project } from '../../api/types.ts';
import { refresh } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { announce } from '../../ui/toasts.tsx';

/** Makes a project, or changes the one given. */
export function ProjectDialog({ project, onClose }: { project?: Project; onClose: () => void }) {
  const [name, setName] = useState(project?.name ?? '');
  const [description, setDescription] = useState(project?.description ?? '');
  const [tags, setTags] = useState((project?.tags ?? []).join(' '));
  const [nameError, setNameError] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const draft = { name: name.trim(), description: description.trim(), tags: tags.split(/\s+/).filter(Boolean) };
    setNameError(draft.name === '' ? t.projects.needName : null);
    setError(null);
    if (draft.name === '') return;
    setBusy(true);
    try {
      if (project) await updateProject(project.id, draft);
      else await createProject(draft);
      await refresh('projects?');
      if (!project) announce(t.projects.created(draft.name));
      onClose();
    } catch (cause) {
      if (cause instanceof ApiError && cause.fields.name) setNameError(cause.fields.name);
      else setError(describe(cause));
      setBusy(false);
    }
  };

  return (
    <Dialog title={project ? t.projects.editTitle : t.projects.newTitle} onClose={onClose}>
      <form noValidate className="dialog-form" onSubmit={(event) => void save(event)}>
        <div className="dialog-body">
          <TextField label={t.projects.name} value={name} onChange={setName} error={nameError} placeholder={t.projects.namePlaceholder} maxLength={255} autoFocus />
          <TextField label={t.projects.description} value={description} onChange={setDescription} multiline hint={t.projects.descriptionHint} />
          <TextField label={t.projects.tags} value={tags} onChange={setTags} hint={t.projects.tagsHint} />
          {error && <Notice kind="error">{error}</Notice>}
        </div>
        <footer className="dialog-foot">
          <Button onPress={onClose}>{t.action.cancel}</Button>
          <Button type="submit" look="primary" isPending={busy}>
            {project ? t.action.save : t.projects.create}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
