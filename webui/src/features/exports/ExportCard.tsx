import { formatPercent } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { IconButton, LinkButton } from '../../ui/Button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { dismissExport, exportHref, type RunningExport } from './exports.ts';

/** One export on its way, ready or failed. */
export function ExportCard({ running }: { running: RunningExport }) {
  const { id, filename, phase, share } = running;
  return (
    <article className={`dock-card ${phase === 'failed' ? 'stopped' : ''}`} aria-label={t.exports.running(filename)}>
      <header>
        <Icon name={phase === 'failed' ? 'alert' : phase === 'ready' ? 'check' : 'export'} size={18} />
        <h2>{phase === 'running' ? t.exports.running(filename) : filename}</h2>
        <IconButton icon="close" small label={t.exports.dismiss(filename)} onPress={() => dismissExport(id)} />
      </header>
      {phase === 'running' && <Progress share={share} label={t.exports.running(filename)} />}
      <p className="dock-state" role="status">
        {textOf(running)}
      </p>
      {phase === 'ready' && (
        <LinkButton href={exportHref(running)} small icon="download" download>
          {t.exports.download}
        </LinkButton>
      )}
    </article>
  );
}

function textOf({ phase, share, lost, begun, error }: RunningExport): string {
  if (phase === 'failed') return error ?? t.exports.failed;
  if (phase === 'ready') return begun ? t.exports.ready : t.exports.readyLater;
  if (lost) return t.exports.waiting;
  return share === null ? '\u00a0' : formatPercent(share);
}
