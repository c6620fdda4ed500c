import { useState } from 'react';
import { describe } from '../../api/errors.ts';
import type { Visibility } from '../../api/sharing.ts';
import type { Layer } from '../../api/tasks.ts';
import { t } from '../../messages/index.ts';
import { LinkButton } from '../../ui/Button.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { Select, Switch } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { embedCode, isPrivateHost, publicLink } from './links.ts';

interface LinkSharingProps {
  what: 'task' | 'project';
  name: string;
  /** Null until the server has given one. */
  publicId: string | null;
  visibility: Visibility;
  layers: readonly Layer[];
  model: boolean;
  save: (change: Partial<Visibility>) => Promise<void>;
}

/** The switch that opens something to whoever has the link, and the links. Looking at it changes nothing. */
export function LinkSharing(props: LinkSharingProps) {
  const { what, visibility, save, publicId } = props;
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = async (wanted: Partial<Visibility>) => {
    setBusy(true);
    setError(null);
    try {
      await save(wanted);
    } catch (cause) {
      setError(describe(cause));
    }
    setBusy(false);
  };
  return (
    <>
      <div className="share-switches" aria-busy={busy}>
        <Switch selected={visibility.public} onChange={(on) => void change(on ? { public: true } : { public: false, public_edit: false })}>
          {t.share.public}
        </Switch>
        <p className="hint">{visibility.public ? (what === 'task' ? t.share.publicTask : t.share.publicProject) : t.share.private}</p>
        {visibility.public && (
          <Switch selected={visibility.public_edit} onChange={(on) => void change({ public_edit: on })}>
            {t.share.publicEdit}
          </Switch>
        )}
      </div>
      {error && <Notice kind="error">{error}</Notice>}
      {visibility.public && publicId && <Links {...props} publicId={publicId} />}
    </>
  );
}

function Links({ what, name, publicId, layers, model }: LinkSharingProps & { publicId: string }) {
  const [layer, setLayer] = useState<Layer | ''>('');
  const { origin, hostname } = window.location;
  const parts = { what, id: publicId, layer: layer || null } as const;
  const map = publicLink(origin, { ...parts, view: 'map' });
  return (
    <>
      {isPrivateHost(hostname) && <Notice kind="info">{t.share.local}</Notice>}
      {layers.length > 1 && (
        <Select label={t.share.layer} value={layer || (layers[0] ?? '')} choices={layers.map((id) => ({ id, label: t.map.layer[id] }))} onChange={(value) => setLayer(value as Layer)} />
      )}
      <CopyField label={t.share.map} value={map} />
      {model && <CopyField label={t.share.model} value={publicLink(origin, { ...parts, view: '3d' })} />}
      <CopyField label={t.share.embed} value={embedCode(publicLink(origin, { ...parts, view: 'map', frame: true }), name)} multiline />
      <LinkButton href={map} icon="link" apart>
        {t.share.open}
      </LinkButton>
    </>
  );
}
