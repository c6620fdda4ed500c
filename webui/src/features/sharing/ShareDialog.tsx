import { useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { setProjectVisibility, setTaskVisibility, type Visibility } from '../../api/sharing.ts';
import type { Project, Task } from '../../api/types.ts';
import { refresh } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { announce } from '../../ui/toasts.tsx';
import { layersOf } from '../map/layers.ts';
import { displayName, hasModel } from '../tasks/taskState.ts';
import { LinkSharing } from './LinkSharing.tsx';
import { PeopleEditor } from './PeopleEditor.tsx';

/** Shares a task by link, or a project by link and with people. */
export default function ShareDialog(props: { task: Task; onClose: () => void } | { project: Project; onClose: () => void }) {
  return 'task' in props ? <ShareTask {...props} /> : <ShareProject {...props} />;
}

function ShareTask({ task, onClose }: { task: Task; onClose: () => void }) {
  const [visibility, setVisibility] = useState(visibilityOf(task));
  const save = async (change: Partial<Visibility>) => {
    const saved = visibilityOf(await setTaskVisibility(task.project, task.id, change));
    setVisibility(saved);
    if (!saved.public) announce(t.share.ended);
    void refresh(`tasks/${task.project}`);
  };
  return (
    <Dialog title={t.share.title(displayName(task))} onClose={onClose}>
      <div className="dialog-body">
        <LinkSharing what="task" name={displayName(task)} publicId={task.public_id ?? String(task.id)} visibility={visibility} layers={layersOf(task)} model={hasModel(task)} save={save} />
      </div>
      <footer className="dialog-foot">
        <Button onPress={onClose}>{t.action.close}</Button>
      </footer>
    </Dialog>
  );
}

function ShareProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const [part, setPart] = useState<'people' | 'link'>('people');
  const [visibility, setVisibility] = useState(visibilityOf(project));
  const [publicId, setPublicId] = useState(project.public_id ?? null);
  const save = async (change: Partial<Visibility>) => {
    const saved = await setProjectVisibility(project.id, change);
    setVisibility(visibilityOf(saved));
    setPublicId(saved.public_id ?? null);
    if (!saved.public) announce(t.share.ended);
    void refresh('projects?');
  };
  return (
    <Dialog title={t.share.title(project.name)} onClose={onClose}>
      <div className="dialog-parts">
        <ToggleButtonGroup className="segments" aria-label={t.share.title(project.name)} selectionMode="single" disallowEmptySelection selectedKeys={[part]} onSelectionChange={(keys) => [...keys].forEach((key) => setPart(key as 'people' | 'link'))}>
          {(['people', 'link'] as const).map((id) => (
            <ToggleButton key={id} id={id} className="segment">
              {t.share[id]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
      {part === 'people' ? (
        <PeopleEditor project={project} onClose={onClose} />
      ) : (
        <>
          <div className="dialog-body">
            <LinkSharing what="project" name={project.name} publicId={publicId} visibility={visibility} layers={[]} model={false} save={save} />
          </div>
          <footer className="dialog-foot">
            <Button onPress={onClose}>{t.action.close}</Button>
          </footer>
        </>
      )}
    </Dialog>
  );
}

function visibilityOf(shared: Task | Project): Visibility {
  return { public: shared.public ?? false, public_edit: shared.public_edit ?? false };
}
