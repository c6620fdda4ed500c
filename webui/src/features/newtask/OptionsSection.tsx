import { useEffect, useMemo, useState } from 'react';
import { createPreset } from '../../api/nodes.ts';
import { describe } from '../../api/errors.ts';
import type { OptionValue } from '../../api/types.ts';
import { refresh } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { announce } from '../../ui/toasts.tsx';
import { OptionsEditor } from './OptionsEditor.tsx';
import { known, matchingPreset, offered, problemOf, valueOf } from './options.ts';
import { useCommonOptions, usePresets } from './useOptionData.ts';

const CUSTOM = 'custom';

interface OptionsSectionProps {
  options: OptionValue[];
  onChange: (options: OptionValue[]) => void;
  onValidity: (valid: boolean) => void;
}

/** Preset and single options. A change to a preset's option makes a mixture of one's own. */
export function OptionsSection({ options, onChange, onValidity }: OptionsSectionProps) {
  const definitions = useCommonOptions();
  const presets = usePresets();
  const [editing, setEditing] = useState(false);
  const [saving, setSaving] = useState(false);
  const shown = useMemo(() => offered(definitions.data ?? []), [definitions.data]);
  const preset = matchingPreset(presets.data ?? [], options, definitions.data ?? []);
  const valid = shown.every((definition) => problemOf(definition, valueOf(options, definition.name)) === null);
  useEffect(() => onValidity(valid), [valid, onValidity]);

  const choices = (presets.data ?? []).map((item) => ({ id: String(item.id), label: item.name }));
  if (!preset) choices.push({ id: CUSTOM, label: t.newTask.presetCustom });
  const choose = (id: string) => {
    const chosen = presets.data?.find((item) => String(item.id) === id);
    if (chosen) onChange(definitions.data?.length ? known(chosen.options, definitions.data) : chosen.options);
  };

  return (
    <div className="options-section">
      <div className="options-head">
        <Select className="grow" label={t.newTask.preset} value={preset ? String(preset.id) : CUSTOM} choices={choices} onChange={choose} />
        <Button onPress={() => setEditing(!editing)} aria-expanded={editing} isDisabled={shown.length === 0}>
          {editing ? t.newTask.hideOptions : t.newTask.editOptions}
        </Button>
      </div>
      <OptionChips options={options} />
      {definitions.error !== undefined && !definitions.data && <Notice kind="warning">{t.newTask.optionsFailed}</Notice>}
      {editing && <OptionsEditor definitions={shown} options={options} onChange={onChange} />}
      {editing && !preset && options.length > 0 && (
        <Button small look="quiet" onPress={() => setSaving(true)}>
          {t.newTask.savePreset}
        </Button>
      )}
      {saving && <SavePreset options={options} onClose={() => setSaving(false)} />}
    </div>
  );
}

export function OptionChips({ options }: { options: readonly OptionValue[] }) {
  if (options.length === 0) return <p className="muted">{t.newTask.allDefault}</p>;
  return (
    <ul className="chips">
      {options.map((option) => (
        <li key={option.name} className="chip">
          <span>{option.name}</span>
          {option.value !== true && <strong>{String(option.value)}</strong>}
        </li>
      ))}
    </ul>
  );
}

function SavePreset({ options, onClose }: { options: OptionValue[]; onClose: () => void }) {
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  const save = async () => {
    if (name.trim() === '') return;
    try {
      await createPreset(name.trim(), options);
      await refresh('presets');
      announce(t.newTask.presetSaved(name.trim()));
      onClose();
    } catch (cause) {
      setError(describe(cause));
    }
  };
  return (
    <Dialog title={t.newTask.savePresetTitle} onClose={onClose}>
      <div className="dialog-body">
        <TextField label={t.newTask.presetName} value={name} onChange={setName} autoFocus maxLength={255} />
        <OptionChips options={options} />
        {error && <Notice kind="error">{error}</Notice>}
      </div>
      <footer className="dialog-foot">
        <Button onPress={onClose}>{t.action.cancel}</Button>
        <Button look="primary" isDisabled={name.trim() === ''} onPress={() => void save()}>
          {t.action.save}
        </Button>
      </footer>
    </Dialog>
  );
}
