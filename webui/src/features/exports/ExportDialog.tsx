import { useEffect, useState } from 'react';
import { describe } from '../../api/errors.ts';
import { readFormulas, startExport, type ExportLayer } from '../../api/exports.ts';
import { readMetadata } from '../../api/tasks.ts';
import type { LayerMetadata, Task } from '../../api/types.ts';
import { useServerData } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { displayName } from '../tasks/taskState.ts';
import { awaitExport } from './exports.ts';
import { bodyOf, exportLayers, formatsOf, initialForm, problemsOf, takesColors, withLayer, type ExportForm, type FormProblems } from './form.ts';

/** A result in another format or coordinate system. The work goes on in the corner of the page. */
export default function ExportDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const layers = exportLayers(task);
  const [form, setForm] = useState<ExportForm>(() => initialForm(layers[0] ?? 'orthophoto'));
  const [problems, setProblems] = useState<FormProblems>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (fields: Partial<ExportForm>) => setForm({ ...form, ...fields });

  const go = async () => {
    const found = problemsOf(form);
    setProblems(found);
    setError(null);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      awaitExport(await startExport(task, form.layer, bodyOf(form)));
      onClose();
    } catch (cause) {
      setError(describe(cause));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t.exports.title(displayName(task))} onClose={onClose}>
      <div className="dialog-body">
        <div className="columns even">
          <Select label={t.exports.layer} value={form.layer} choices={layers.map((id) => ({ id, label: layerName(id) }))} onChange={(layer) => setForm(withLayer(form, layer as ExportLayer))} />
          <Select label={t.exports.format} value={form.format} choices={formatsOf(form.layer).map((id) => ({ id, label: t.exports.formats[id] ?? id }))} onChange={(format) => change({ format })} />
        </div>
        <TextField label={t.exports.epsg} hint={task.srs?.name ? t.exports.epsgHint(task.epsg ? `EPSG:${task.epsg}, ${task.srs.name}` : task.srs.name) : undefined} value={form.epsg} onChange={(epsg) => change({ epsg })} error={problems.epsg} inputMode="numeric" />
        {form.layer === 'orthophoto' && <FormulaFields task={task} form={form} onChange={change} />}
        {(form.layer === 'dsm' || form.layer === 'dtm') && takesColors(form) && <HeightColors task={task} layer={form.layer} form={form} onChange={change} />}
        {form.layer === 'georeferenced_model' && <TextField label={t.exports.resample} hint={t.exports.resampleHint} value={form.resample} onChange={(resample) => change({ resample })} error={problems.resample} inputMode="decimal" />}
        {Boolean(task.crop) && <Notice kind="info">{t.exports.cropped}</Notice>}
        {error && <Notice kind="error">{error}</Notice>}
      </div>
      <footer className="dialog-foot">
        <Button onPress={onClose}>{t.action.cancel}</Button>
        <Button look="primary" isPending={busy} onPress={() => void go()}>
          {t.exports.go}
        </Button>
      </footer>
    </Dialog>
  );
}

function layerName(layer: ExportLayer): string {
  return layer === 'georeferenced_model' ? t.exports.cloud : t.map.layer[layer];
}

interface PartProps {
  task: Task;
  form: ExportForm;
  onChange: (fields: Partial<ExportForm>) => void;
}

/** Plant health, where the bands of the picture allow it. */
function FormulaFields({ task, form, onChange }: PartProps) {
  const { data } = useServerData(`formulas/${task.project}/${task.id}`, () => readFormulas(task));
  const formulas = data?.algorithms ?? [];
  if (formulas.length === 0) return null;
  const chosen = formulas.find(({ id }) => id === form.formula);
  return (
    <>
      <Select
        label={t.exports.formula}
        value={form.formula}
        choices={[{ id: '', label: t.exports.noFormula }, ...formulas.map(({ id, expr }) => ({ id, label: id, note: expr }))]}
        onChange={(formula) => onChange({ formula, bands: 'auto' })}
        {...(chosen ? { hint: chosen.help } : {})}
      />
      {chosen && (
        <div className="columns even">
          <Select label={t.exports.bands} value={form.bands} choices={[{ id: 'auto', label: t.exports.bandsAuto }, ...chosen.filters.map((id) => ({ id, label: id }))]} onChange={(bands) => onChange({ bands })} />
          {takesColors(form) && <Colors metadata={data} form={form} onChange={onChange} />}
        </div>
      )}
    </>
  );
}

function HeightColors({ task, layer, form, onChange }: PartProps & { layer: 'dsm' | 'dtm' }) {
  const { data } = useServerData(`metadata/${task.project}/${task.id}/${layer}`, () => readMetadata(task.project, task.id, layer));
  return <Colors metadata={data} form={form} onChange={onChange} />;
}

function Colors({ metadata, form, onChange }: { metadata: LayerMetadata | undefined; form: ExportForm; onChange: (fields: Partial<ExportForm>) => void }) {
  const maps = metadata?.color_maps ?? [];
  const first = maps[0]?.key;
  // What is shown is what is sent.
  useEffect(() => {
    if (first !== undefined && form.colorMap === '') onChange({ colorMap: first });
  });
  if (first === undefined) return null;
  return <Select label={t.exports.colors} value={form.colorMap || first} choices={maps.map(({ key, label }) => ({ id: key, label }))} onChange={(colorMap) => onChange({ colorMap })} />;
}
