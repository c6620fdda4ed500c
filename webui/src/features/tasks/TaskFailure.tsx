import type { Task } from '../../api/types.ts';
import { t } from '../../messages/index.ts';
import { Icon } from '../../ui/icons.tsx';
import { useConsole } from '../console/feed.ts';
import { adviceFor } from './advice.ts';

/** Why a task failed, and what a person can do about it. */
export function TaskFailure({ task }: { task: Task }) {
  const { lines } = useConsole(task.project, task.id, true, false);
  return (
    <div className="task-failure">
      <p className="task-error">
        <Icon name="alert" size={16} />
        <span>{task.last_error || t.task.state.failed}</span>
      </p>
      <p className="task-advice">
        <Icon name="bulb" size={16} />
        <span>{adviceFor(task.last_error, lines)}</span>
      </p>
    </div>
  );
}
