import { useEffect, useMemo, useRef, useState } from 'react';
import { consoleDownloadUrl } from '../../api/tasks.ts';
import type { Task } from '../../api/types.ts';
import { formatCount } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { SearchField } from '../../ui/fields.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { displayName } from '../tasks/taskState.ts';
import { findLines, levelOf } from './lines.ts';
import { useConsole } from './feed.ts';

const ROW = 20;

/** The console: follows the end unless the reader has scrolled up, with search and full screen. */
export function ConsolePanel({ task, live }: { task: Task; live: boolean }) {
  const { lines, loading, error } = useConsole(task.project, task.id, true, live);
  const [search, setSearch] = useState('');
  const [match, setMatch] = useState(0);
  const [following, setFollowing] = useState(true);
  const [full, setFull] = useState(false);
  const frame = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement | null>(null);
  const found = useMemo(() => findLines(lines, search), [lines, search]);
  const foundSet = useMemo(() => new Set(found), [found]);
  const firstError = useMemo(() => lines.findIndex((line) => levelOf(line) === 'error'), [lines]);
  const current = found[match] ?? -1;

  useEffect(() => {
    if (following && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines, following, full]);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement === frame.current);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, []);

  const show = (line: number) => {
    setFollowing(false);
    list.current?.scrollTo({ top: Math.max(0, line * ROW - (list.current.clientHeight - ROW) / 2) });
  };
  const step = (by: number) => {
    if (found.length === 0) return;
    const next = (match + by + found.length) % found.length;
    setMatch(next);
    show(found[next] ?? 0);
  };
  const changeSearch = (text: string) => {
    setSearch(text);
    setMatch(0);
    const first = findLines(lines, text)[0];
    if (first !== undefined) show(first);
  };

  return (
    <section className="console" ref={frame} aria-label={t.console.label(displayName(task))}>
      <div className="console-bar">
        <SearchField label={t.console.search} value={search} onChange={changeSearch} onSubmit={() => step(1)} />
        {search && (
          <>
            <span className="console-found" role="status">
              {found.length > 0 ? `${match + 1} / ${formatCount(found.length)}` : t.console.none}
            </span>
            <IconButton icon="chevronUp" label={t.console.previous} small onPress={() => step(-1)} isDisabled={found.length === 0} />
            <IconButton icon="chevronDown" label={t.console.next} small onPress={() => step(1)} isDisabled={found.length === 0} />
          </>
        )}
        <span className="console-count">{t.console.lines(formatCount(lines.length))}</span>
        <span className="space" />
        {firstError >= 0 && (
          <Button small look="quiet" icon="alert" onPress={() => show(firstError)}>
            {t.console.firstError}
          </Button>
        )}
        <a className="button icon-only quiet small" href={consoleDownloadUrl(task.project, task.id)} download={`${displayName(task)}-console.txt`} aria-label={t.console.download} title={t.console.download}>
          <Icon name="download" size={16} />
        </a>
        <IconButton icon={full ? 'shrink' : 'expand'} small label={full ? t.console.leaveFullScreen : t.console.fullScreen} onPress={() => toggleFullScreen(frame.current, full)} />
      </div>
      {error !== null && lines.length === 0 && <Notice kind="error">{t.console.failed}</Notice>}
      {lines.length === 0 && error === null ? (
        <p className="console-empty">{loading ? t.app.loading : t.console.empty}</p>
      ) : (
        <VirtualList
          className="console-lines"
          label={t.console.label(displayName(task))}
          count={lines.length}
          rowHeight={ROW}
          listRef={list}
          onScroll={(event) => {
            const box = event.currentTarget;
            setFollowing(box.scrollHeight - box.scrollTop - box.clientHeight < ROW * 2);
          }}
          row={(index) => (
            <div key={index} role="listitem" className={`console-line ${levelOf(lines[index] ?? '')} ${foundSet.has(index) ? 'found' : ''} ${index === current ? 'current' : ''}`}>
              {lines[index]}
            </div>
          )}
        />
      )}
      {!following && live && (
        <Button small className="console-follow" icon="chevronDown" onPress={() => setFollowing(true)}>
          {t.console.follow}
        </Button>
      )}
    </section>
  );
}

function toggleFullScreen(element: HTMLElement | null, isFull: boolean): void {
  if (isFull) void document.exitFullscreen();
  else void element?.requestFullscreen();
}
