import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/icons.tsx';

/** What a project without tasks shows: where to drop photos and, to a beginner, what makes a good set. */
export function EmptyProject({ onChoose, brief }: { onChoose: () => void; brief: boolean }) {
  if (brief) {
    return (
      <div className="drop-zone brief">
        <Icon name="upload" size={20} />
        <p>{t.projects.dropHere}</p>
      </div>
    );
  }
  return (
    <div className="drop-zone">
      <Icon name="upload" size={28} />
      <h3>{t.projects.emptyTasks}</h3>
      <p>{t.projects.emptyTasksText}</p>
      <Button look="primary" icon="image" onPress={onChoose}>
        {t.newTask.chooseFiles}
      </Button>
      <dl className="hints">
        {t.projects.hints.map(([head, body]) => (
          <div key={head}>
            <dt>{head}</dt>
            <dd>{body}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
