import { readConsoleTail } from '../../api/tasks.ts';
import type { Task } from '../../api/types.ts';
import { useServerData } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Icon } from '../../ui/icons.tsx';
import { adviceFor } from './advice.ts';

/** Why a task failed, and what a person can do about it. */
export function TaskFailure({ task }: { task: Task }) {
  const { data } = useServerData(`tail/${task.project}/${task.id}/${task.processing_time}`, (signal) => readConsoleTail(task.project, task.id, 200, signal));
  return (
    <div className="task-failure">
      <p className="task-error">
        <Icon name="alert" size={16} />
        <span>{task.last_error || t.task.state.failed}</span>
      </p>
      <p className="task-advice">
        <Icon name="bulb" size={16} />
        <span>{adviceFor(task.last_error, data?.lines ?? [])}</span>
      </p>
    </div>
  );
}
