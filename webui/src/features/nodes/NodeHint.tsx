import { go } from '../../app/router.ts';
import { useVisit } from '../../app/visit.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useNodes } from '../newtask/useOptionData.ts';

/** Says so when there is nothing that could process photos. */
export function NodeHint() {
  const { data } = useNodes(30_000);
  const visit = useVisit();
  const isSuper = visit.kind === 'known' && (visit.visit.session?.isSuper ?? false);
  if (!data) return null;
  if (data.length === 0) {
    return (
      <Notice kind="info" title={t.projects.noNodeTitle} action={isSuper && <Button small onPress={() => go('/processingnode/')}>{t.projects.noNodeAction}</Button>}>
        {t.projects.noNodeText}
      </Notice>
    );
  }
  if (data.every((node) => !node.online)) return <Notice kind="warning">{t.projects.nodesOffline}</Notice>;
  return null;
}
