import { useLayoutEffect, useRef, useState, type ReactNode, type Ref, type UIEvent } from 'react';

interface VirtualListProps {
  count: number;
  rowHeight: number;
  row: (index: number) => ReactNode;
  className?: string;
  label: string;
  onScroll?: (event: UIEvent<HTMLDivElement>) => void;
  listRef?: Ref<HTMLDivElement>;
  /** In pixels; without it the style sheet decides. */
  height?: number;
}

const OVERSCAN = 12;

/** A long list of rows of equal height, of which only those in sight are in the page. */
export function VirtualList({ count, rowHeight, row, className = '', label, onScroll, listRef, height }: VirtualListProps) {
  const own = useRef<HTMLDivElement | null>(null);
  const [view, setView] = useState({ top: 0, height: 400 });
  useLayoutEffect(() => {
    const element = own.current;
    if (!element) return;
    const measure = () => setView((old) => (old.height === element.clientHeight ? old : { ...old, height: element.clientHeight }));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - OVERSCAN);
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + OVERSCAN);
  const rows: ReactNode[] = [];
  for (let index = first; index < last; index++) rows.push(row(index));
  return (
    <div
      ref={(element) => {
        own.current = element;
        if (typeof listRef === 'function') listRef(element);
        else if (listRef) listRef.current = element;
      }}
      className={`virtual ${className}`}
      role="list"
      aria-label={label}
      tabIndex={0}
      style={height === undefined ? undefined : { height }}
      onScroll={(event) => {
        const top = event.currentTarget.scrollTop;
        setView((old) => (Math.abs(old.top - top) < 1 ? old : { ...old, top }));
        onScroll?.(event);
      }}
    >
      <div style={{ height: count * rowHeight, position: 'relative' }}>
        <div style={{ position: 'absolute', top: first * rowHeight, left: 0, right: 0 }}>{rows}</div>
      </div>
    </div>
  );
}
