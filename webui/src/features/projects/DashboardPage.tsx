import { useEffect, useState } from 'react';
import { describe } from '../../api/errors.ts';
import { listProjects } from '../../api/projects.ts';
import type { Page, Project } from '../../api/types.ts';
import { setQuery, usePlace } from '../../app/router.ts';
import { useTitle } from '../../app/title.ts';
import { useVisit } from '../../app/visit.ts';
import { refresh, useServerData } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { SearchField, Select } from '../../ui/fields.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { NewTaskSheet } from '../newtask/NewTaskSheet.tsx';
import { NodeHint } from '../nodes/NodeHint.tsx';
import { useIsPushed } from '../tasks/LiveChanges.tsx';
import { Pager } from './Pager.tsx';
import { ProjectCard } from './ProjectCard.tsx';
import { ProjectDialog } from './ProjectDialog.tsx';
import { rememberedSorting, rememberSorting } from './sorting.ts';

const PAGE_SIZE = 10;

/** The list of projects: searched, sorted, in pages, each with its tasks. */
export function DashboardPage() {
  const { query } = usePlace();
  const visit = useVisit();
  const pushed = useIsPushed();
  const page = Math.max(1, Number(query.get('page')) || 1);
  const ordering = query.get('ordering') ?? rememberedSorting();
  const search = query.get('search') ?? '';
  const [creating, setCreating] = useState(false);
  const key = `projects?${page}&${ordering}&${search}`;
  const { data, error, loading } = useServerData<Page<Project>>(key, (signal) => listProjects({ page, ordering, search }, signal), pushed ? 0 : 30_000);
  const mayAdd = visit.kind === 'known' && (visit.visit.session?.mayAddProject ?? false);
  const newTaskIn = Number(query.get('new')) || null;
  useTitle(t.projects.title);

  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>{t.projects.title}</h1>
          {data && <p className="muted">{t.projects.count(data.count)}</p>}
        </div>
        {mayAdd && (
          <Button look="primary" icon="plus" onPress={() => setCreating(true)}>
            {t.projects.new}
          </Button>
        )}
      </div>
      <NodeHint />
      {(search !== '' || (data && data.count > 1)) && <Tools search={search} ordering={ordering} />}
      {loading && <ProjectSkeleton />}
      {!loading && !data && (
        <EmptyState icon="alert" title={t.projects.failed} action={<Button look="primary" onPress={() => void refresh(key)}>{t.action.retry}</Button>}>
          {describe(error)}
        </EmptyState>
      )}
      {data && data.results.length === 0 && <NoProjects search={search} mayAdd={mayAdd} onCreate={() => setCreating(true)} />}
      {data && (
        <ul className="projects">
          {data.results.map((project, index) => (
            <ProjectCard key={project.id} project={project} beginner={index === 0 && data.results.every((one) => one.tasks.length === 0)} />
          ))}
        </ul>
      )}
      {data && <Pager page={page} pages={Math.ceil(data.count / PAGE_SIZE)} />}
      {creating && <ProjectDialog onClose={() => setCreating(false)} />}
      {newTaskIn !== null && <NewTaskSheet projectId={newTaskIn} />}
    </div>
  );
}

function Tools({ search, ordering }: { search: string; ordering: string }) {
  const [text, setText] = useState(search);
  useEffect(() => setText(search), [search]);
  useEffect(() => {
    if (text === search) return;
    const timer = setTimeout(() => setQuery({ search: text.trim(), page: null }), 300);
    return () => clearTimeout(timer);
  }, [text, search]);
  const choices = Object.entries(t.projects.sorts).map(([id, label]) => ({ id, label }));
  return (
    <div className="tools">
      <SearchField className="grow" label={t.projects.search} value={text} onChange={setText} onSubmit={() => setQuery({ search: text.trim(), page: null })} />
      <Select
        className="sorting"
        label={t.projects.sort}
        hideLabel
        value={ordering}
        choices={choices}
        onChange={(value) => {
          rememberSorting(value);
          setQuery({ ordering: value, page: null });
        }}
      />
    </div>
  );
}

function NoProjects({ search, mayAdd, onCreate }: { search: string; mayAdd: boolean; onCreate: () => void }) {
  if (search) {
    return (
      <EmptyState icon="search" title={t.projects.noneTitle} action={<Button onPress={() => setQuery({ search: null, page: null })}>{t.projects.clearSearch}</Button>}>
        {t.projects.noneText(search)}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="folder" title={t.projects.emptyTitle} action={mayAdd && <Button look="primary" icon="plus" onPress={onCreate}>{t.projects.new}</Button>}>
      {t.projects.emptyText}
    </EmptyState>
  );
}

function ProjectSkeleton() {
  return (
    <div className="projects" role="status" aria-label={t.app.loading}>
      {[0, 1].map((index) => (
        <div className="project skeleton-project" key={index}>
          <span className="skeleton title" />
          <span className="skeleton line" />
        </div>
      ))}
    </div>
  );
}
