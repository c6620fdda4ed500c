import { useState, type ReactNode } from 'react';
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField as AriaSearchField,
  Select as AriaSelect,
  SelectValue,
  Switch as AriaSwitch,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';
import { t } from '../messages/index.ts';
import { IconButton } from './Button.tsx';
import { Icon } from './icons.tsx';

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string | null | undefined;
  type?: 'text' | 'password' | 'number';
  autoComplete?: string;
  autoFocus?: boolean;
  multiline?: boolean;
  placeholder?: string;
  required?: boolean;
  maxLength?: number;
  inputMode?: 'text' | 'decimal' | 'numeric';
  hideLabel?: boolean;
  onBlur?: () => void;
}

export function TextField(props: TextFieldProps) {
  const { label, hint, error, type = 'text', multiline = false, hideLabel = false, placeholder, required = false, ...rest } = props;
  const [shown, setShown] = useState(false);
  const isPassword = type === 'password';
  const inputType = isPassword && !shown ? 'password' : 'text';
  const naming = hideLabel ? { 'aria-label': label } : {};
  return (
    <AriaTextField className="field" isInvalid={Boolean(error)} isRequired={required} validationBehavior="aria" {...naming} {...rest}>
      {!hideLabel && <Label>{label}</Label>}
      <div className="input-wrap">
        {multiline ? <TextArea className="input" rows={3} placeholder={placeholder} /> : <Input className="input" type={inputType} placeholder={placeholder} />}
        {isPassword && (
          <IconButton className="input-action" icon="eye" small label={shown ? t.access.hide : t.access.show} pressedState={shown} onPress={() => setShown(!shown)} />
        )}
      </div>
      {hint && !error && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

export function SearchField(props: { label: string; value: string; onChange: (value: string) => void; placeholder?: string; onSubmit?: () => void; className?: string }) {
  const { label, value, onChange, placeholder, onSubmit, className = '' } = props;
  const submitting = onSubmit ? { onSubmit } : {};
  return (
    <AriaSearchField className={`search ${className}`} aria-label={label} value={value} onChange={onChange} {...submitting}>
      <Icon name="search" size={18} />
      <Input className="input" placeholder={placeholder ?? label} />
      {value !== '' && (
        <AriaButton className="button icon-only quiet small search-clear" aria-label={t.projects.clearSearch}>
          <Icon name="close" size={14} />
        </AriaButton>
      )}
    </AriaSearchField>
  );
}

export interface Choice {
  id: string;
  label: string;
  disabled?: boolean;
  note?: string;
}

export function Select(props: { label: string; value: string; choices: Choice[]; onChange: (value: string) => void; hideLabel?: boolean; hint?: string; className?: string }) {
  const { label, value, choices, onChange, hideLabel = false, hint, className = '' } = props;
  const naming = hideLabel ? { 'aria-label': label } : {};
  const disabled = choices.filter((choice) => choice.disabled).map((choice) => choice.id);
  return (
    <AriaSelect className={`field ${className}`} value={value} onChange={(key) => key !== null && onChange(String(key))} disabledKeys={disabled} {...naming}>
      {!hideLabel && <Label>{label}</Label>}
      <AriaButton className="input select-button">
        <SelectValue>{({ selectedText }) => selectedText ?? ''}</SelectValue>
        <Icon name="chevronDown" size={16} />
      </AriaButton>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <Popover className="popover">
        <ListBox className="listbox" items={choices}>
          {(choice) => (
            <ListBoxItem className="listbox-item" id={choice.id} textValue={choice.label}>
              <span>
                {choice.label}
                {choice.note && <small>{choice.note}</small>}
              </span>
              <Icon name="check" size={16} className="listbox-check" />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function Checkbox(props: { children: ReactNode; selected: boolean; onChange: (selected: boolean) => void; 'aria-label'?: string }) {
  const { children, selected, onChange, ...rest } = props;
  return (
    <AriaCheckbox className="checkbox" isSelected={selected} onChange={onChange} {...rest}>
      <span className="checkbox-box">
        <Icon name="check" size={14} />
      </span>
      {children}
    </AriaCheckbox>
  );
}

export function Switch(props: { children?: ReactNode; selected: boolean; onChange: (selected: boolean) => void; 'aria-label'?: string }) {
  const { children, selected, onChange, ...rest } = props;
  return (
    <AriaSwitch className="switch" isSelected={selected} onChange={onChange} {...rest}>
      <span className="switch-track">
        <span className="switch-knob" />
      </span>
      {children}
    </AriaSwitch>
  );
}
