import { useMemo, useState } from 'react';
import { describe } from '../../api/errors.ts';
import { deleteNode, readNode } from '../../api/nodes.ts';
import type { OptionDefinition, ProcessingNode } from '../../api/types.ts';
import { go } from '../../app/router.ts';
import { useTitle } from '../../app/title.ts';
import { useVisit } from '../../app/visit.ts';
import { refresh, useServerData } from '../../data/query.ts';
import { formatAgo } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Dialog.tsx';
import { SearchField } from '../../ui/fields.tsx';
import { Link } from '../../ui/Link.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { announce } from '../../ui/toasts.tsx';
import { helpOf } from '../newtask/options.ts';
import { Fact, NodeState } from './NodesPage.tsx';

export function NodePage({ id }: { id: number }) {
  const { data: node, error, loading } = useServerData(`node/${id}`, (signal) => readNode(id, signal), 15_000);
  const visit = useVisit();
  const isSuper = visit.kind === 'known' && (visit.visit.session?.isSuper ?? false);
  const [removing, setRemoving] = useState(false);
  useTitle(node?.label ?? t.nodes.title);
  if (loading) return <p className="muted page" role="status">{t.app.loading}</p>;
  if (!node) {
    return (
      <EmptyState icon="server" title={t.nodes.failed} action={<Button onPress={() => go('/processingnode/')}>{t.nodes.all}</Button>}>
        {describe(error)}
      </EmptyState>
    );
  }
  return (
    <div className="page">
      <Link href="/processingnode/" className="back">
        {t.nodes.all}
      </Link>
      <div className="page-head">
        <div className="node-head">
          <h1>{node.label}</h1>
          {node.is_local && <span className="tag quiet">{t.nodes.local}</span>}
          <NodeState node={node} />
        </div>
        {isSuper && !node.is_local && (
          <Button icon="trash" onPress={() => setRemoving(true)}>
            {t.action.remove}
          </Button>
        )}
      </div>
      <div className="card">
        <dl className="facts">
          <Fact label={t.nodes.address} value={`${node.hostname}:${node.port}`} />
          <Fact label={t.nodes.queue} value={t.nodes.queueCount(node.queue_count)} />
          <Fact label={t.nodes.engine} value={[node.engine, node.engine_version].filter(Boolean).join(' ') || '–'} />
          <Fact label={t.nodes.api} value={node.api_version ?? '–'} />
          <Fact label={t.nodes.maxImages} value={node.max_images === null ? t.nodes.unlimited : String(node.max_images)} />
          <Fact label={t.nodes.refreshed} value={node.last_refreshed ? formatAgo(node.last_refreshed) : t.nodes.never} />
        </dl>
      </div>
      <NodeOptions node={node} />
      {removing && <Confirm title={t.nodes.deleteTitle} text={t.nodes.deleteText(node.label)} confirm={t.action.remove} danger onConfirm={() => remove(node)} onClose={() => setRemoving(false)} />}
    </div>
  );
}

async function remove(node: ProcessingNode): Promise<void> {
  await deleteNode(node.id);
  void refresh('nodes');
  announce(t.nodes.removed(node.label));
  go('/processingnode/');
}

function NodeOptions({ node }: { node: ProcessingNode }) {
  const [search, setSearch] = useState('');
  const options = useMemo(() => (Array.isArray(node.available_options) ? node.available_options : []), [node]);
  const text = search.trim().toLowerCase();
  const shown = options.filter((option) => text === '' || option.name.includes(text) || option.help.toLowerCase().includes(text));
  if (options.length === 0) return null;
  return (
    <section className="node-options">
      <div className="section-head">
        <h2>{t.nodes.options(options.length)}</h2>
        <SearchField label={t.options.search} value={search} onChange={setSearch} />
      </div>
      <ul className="option-table">
        {shown.map((option) => (
          <OptionEntry key={option.name} option={option} />
        ))}
      </ul>
      {shown.length === 0 && <p className="muted">{t.options.none}</p>}
    </section>
  );
}

function OptionEntry({ option }: { option: OptionDefinition }) {
  return (
    <li>
      <code>{option.name}</code>
      <span className="muted">{t.options.default(option.value || t.options.empty)}</span>
      <p>{helpOf(option)}</p>
    </li>
  );
}
