import { useState } from 'react';
import type { OptionDefinition, OptionValue } from '../../api/types.ts';
import { t } from '../../messages/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Checkbox, SearchField, Select, Switch, TextField } from '../../ui/fields.tsx';
import { choicesOf, groupOf, helpOf, problemOf, valueOf, withOption, type OptionGroup } from './options.ts';

interface EditorProps {
  definitions: readonly OptionDefinition[];
  options: OptionValue[];
  onChange: (options: OptionValue[]) => void;
}

/** Every option of the node, by group, with a control that fits its type. */
export function OptionsEditor({ definitions, options, onChange }: EditorProps) {
  const [search, setSearch] = useState('');
  const [changedOnly, setChangedOnly] = useState(false);
  const changed = new Set(options.map((option) => option.name));
  const text = search.trim().toLowerCase();
  const shown = definitions.filter(
    (definition) =>
      (!changedOnly || changed.has(definition.name)) && (text === '' || definition.name.includes(text) || definition.help.toLowerCase().includes(text)),
  );
  const openAll = text !== '' || changedOnly;
  return (
    <div className="options-editor">
      <div className="options-tools">
        <SearchField className="grow" label={t.options.search} value={search} onChange={setSearch} />
        <Switch selected={changedOnly} onChange={setChangedOnly}>
          {t.options.changedOnly}
        </Switch>
      </div>
      {shown.length === 0 && <p className="muted">{t.options.none}</p>}
      {grouped(shown).map(([group, members]) => (
        <details key={group + String(openAll)} className="option-group" open={openAll}>
          <summary>
            <span>{t.options.groups[group]}</span>
            <small>{t.options.changed(members.filter((member) => changed.has(member.name)).length)}</small>
            <span className="count">{members.length}</span>
          </summary>
          <div className="option-list">
            {members.map((definition) => (
              <OptionRow key={definition.name} definition={definition} options={options} onChange={onChange} />
            ))}
          </div>
        </details>
      ))}
    </div>
  );
}

function grouped(definitions: readonly OptionDefinition[]): [OptionGroup, OptionDefinition[]][] {
  const found = new Map<OptionGroup, OptionDefinition[]>();
  for (const group of Object.keys(t.options.groups) as OptionGroup[]) found.set(group, []);
  for (const definition of definitions) found.get(groupOf(definition.name))?.push(definition);
  return [...found].filter(([, members]) => members.length > 0);
}

function OptionRow({ definition, options, onChange }: { definition: OptionDefinition } & Omit<EditorProps, 'definitions'>) {
  const value = valueOf(options, definition.name);
  const set = (next: string | boolean) => onChange(withOption(options, definition, next));
  return (
    <div className={`option ${value !== undefined ? 'changed' : ''}`}>
      <div className="option-head">
        <code>{definition.name}</code>
        {value !== undefined && <IconButton icon="restart" small label={t.options.reset(definition.name)} onPress={() => set('')} />}
      </div>
      <OptionControl definition={definition} value={value} onChange={set} />
      <p className="option-help">{helpOf(definition)}</p>
    </div>
  );
}

function OptionControl({ definition, value, onChange }: { definition: OptionDefinition; value: OptionValue['value'] | undefined; onChange: (value: string | boolean) => void }) {
  if (definition.type === 'bool') {
    const on = value === undefined ? definition.value === 'true' : value === true || value === 'true';
    return (
      <Checkbox selected={on} onChange={onChange} aria-label={definition.name}>
        {on ? t.options.on : t.options.off}
      </Checkbox>
    );
  }
  if (definition.type === 'enum') {
    const choices = choicesOf(definition).map((choice) => ({ id: choice, label: choice }));
    return <Select label={definition.name} hideLabel value={String(value ?? definition.value)} choices={choices} onChange={onChange} />;
  }
  return <TextOption definition={definition} value={value} onChange={onChange} />;
}

/** Keeps the text as it is typed: "0." and "5" on the way to "50" are no values yet, but must stay in the field. */
function TextOption({ definition, value, onChange }: { definition: OptionDefinition; value: OptionValue['value'] | undefined; onChange: (value: string) => void }) {
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const domain = typeof definition.domain === 'string' ? definition.domain : '';
  const outside = value === undefined ? '' : String(value);
  const means = text === definition.value ? '' : text;
  const isSame = outside === means || (outside !== '' && means.trim() !== '' && Number(outside) === Number(means));
  if (!isSame) setText(outside);
  return (
    <TextField
      label={definition.name}
      hideLabel
      value={isSame ? text : outside}
      onChange={(next) => {
        setText(next);
        onChange(next);
      }}
      inputMode={definition.type === 'string' ? 'text' : 'decimal'}
      placeholder={definition.value || t.options.empty}
      multiline={domain === 'json'}
      hint={domain && domain !== 'string' && domain !== 'json' ? t.options.range(domain) : undefined}
      error={problemOf(definition, value)}
    />
  );
}
