import { useEffect, useMemo, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { readProject } from '../../api/projects.ts';
import type { OptionValue } from '../../api/types.ts';
import { setQuery } from '../../app/router.ts';
import { useServerData } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Dialog.tsx';
import { usePhotoFacts } from '../exif/usePhotoFacts.ts';
import { newTask } from '../upload/jobs.ts';
import { startUpload } from '../upload/uploads.ts';
import { takeFiles } from './incoming.ts';
import { suggestName } from './names.ts';
import { known, matchingPreset } from './options.ts';
import { PhotosStep } from './PhotosStep.tsx';
import { ReviewStep } from './ReviewStep.tsx';
import { SettingsStep } from './SettingsStep.tsx';
import { photosOf } from './selection.ts';
import { useSelection } from './useSelection.ts';
import { useCommonOptions, useNodes, usePresets } from './useOptionData.ts';
import { rememberedChoices, rememberChoices } from './remembered.ts';

/** A new task in one sheet: photos on one side, settings on the other, then a review before anything is sent. */
export function NewTaskSheet({ projectId }: { projectId: number }) {
  const project = useServerData(`project/${projectId}`, () => readProject(projectId));
  const { selection, add, replace } = useSelection();
  const [typedName, setTypedName] = useState('');
  const [chosenNode, setNode] = useState<number | null>(() => rememberedChoices().node);
  const [chosenOptions, setChosenOptions] = useState<OptionValue[] | null>(null);
  const [resizeTo, setResizeTo] = useState<number | null>(null);
  const [valid, setValid] = useState(true);
  const [step, setStep] = useState<'edit' | 'review'>('edit');
  const [leaving, setLeaving] = useState(false);
  const presets = usePresets();
  const definitions = useCommonOptions();
  const nodes = useNodes();

  useEffect(() => {
    const files = takeFiles(projectId);
    if (files.length > 0) add(files);
  }, [projectId, add]);

  const photos = useMemo(() => photosOf(selection), [selection]);
  const photoFiles = useMemo(() => photos.map((photo) => photo.file), [photos]);
  const infos = usePhotoFacts(photoFiles);
  const suggestion = useMemo(() => suggestName(photos, infos), [photos, infos]);
  const name = typedName.trim() || suggestion;
  const options = chosenOptions ?? initialOptions(presets.data, definitions.data);
  // A node that has gone, or is offline now, gives way to the automatic choice.
  const node = nodes.data?.some((candidate) => candidate.id === chosenNode && candidate.online) ? chosenNode : null;
  const limit = nodes.data?.find((candidate) => candidate.id === node)?.max_images ?? null;
  const overLimit = limit !== null && selection.files.length > limit;
  const ready = photos.length >= 2 && valid && !overLimit;

  useAskBeforeLeaving(selection.files.length > 0);

  const close = () => setQuery({ new: null }, 'push');
  const leave = () => (selection.files.length > 0 ? setLeaving(true) : close());
  const start = () => {
    rememberChoices({ node, preset: matchingPreset(presets.data ?? [], options, definitions.data ?? [])?.name ?? null });
    startUpload(
      newTask(
        projectId,
        { name, options, processing_node: node, auto_processing_node: node === null, ...(resizeTo ? { resize_to: resizeTo } : {}) },
        selection.files.map((chosen) => ({ name: chosen.name, blob: chosen.file })),
      ),
    );
    close();
  };

  return (
    <ModalOverlay className="overlay sheet-overlay" isOpen onOpenChange={(open) => !open && leave()}>
      <Modal className="sheet">
        <Dialog className="sheet-dialog">
          <header className="sheet-head">
            <div>
              <Heading slot="title" level={2}>
                {step === 'edit' ? t.newTask.title : t.newTask.summary}
              </Heading>
              {project.data && <p className="muted">{t.newTask.inProject(project.data.name)}</p>}
            </div>
            <IconButton icon="close" label={t.action.close} onPress={leave} />
          </header>
          {step === 'edit' ? (
            <div className={`sheet-body ${selection.files.length === 0 ? 'single' : ''}`}>
              <PhotosStep selection={selection} infos={infos} onAdd={add} onChange={replace} />
              {selection.files.length > 0 && (
                <SettingsStep
                  name={typedName}
                  suggestion={suggestion}
                  onName={setTypedName}
                  node={node}
                  onNode={setNode}
                  nodeProblem={overLimit && limit !== null ? t.newTask.overLimit(limit, nodes.data?.find((candidate) => candidate.id === node)?.label ?? '') : null}
                  options={options}
                  onOptions={setChosenOptions}
                  onValidity={setValid}
                  resizeTo={resizeTo}
                  onResize={setResizeTo}
                />
              )}
            </div>
          ) : (
            <ReviewStep name={name} selection={selection} infos={infos} options={options} resizeTo={resizeTo} nodeLabel={nodes.data?.find((candidate) => candidate.id === node)?.label ?? t.newTask.nodeAuto} />
          )}
          <footer className="sheet-foot">
            {step === 'edit' ? <Button onPress={leave}>{t.action.cancel}</Button> : <Button icon="arrowLeft" onPress={() => setStep('edit')}>{t.action.back}</Button>}
            {step === 'edit' ? (
              <Button look="primary" isDisabled={!ready} onPress={() => setStep('review')}>
                {t.newTask.review}
              </Button>
            ) : (
              <Button look="primary" icon="play" autoFocus onPress={start}>
                {t.newTask.start}
              </Button>
            )}
          </footer>
        </Dialog>
      </Modal>
      {leaving && <Confirm title={t.newTask.abandonTitle} text={t.newTask.abandonText} confirm={t.newTask.abandon} cancel={t.newTask.keep} danger onConfirm={close} onClose={() => setLeaving(false)} />}
    </ModalOverlay>
  );
}

/** The browser asks before it closes the page on files that were chosen but not sent. */
function useAskBeforeLeaving(unsent: boolean): void {
  useEffect(() => {
    if (!unsent) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsent]);
}

/** The preset used last, else the first of the system. */
function initialOptions(presets: ReturnType<typeof usePresets>['data'], definitions: ReturnType<typeof useCommonOptions>['data']): OptionValue[] {
  const last = rememberedChoices().preset;
  const usual = presets?.find((preset) => preset.name === last) ?? presets?.find((preset) => preset.system && preset.name === t.newTask.presetDefault) ?? presets?.[0];
  if (!usual) return [];
  return definitions && definitions.length > 0 ? known(usual.options, definitions) : usual.options;
}
