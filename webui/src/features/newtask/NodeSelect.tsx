import { t } from '../../messages/index.ts';
import { Select } from '../../ui/fields.tsx';
import { useNodes } from './useOptionData.ts';

/** Chooses a processing node; null stands for the automatic choice. */
export function NodeSelect({ value, onChange }: { value: number | null; onChange: (node: number | null) => void }) {
  const { data } = useNodes();
  const choices = [
    { id: '', label: t.newTask.nodeAuto },
    ...(data ?? []).map((node) => ({
      id: String(node.id),
      label: node.online ? t.newTask.nodeQueue(node.label, node.queue_count) : t.newTask.nodeOffline(node.label),
      disabled: !node.online,
    })),
  ];
  return <Select label={t.newTask.node} value={value === null ? '' : String(value)} choices={choices} onChange={(id) => onChange(id === '' ? null : Number(id))} />;
}
