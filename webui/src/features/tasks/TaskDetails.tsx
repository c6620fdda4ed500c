import { useState, type ReactNode } from 'react';
import { Status, type Task } from '../../api/types.ts';
import { formatArea, formatBytes, formatCount, formatDuration, formatMoment } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { announce } from '../../ui/toasts.tsx';
import { ConsolePanel } from '../console/ConsolePanel.tsx';
import { hasMap, isActive } from './taskState.ts';

/** The open part of a task card: facts, options and the console. */
export function TaskDetails({ task }: { task: Task }) {
  const running = isActive(task);
  const [console, setConsole] = useState(running || task.status === Status.FAILED);
  return (
    <div className="task-details">
      <dl className="facts">
        {factsOf(task).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Options task={task} />
      {task.status === Status.COMPLETED && !hasMap(task) && <p className="muted">{t.task.noMap}</p>}
      <div className="task-details-bar">
        <Button small icon="terminal" onPress={() => setConsole(!console)} aria-expanded={console}>
          {console ? t.task.hideConsole : t.task.showConsole}
        </Button>
        <Button small look="quiet" icon="copy" onPress={() => copyId(task)}>
          {t.task.copy}
        </Button>
      </div>
      {console && <ConsolePanel task={task} live={running} />}
    </div>
  );
}

function factsOf(task: Task): [string, ReactNode][] {
  const facts = t.task.facts;
  const statistics = task.statistics ?? {};
  const list: [string, ReactNode][] = [
    [facts.id, String(task.id)],
    [facts.created, formatMoment(task.created_at)],
  ];
  if (task.processing_node_name) list.push([facts.node, nodeText(task)]);
  if (task.processing_time >= 0 && !isActive(task)) list.push([facts.time, formatDuration(task.processing_time)]);
  if (statistics.gsd) list.push([facts.gsd, t.task.gsd(statistics.gsd.toFixed(statistics.gsd < 10 ? 2 : 1))]);
  if (statistics.area) list.push([facts.area, formatArea(statistics.area)]);
  if (statistics.pointcloud?.points) list.push([facts.points, formatCount(statistics.pointcloud.points)]);
  if (statistics.spatial_refs?.length) list.push([facts.georef, statistics.spatial_refs.map((ref) => t.task.refs[ref] ?? ref).join(', ')]);
  if (task.srs?.name) list.push([facts.srs, task.epsg ? `${task.srs.name} (EPSG:${task.epsg})` : task.srs.name]);
  if (task.size) list.push([facts.size, formatBytes(task.size * 1048576)]);
  return list;
}

function nodeText(task: Task): string {
  const isManual = !task.auto_processing_node || task.status === Status.COMPLETED;
  return isManual ? (task.processing_node_name ?? '') : `${task.processing_node_name} (${t.task.facts.nodeAuto})`;
}

function Options({ task }: { task: Task }) {
  return (
    <div className="task-options">
      <h4>{t.task.facts.options}</h4>
      {task.options.length === 0 ? (
        <p className="muted">{t.task.facts.optionsDefault}</p>
      ) : (
        <ul className="chips">
          {task.options.map((option) => (
            <li key={option.name} className="chip">
              <span>{option.name}</span>
              {option.value !== true && <strong>{String(option.value)}</strong>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function copyId(task: Task): void {
  navigator.clipboard?.writeText(String(task.public_id ?? task.id)).then(
    () => announce(t.task.copied),
    () => undefined,
  );
}
