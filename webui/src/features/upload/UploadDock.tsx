import { useState } from 'react';
import { formatBytes, formatPercent, formatTimeLeft } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { ExportCard } from '../exports/ExportCard.tsx';
import { useExports } from '../exports/exports.ts';
import { cancelUpload, retryUpload, useUploads, type Upload } from './uploads.ts';

/** Uploads and exports under way, in a corner of every page. */
export function UploadDock() {
  const uploads = useUploads();
  const exports = useExports();
  if (uploads.length === 0 && exports.length === 0) return null;
  return (
    <section className="dock" aria-label={uploads.length > 0 ? t.upload.progress : t.exports.progress}>
      {uploads.map((upload) => (
        <UploadCard key={upload.id} upload={upload} />
      ))}
      {exports.map((running) => (
        <ExportCard key={running.id} running={running} />
      ))}
    </section>
  );
}

function UploadCard({ upload }: { upload: Upload }) {
  const [asking, setAsking] = useState(false);
  const { progress, phase } = upload;
  const share = progress.bytesTotal > 0 ? progress.bytesDone / progress.bytesTotal : null;
  const left = upload.speed ? (progress.bytesTotal - progress.bytesDone) / upload.speed : null;
  return (
    <article className={`dock-card ${phase}`} aria-label={t.upload.title(upload.name)}>
      <header>
        <Icon name={phase === 'stopped' ? 'alert' : 'upload'} size={18} />
        <h2>{t.upload.title(upload.name)}</h2>
        <IconButton icon="close" small label={t.upload.cancel} onPress={() => setAsking(true)} />
      </header>
      <Progress share={phase === 'preparing' ? null : share} label={t.upload.progress} tone={phase === 'stopped' ? 'danger' : 'accent'} />
      <p className="dock-numbers tabular">
        <strong>{share === null ? '' : formatPercent(share)}</strong>
        <span>{t.upload.files(progress.filesDone, progress.filesTotal)}</span>
        <span>{t.upload.bytes(formatBytes(progress.bytesDone), formatBytes(progress.bytesTotal))}</span>
      </p>
      <p className="dock-state" role="status">
        {stateText(upload, left)}
      </p>
      {phase === 'stopped' && (
        <div className="dock-failed">
          {progress.failed.length > 0 && (
            <details className="disclosure">
              <summary>{t.upload.showFailed}</summary>
              <ul>
                {progress.failed.slice(0, 50).map((name) => (
                  <li key={name}>{name}</li>
                ))}
              </ul>
            </details>
          )}
          <Button small look="primary" icon="restart" onPress={() => retryUpload(upload.id)}>
            {t.upload.retry}
          </Button>
        </div>
      )}
      {asking && (
        <Confirm
          title={t.upload.cancelTitle}
          text={upload.giveUpText}
          confirm={t.upload.cancelConfirm}
          cancel={t.upload.keep}
          danger
          onConfirm={() => cancelUpload(upload.id)}
          onClose={() => setAsking(false)}
        />
      )}
    </article>
  );
}

function stateText(upload: Upload, left: number | null): string {
  if (upload.phase === 'stopped') return upload.error ?? t.upload.failed;
  if (upload.phase === 'preparing') return t.upload.preparing;
  if (upload.phase === 'finishing') return t.upload.finishing;
  if (upload.progress.troubled) return t.upload.waiting;
  if (upload.speed === null || left === null) return upload.progress.careful ? t.upload.careful : '\u00a0';
  return `${t.upload.speed(formatBytes(upload.speed))} · ${t.upload.left(formatTimeLeft(left))}`;
}
