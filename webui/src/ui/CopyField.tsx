import { Input, Label, TextArea, TextField } from 'react-aria-components';
import { t } from '../messages/index.ts';
import { IconButton } from './Button.tsx';
import { announce } from './toasts.tsx';

/** A text to be taken elsewhere: shown whole, copied by one button. */
export function CopyField({ label, value, multiline = false }: { label: string; value: string; multiline?: boolean }) {
  return (
    <TextField className="field copy-field" value={value} isReadOnly>
      <Label>{label}</Label>
      <div className="input-wrap">
        {multiline ? <TextArea className="input" rows={3} /> : <Input className="input" onFocus={(event) => event.currentTarget.select()} />}
        <IconButton className="input-action" icon="copy" small label={t.share.copy(label)} onPress={() => copy(value)} />
      </div>
    </TextField>
  );
}

/** Pages without TLS have no clipboard, other than on the own machine. */
function copy(text: string): void {
  const done = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
  done.then(
    () => announce(t.share.copied),
    () => announce(t.share.copyFailed, 'error'),
  );
}
