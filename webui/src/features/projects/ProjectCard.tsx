import { lazy, Suspense, useRef, useState } from 'react';
import { describe } from '../../api/errors.ts';
import { deleteProject, duplicateProject } from '../../api/projects.ts';
import type { Project, Task } from '../../api/types.ts';
import { go, setQuery, usePlace } from '../../app/router.ts';
import { refresh, useKnown } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { announce } from '../../ui/toasts.tsx';
import { filesOfDrop, offerFiles } from '../newtask/incoming.ts';
import { TaskList } from '../tasks/TaskList.tsx';
import { hasMap } from '../tasks/taskState.ts';
import { EmptyProject } from './EmptyProject.tsx';
import { ProjectDialog } from './ProjectDialog.tsx';
import { useFileDrop } from './useFileDrop.ts';

const ShareDialog = lazy(() => import('../sharing/ShareDialog.tsx'));

const ImportDialog = lazy(() => import('../imports/ImportDialog.tsx'));

type Asked = 'edit' | 'delete' | 'share' | 'import';

/** One project with its tasks. Photos dropped anywhere on it begin a new task. */
export function ProjectCard({ project, beginner }: { project: Project; beginner: boolean }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const { open, toggle } = useOpenProject(project.id);
  const mapped = (useKnown<Task[]>(`tasks/${project.id}`) ?? []).some(hasMap);
  const mayChange = project.permissions.includes('change');
  const take = (files: File[]) => {
    offerFiles(project.id, files);
    setQuery({ new: String(project.id) }, 'push');
  };
  const drop = useFileDrop(mayChange, (transfer) => void filesOfDrop(transfer).then(take));
  const tags = (project.tags ?? []).filter((tag) => !tag.startsWith('.'));

  return (
    <li className={`project ${drop.over ? 'dropping' : ''}`} {...drop.handlers}>
      <section aria-label={project.name}>
        <header className="project-head">
          <div className="project-title">
            <h2>{project.name}</h2>
            {tags.map((tag) => (
              <button key={tag} type="button" className="tag" onClick={() => setQuery({ search: `#${tag}`, page: null })}>
                {tag}
              </button>
            ))}
            {project.public && <span className="tag quiet">{t.projects.public}</span>}
            {project.owned === false && <span className="tag quiet">{t.projects.shared}</span>}
          </div>
          <div className="project-actions">
            {mapped && (
              <Button small icon="map" onPress={() => go(`/map/project/${project.id}/`)}>
                {t.projects.viewMap}
              </Button>
            )}
            {mayChange && (
              <Button small icon="plus" onPress={() => setQuery({ new: String(project.id) }, 'push')}>
                {t.projects.newTask}
              </Button>
            )}
            <ProjectMenu project={project} onAsk={setAsked} />
          </div>
          {project.description && <p className="project-text">{project.description}</p>}
          {project.tasks.length > 0 && (
            <button type="button" className="project-toggle" aria-expanded={open} aria-label={t.projects.tasksOf(t.projects.tasks(project.tasks.length), project.name)} onClick={toggle}>
              <Icon name="chevronDown" size={16} className={open ? 'turned' : ''} />
              {t.projects.tasks(project.tasks.length)}
            </button>
          )}
        </header>
        {mayChange && <FileChooser chooser={chooser} onFiles={take} />}
        {project.tasks.length > 0 && open && <TaskList project={project} />}
        {project.tasks.length === 0 && mayChange && <EmptyProject brief={!beginner} onChoose={() => chooser.current?.click()} />}
        {drop.over && (
          <div className="drop-veil" aria-hidden="true">
            <Icon name="upload" size={28} />
            <span>{t.projects.dropIn(project.name)}</span>
          </div>
        )}
      </section>
      <Suspense fallback={null}>
        {asked === 'share' && <ShareDialog project={project} onClose={() => setAsked(null)} />}
        {asked === 'import' && <ImportDialog project={project} onClose={() => setAsked(null)} />}
      </Suspense>
      {asked === 'edit' && <ProjectDialog project={project} onClose={() => setAsked(null)} />}
      {asked === 'delete' && <DeleteProject project={project} onClose={() => setAsked(null)} />}
    </li>
  );
}

function FileChooser({ chooser, onFiles }: { chooser: React.RefObject<HTMLInputElement | null>; onFiles: (files: File[]) => void }) {
  return (
    <input
      ref={chooser}
      type="file"
      multiple
      hidden
      aria-label={t.projects.chooseFiles}
      onChange={(event) => {
        const files = [...(event.currentTarget.files ?? [])];
        event.currentTarget.value = '';
        if (files.length > 0) onFiles(files);
      }}
    />
  );
}

function ProjectMenu({ project, onAsk }: { project: Project; onAsk: (what: Asked) => void }) {
  const entries: MenuEntry[] = [];
  if (project.permissions.includes('change')) {
    entries.push(
      { id: 'edit', label: t.action.edit, icon: 'edit', onAction: () => onAsk('edit') },
      { id: 'import', label: t.imports.action, icon: 'import', onAction: () => onAsk('import') },
      { id: 'share', label: t.share.action, icon: 'share', onAction: () => onAsk('share') },
      { id: 'duplicate', label: t.projects.duplicate, icon: 'copy', onAction: () => void duplicate(project) },
    );
  }
  if (project.permissions.includes('delete') || project.owned === false) {
    entries.push({ id: 'delete', label: t.action.delete, icon: 'trash', danger: true, separated: entries.length > 0, onAction: () => onAsk('delete') });
  }
  if (entries.length === 0) return null;
  return (
    <Menu label={t.action.more} entries={entries}>
      <IconButton icon="more" label={`${t.action.more}: ${project.name}`} small />
    </Menu>
  );
}

async function duplicate(project: Project): Promise<void> {
  try {
    const copy = await duplicateProject(project.id);
    await refresh('projects?');
    announce(t.projects.created(copy.name));
  } catch (error) {
    announce(describe(error), 'error');
  }
}

function DeleteProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const isShared = project.owned === false;
  const confirm = async () => {
    await deleteProject(project.id);
    await refresh('projects?');
    announce(t.projects.deleted(project.name));
  };
  return (
    <Confirm
      title={isShared ? t.projects.removeTitle : t.projects.deleteTitle}
      text={isShared ? t.projects.removeText(project.name) : t.projects.deleteText(project.name, project.tasks.length)}
      confirm={isShared ? t.action.remove : t.action.delete}
      danger
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}

/** Task lists are open unless closed by hand; the closed ones are part of the address. */
function useOpenProject(id: number): { open: boolean; toggle: () => void } {
  const place = usePlace();
  const closed = new Set((place.query.get('closed') ?? '').split(',').filter(Boolean));
  const open = !closed.has(String(id));
  const toggle = () => {
    if (open) closed.add(String(id));
    else closed.delete(String(id));
    setQuery({ closed: [...closed].join(',') });
  };
  return { open, toggle };
}
