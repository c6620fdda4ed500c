import { useRef, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { describe } from '../../api/errors.ts';
import { importFrom, productKinds, type ProductKind } from '../../api/imports.ts';
import type { Project } from '../../api/types.ts';
import { refresh } from '../../data/query.ts';
import { formatBytes } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { announce } from '../../ui/toasts.tsx';
import { archiveImport, productImport } from '../upload/jobs.ts';
import { startUpload } from '../upload/uploads.ts';
import { nameOfFile, productFiles, productProblem, type ChosenProducts } from './products.ts';

type Way = 'archive' | 'url' | 'products';

const ways: readonly Way[] = ['archive', 'url', 'products'];

/** Brings results in from elsewhere. What is sent goes on in the corner of the page; the dialog need not stay. */
export default function ImportDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const [way, setWay] = useState<Way>('archive');
  const [name, setName] = useState('');
  const [archive, setArchive] = useState<File | null>(null);
  const [url, setUrl] = useState('');
  const [products, setProducts] = useState<ChosenProducts>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const suggestion = suggestedName(way, archive, url, products);
  const title = name.trim() || suggestion;

  const go = async () => {
    const found = problemOf(way, archive, url, products);
    setProblem(found);
    if (found) return;
    if (way === 'url') return fetchIt();
    startUpload(way === 'archive' && archive ? archiveImport(project.id, title, archive) : productImport(project.id, title, productFiles(products)));
    onClose();
  };
  const fetchIt = async () => {
    setBusy(true);
    try {
      await importFrom(project.id, url.trim(), title);
      announce(t.imports.begun(title));
      void refresh(`tasks/${project.id}`);
      void refresh('projects?');
      onClose();
    } catch (error) {
      setProblem(describe(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t.imports.title} onClose={onClose}>
      <div className="dialog-body">
        <ToggleButtonGroup
          className="segments"
          aria-label={t.imports.title}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[way]}
          onSelectionChange={(keys) => {
            setProblem(null);
            [...keys].forEach((key) => setWay(key as Way));
          }}
        >
          {ways.map((id) => (
            <ToggleButton key={id} id={id} className="segment">
              {t.imports.ways[id]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {way === 'archive' && (
          <>
            <p className="muted">{t.imports.archiveText}</p>
            <FileField label={t.imports.chooseArchive} accept=".zip" file={archive} onFile={(file) => {
                setProblem(null);
                setArchive(file);
              }}
            />
          </>
        )}
        {way === 'url' && <TextField label={t.imports.url} hint={t.imports.urlHint} value={url} onChange={setUrl} placeholder="https://" autoFocus />}
        {way === 'products' && (
          <>
            <p className="muted">{t.imports.productsText}</p>
            <ul className="product-files">
              {(Object.keys(productKinds) as ProductKind[]).map((kind) => (
                <li key={kind}>
                  <FileField
                    title={t.imports.kinds[kind]}
                    label={t.imports.choose(t.imports.kinds[kind])}
                    accept={productKinds[kind].join(',')}
                    file={products[kind] ?? null}
                    onFile={(file) => {
                      setProblem(null);
                      setProducts({ ...products, [kind]: file ?? undefined });
                    }}
                  />
                </li>
              ))}
            </ul>
          </>
        )}
        <TextField label={t.imports.name} value={name} onChange={setName} placeholder={suggestion} maxLength={255} />
        {problem && <Notice kind="error">{problem}</Notice>}
      </div>
      <footer className="dialog-foot">
        <Button onPress={onClose}>{t.action.cancel}</Button>
        <Button look="primary" isPending={busy} onPress={() => void go()}>
          {t.imports.go}
        </Button>
      </footer>
    </Dialog>
  );
}

function problemOf(way: Way, archive: File | null, url: string, products: ChosenProducts): string | null {
  if (way === 'archive') return archive ? null : t.imports.needArchive;
  if (way === 'url') return /^https?:\/\/[^\s/]/i.test(url.trim()) ? null : t.imports.needUrl;
  return productProblem(products);
}

function suggestedName(way: Way, archive: File | null, url: string, products: ChosenProducts): string {
  const first = Object.values(products).find((file) => file !== undefined);
  const file = way === 'archive' ? archive?.name : way === 'url' ? url.trim().split(/[?#]/)[0]?.split('/').slice(3).pop() : first?.name;
  return (file && nameOfFile(file)) || t.imports.nameDefault;
}

function FileField({ title, label, accept, file, onFile }: { title?: string; label: string; accept: string; file: File | null; onFile: (file: File | null) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="file-field">
      {title && <span className="file-field-title">{title}</span>}
      {file ? (
        <span className="file-field-name">
          {file.name} <span className="muted tabular">{formatBytes(file.size)}</span>
        </span>
      ) : (
        <span className="file-field-name muted">{title ? accept.replaceAll(',', ', ') : ''}</span>
      )}
      {file ? (
        <IconButton icon="close" small label={t.imports.remove(file.name)} onPress={() => onFile(null)} />
      ) : (
        <Button small icon="folder" aria-label={label} onPress={() => input.current?.click()}>
          {title ? t.action.choose : label}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          onFile(event.currentTarget.files?.[0] ?? null);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
