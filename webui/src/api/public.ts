import { getJson } from './http.ts';
import type { Task } from './types.ts';

/** What anybody may see of a public project. */
export interface PublicProject {
  id: number;
  name: string;
  description: string;
  tasks: Task[];
}

export async function readPublicTask(id: string): Promise<Task> {
  return byUuid(await getJson<Task>(`/public/task/${encodeURIComponent(id)}/json/`));
}

export async function readPublicProject(id: string): Promise<PublicProject> {
  const project = await getJson<PublicProject>(`/public/project/${encodeURIComponent(id)}/json/`);
  return { ...project, tasks: project.tasks.map(byUuid) };
}

/** Numbers can be guessed and open nothing to strangers: everything of a public task is asked for by its UUID. */
function byUuid(task: Task): Task {
  return { ...task, id: task.public_id ?? task.id };
}
