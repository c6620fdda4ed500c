import { useEffect, useState } from 'react';
import { describe } from '../../api/errors.ts';
import { readPermissions, savePermissions } from '../../api/sharing.ts';
import type { Project } from '../../api/types.ts';
import { refresh, useServerData } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Select } from '../../ui/fields.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { announce } from '../../ui/toasts.tsx';
import { grantsOf, holdersOf, isSameHolder, levelOf, rightsOf, type Holder } from './grants.ts';
import { PersonField } from './PersonField.tsx';

/** Who has which rights in a project. Nothing is changed before it is saved. */
export function PeopleEditor({ project, onClose }: { project: Project; onClose: () => void }) {
  const key = `permissions/${project.id}`;
  const { data, error: unread, loading } = useServerData(key, (signal) => readPermissions(project.id, signal));
  const [edited, setEdited] = useState<Holder[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { owner, holders: stored } = holdersOf(data ?? []);
  const holders = edited ?? stored;
  // What another visit left behind must not be edited.
  useEffect(() => void refresh(key), [key]);

  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      await savePermissions(project, grantsOf(holders));
      await refresh(key);
      announce(t.share.saved);
      onClose();
    } catch (cause) {
      setError(describe(cause));
      setBusy(false);
    }
  };

  return (
    <>
      <div className="dialog-body">
        {loading && <p className="muted" role="status">{t.app.loading}</p>}
        {!loading && !data && (
          <Notice kind="error" title={t.share.peopleFailed} action={<Button small onPress={() => void refresh(key)}>{t.action.retry}</Button>}>
            {describe(unread)}
          </Notice>
        )}
        {data && (
          <>
            <PersonField
              taken={(found) => found.name === owner || holders.some((holder) => isSameHolder(holder, found))}
              onAdd={(found) => !holders.some((holder) => isSameHolder(holder, found)) && setEdited([...holders, { ...found, permissions: rightsOf('read') }])}
            />
            <ul className="people">
              {owner !== null && (
                <li>
                  <Icon name="person" size={18} />
                  <span className="person-name">{owner}</span>
                  <span className="tag quiet">{t.share.owner}</span>
                </li>
              )}
              {holders.map((holder) => (
                <HolderRow
                  key={`${holder.kind} ${holder.name}`}
                  holder={holder}
                  onChange={(next) => setEdited(holders.map((other) => (other === holder ? next : other)))}
                  onRemove={() => setEdited(holders.filter((other) => other !== holder))}
                />
              ))}
            </ul>
            {holders.length === 0 && <p className="muted">{t.share.alone}</p>}
          </>
        )}
        {error && <Notice kind="error">{error}</Notice>}
      </div>
      <footer className="dialog-foot">
        <Button onPress={onClose}>{t.action.cancel}</Button>
        <Button look="primary" isPending={busy} isDisabled={edited === null} onPress={() => void save()}>
          {t.action.save}
        </Button>
      </footer>
    </>
  );
}

function HolderRow({ holder, onChange, onRemove }: { holder: Holder; onChange: (holder: Holder) => void; onRemove: () => void }) {
  const level = levelOf(holder.permissions);
  const choices = (['read', 'write'] as const).map((id) => ({ id: id as string, label: t.share.levels[id] }));
  if (level === 'other') choices.push({ id: 'other', label: `${t.share.levels.other} (${holder.permissions.join(', ')})` });
  const choose = (value: string) => value !== 'other' && onChange({ ...holder, permissions: rightsOf(value as 'read' | 'write') });
  return (
    <li>
      <Icon name={holder.kind === 'user' ? 'person' : 'people'} size={18} />
      <span className="person-name">
        {holder.name}
        {holder.kind === 'group' && <small>{t.share.group}</small>}
      </span>
      <Select className="person-level" label={t.share.level(holder.name)} hideLabel value={level} choices={choices} onChange={choose} />
      <IconButton icon="close" small label={t.share.removePerson(holder.name)} onPress={onRemove} />
    </li>
  );
}
