import { useEffect, useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { ApiError } from '../../api/errors.ts';
import { findGroups, findUsers } from '../../api/sharing.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/icons.tsx';
import type { Holder } from './grants.ts';

interface Found {
  id: string;
  kind: Holder['kind'];
  name: string;
  note: string;
}

const PAUSE = 300;

/** Finds users and groups by the beginning of their names. A server that does not tell names takes them as typed. */
export function PersonField({ taken, onAdd }: { taken: (found: Found) => boolean; onAdd: (found: Pick<Found, 'kind' | 'name'>) => void }) {
  const [text, setText] = useState('');
  // Emptying the field would open its list again: after each addition a new field takes the place of the old.
  const [added, setAdded] = useState(0);
  const { found, blind } = useFound(text.trim());
  const items = (found ?? []).filter((one) => !taken(one));
  const nobody = found !== null && items.length === 0;
  const add = (one: Pick<Found, 'kind' | 'name'>) => {
    onAdd(one);
    setText('');
    setAdded(added + 1);
  };
  return (
    <div className="person-field">
      <ComboBox
        key={added}
        autoFocus={added > 0}
        className="field"
        items={items}
        inputValue={text}
        onInputChange={setText}
        selectedKey={null}
        onSelectionChange={(key) => {
          const one = items.find((candidate) => candidate.id === key);
          if (one) add(one);
        }}
        allowsCustomValue
        allowsEmptyCollection
        menuTrigger="input"
      >
        <Label>{t.share.add}</Label>
        <div className="search">
          <Icon name="search" size={18} />
          <Input className="input" autoComplete="off" />
        </div>
        <Text slot="description" className="hint">
          {blind ? t.share.blind : nobody ? t.share.nobody : t.share.addHint}
        </Text>
        <Popover className="popover">
          <ListBox<Found> className="listbox">
            {(one) => (
              <ListBoxItem className="listbox-item" id={one.id} textValue={one.name}>
                <Icon name={one.kind === 'user' ? 'person' : 'people'} size={18} />
                <span className="menu-label">
                  {one.name}
                  <small>{one.note}</small>
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      {blind && text.trim() !== '' && <Button onPress={() => add({ kind: 'user', name: text.trim() })}>{t.share.addTyped}</Button>}
    </div>
  );
}

/** Null until something was looked for. */
function useFound(search: string): { found: Found[] | null; blind: boolean } {
  const [found, setFound] = useState<Found[] | null>(null);
  const [blind, setBlind] = useState(false);
  useEffect(() => {
    if (search === '') return setFound(null);
    const control = new AbortController();
    const timer = setTimeout(() => {
      lookUp(search, control.signal).then(setFound, (error: unknown) => setBlind(error instanceof ApiError && error.isGone));
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [search]);
  return { found, blind };
}

async function lookUp(search: string, signal: AbortSignal): Promise<Found[]> {
  const [users, groups] = await Promise.all([findUsers(search, signal), findGroups(search, signal)]);
  return [
    ...users.map(({ username, email }) => ({ id: `user ${username}`, kind: 'user' as const, name: username, note: email })),
    ...groups.map(({ name }) => ({ id: `group ${name}`, kind: 'group' as const, name, note: t.share.group })),
  ];
}
