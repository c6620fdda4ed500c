import { useEffect, useMemo, useState } from 'react';
import { describe } from '../../api/errors.ts';
import { readReceived, type Received } from '../../api/tasks.ts';
import type { Task } from '../../api/types.ts';
import { formatBytes } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { FileChoosers } from '../newtask/FileChoosers.tsx';
import { filesOfDrop } from '../newtask/incoming.ts';
import { useSelection } from '../newtask/useSelection.ts';
import { useFileDrop } from '../projects/useFileDrop.ts';
import { displayName } from '../tasks/taskState.ts';
import { restOf } from './jobs.ts';
import { rememberedUpload } from './manifest.ts';
import { planResume, type ResumePlan } from './resume.ts';
import { startUpload } from './uploads.ts';

type Asked = { kind: 'asking' } | { kind: 'failed'; error: unknown } | { kind: 'known'; received: Received };

/** Compares the photos chosen again with what the server has, and sends the rest. */
export default function ResumeDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const [attempt, setAttempt] = useState(0);
  const asked = useReceived(task, attempt);
  const { selection, add } = useSelection();
  const drop = useFileDrop(true, (transfer) => void filesOfDrop(transfer).then(add));
  const plan = useMemo(() => (asked.kind === 'known' && selection.files.length > 0 ? planResume(selection.files, asked.received) : null), [asked, selection]);
  const go = () => {
    if (!plan) return;
    startUpload(restOf(task, plan.send));
    onClose();
  };
  return (
    <Dialog title={t.resume.dialog(displayName(task))} onClose={onClose}>
      <div className="dialog-body">
        {asked.kind === 'asking' && <p className="muted" role="status">{t.resume.reading}</p>}
        {asked.kind === 'failed' && (
          <Notice kind="error" title={t.resume.failed} action={<Button small onPress={() => setAttempt(attempt + 1)}>{t.action.retry}</Button>}>
            {describe(asked.error)}
          </Notice>
        )}
        {asked.kind === 'known' && (
          <>
            <p>{t.resume.has(t.resume.files(asked.received.files.length))}</p>
            <div className={`drop-zone ${drop.over ? 'over' : ''}`} {...drop.handlers}>
              <Icon name="upload" size={24} />
              <h3>{t.resume.choose}</h3>
              <p>{t.resume.chooseText}</p>
              <FileChoosers onAdd={add} primary={selection.files.length === 0} />
            </div>
          </>
        )}
        {plan && <PlanText plan={plan} begunWith={rememberedUpload(task.id)} />}
      </div>
      <footer className="dialog-foot">
        <Button onPress={onClose}>{t.action.cancel}</Button>
        <Button look="primary" isDisabled={!plan} onPress={go}>
          {plan?.send.length === 0 ? t.resume.start : t.resume.go}
        </Button>
      </footer>
    </Dialog>
  );
}

function useReceived(task: Task, attempt: number): Asked {
  const [asked, setAsked] = useState<Asked>({ kind: 'asking' });
  useEffect(() => {
    const control = new AbortController();
    setAsked({ kind: 'asking' });
    readReceived(task.project, task.id, control.signal).then(
      (received) => setAsked({ kind: 'known', received }),
      (error: unknown) => !control.signal.aborted && setAsked({ kind: 'failed', error }),
    );
    return () => control.abort();
  }, [task.project, task.id, attempt]);
  return asked;
}

function PlanText({ plan, begunWith }: { plan: ResumePlan; begunWith: number | null }) {
  const known = plan.there + plan.send.length + plan.others;
  const begun = plan.send.filter((file) => file.begun).length;
  return (
    <div className="resume-plan" role="status">
      <dl className="facts">
        <div>
          <dt>{t.resume.there}</dt>
          <dd>{t.resume.files(plan.there)}</dd>
        </div>
        <div>
          <dt>{t.resume.missing}</dt>
          <dd>{plan.send.length === 0 ? t.resume.files(0) : `${t.resume.files(plan.send.length)} · ${formatBytes(plan.bytes)}`}</dd>
        </div>
      </dl>
      {begun > 0 && <p className="muted">{t.resume.partly(begun)}</p>}
      {plan.others > 0 && <p className="muted">{t.resume.others(plan.others)}</p>}
      {begunWith !== null && known < begunWith && <Notice kind="warning">{t.resume.fewer(known, begunWith)}</Notice>}
      {plan.send.length === 0 && <Notice kind="good">{t.resume.nothing}</Notice>}
    </div>
  );
}
