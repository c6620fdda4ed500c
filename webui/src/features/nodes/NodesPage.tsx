import { useState } from 'react';
import { describe } from '../../api/errors.ts';
import type { ProcessingNode } from '../../api/types.ts';
import { useVisit } from '../../app/visit.ts';
import { refresh } from '../../data/query.ts';
import { formatAgo } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Link } from '../../ui/Link.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { useNodes } from '../newtask/useOptionData.ts';
import { useTitle } from '../../app/title.ts';
import { NodeDialog } from './NodeDialog.tsx';

const POLL = 15_000;

export function NodesPage() {
  const { data, error, loading } = useNodes(POLL);
  const visit = useVisit();
  const isSuper = visit.kind === 'known' && (visit.visit.session?.isSuper ?? false);
  const [adding, setAdding] = useState(false);
  useTitle(t.nodes.title);
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>{t.nodes.title}</h1>
          <p className="muted">{t.nodes.text}</p>
        </div>
        {isSuper && (
          <Button look="primary" icon="plus" onPress={() => setAdding(true)}>
            {t.nodes.add}
          </Button>
        )}
      </div>
      {loading && <p className="muted" role="status">{t.app.loading}</p>}
      {!loading && !data && (
        <EmptyState icon="alert" title={t.nodes.failed} action={<Button look="primary" onPress={() => void refresh('nodes')}>{t.action.retry}</Button>}>
          {describe(error)}
        </EmptyState>
      )}
      {data?.length === 0 && (
        <EmptyState icon="server" title={t.nodes.empty}>
          {isSuper ? t.nodes.emptyAdmin : t.nodes.emptyText}
        </EmptyState>
      )}
      {data && (
        <ul className="node-list">
          {data.map((node) => (
            <NodeCard key={node.id} node={node} />
          ))}
        </ul>
      )}
      {adding && <NodeDialog onClose={() => setAdding(false)} />}
    </div>
  );
}

function NodeCard({ node }: { node: ProcessingNode }) {
  return (
    <li className="card node-card">
      <div className="node-head">
        <h2>
          <Link href={`/processingnode/${node.id}/`}>{node.label}</Link>
        </h2>
        {node.is_local && <span className="tag quiet">{t.nodes.local}</span>}
        <NodeState node={node} />
      </div>
      <dl className="facts">
        <Fact label={t.nodes.queue} value={t.nodes.queueCount(node.queue_count)} />
        <Fact label={t.nodes.engine} value={[node.engine, node.engine_version].filter(Boolean).join(' ') || '–'} />
        <Fact label={t.nodes.maxImages} value={node.max_images === null ? t.nodes.unlimited : String(node.max_images)} />
        <Fact label={t.nodes.refreshed} value={node.last_refreshed ? formatAgo(node.last_refreshed) : t.nodes.never} />
      </dl>
    </li>
  );
}

export function NodeState({ node }: { node: ProcessingNode }) {
  return (
    <span className={`pill ${node.online ? 'good' : 'bad'}`}>
      <span className="pill-dot" aria-hidden="true" />
      {node.online ? t.nodes.online : t.nodes.offline}
    </span>
  );
}

export function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
