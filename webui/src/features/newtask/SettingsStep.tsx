import type { OptionValue } from '../../api/types.ts';
import { t } from '../../messages/index.ts';
import { Switch, TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { NodeSelect } from './NodeSelect.tsx';
import { OptionsSection } from './OptionsSection.tsx';

interface SettingsStepProps {
  name: string;
  suggestion: string;
  onName: (name: string) => void;
  node: number | null;
  onNode: (node: number | null) => void;
  nodeProblem: string | null;
  options: OptionValue[];
  onOptions: (options: OptionValue[]) => void;
  onValidity: (valid: boolean) => void;
  resizeTo: number | null;
  onResize: (size: number | null) => void;
}

const USUAL_SIZE = 2048;

export function SettingsStep(props: SettingsStepProps) {
  const { resizeTo, onResize } = props;
  return (
    <section className="settings" aria-label={t.newTask.steps.options}>
      <TextField label={t.newTask.name} value={props.name} onChange={props.onName} placeholder={props.suggestion} maxLength={255} />
      <NodeSelect value={props.node} onChange={props.onNode} />
      {props.nodeProblem && <Notice kind="error">{props.nodeProblem}</Notice>}
      <OptionsSection options={props.options} onChange={props.onOptions} onValidity={props.onValidity} />
      <div className="resize">
        <Switch selected={resizeTo !== null} onChange={(on) => onResize(on ? USUAL_SIZE : null)}>
          {t.newTask.resize}
        </Switch>
        {resizeTo === null ? (
          <p className="hint">{t.newTask.resizeText}</p>
        ) : (
          <TextField label={t.newTask.resizeTo} value={String(resizeTo)} inputMode="numeric" onChange={(text) => onResize(Math.min(20_000, Number(text.replace(/\D/g, '')) || 0))} hint={t.newTask.resizeText} />
        )}
      </div>
    </section>
  );
}
