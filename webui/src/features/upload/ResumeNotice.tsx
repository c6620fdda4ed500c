import { lazy, Suspense, useState } from 'react';
import type { Task } from '../../api/types.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

const ResumeDialog = lazy(() => import('./ResumeDialog.tsx'));

/** On a task whose upload broke off: the way to go on. */
export function ResumeNotice({ task }: { task: Task }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="task-resume">
      <Notice
        kind="info"
        title={t.resume.title}
        action={
          <Button small look="primary" icon="upload" onPress={() => setOpen(true)}>
            {t.resume.action}
          </Button>
        }
      >
        {t.resume.text}
      </Notice>
      <Suspense fallback={null}>{open && <ResumeDialog task={task} onClose={() => setOpen(false)} />}</Suspense>
    </div>
  );
}
