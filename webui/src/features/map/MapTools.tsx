import type { RefObject } from 'react';
import { t } from '../../messages/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import type { MeasureKind } from './measuring.ts';
import { useFullScreen } from './useFullScreen.ts';

interface MapToolsProps {
  screen: RefObject<HTMLDivElement | null>;
  measuring: MeasureKind | null;
  onMeasure: (kind: MeasureKind | null) => void;
  onZoom: (steps: number) => void;
  onExtent: () => void;
  panel: boolean;
  onPanel: () => void;
}

export function MapTools({ screen, measuring, onMeasure, onZoom, onExtent, panel, onPanel }: MapToolsProps) {
  const full = useFullScreen();
  const toggleMeasure = (kind: MeasureKind) => onMeasure(measuring === kind ? null : kind);
  return (
    <div className="map-tools" role="toolbar" aria-label={t.map.panel} aria-orientation="vertical">
      <div className="map-card map-tool-group">
        <IconButton icon="layers" label={panel ? t.map.hidePanel : t.map.showPanel} pressedState={panel} onPress={onPanel} />
      </div>
      <div className="map-card map-tool-group">
        <IconButton icon="plus" label={t.map.zoomIn} onPress={() => onZoom(1)} />
        <IconButton icon="minus" label={t.map.zoomOut} onPress={() => onZoom(-1)} />
        <IconButton icon="extent" label={t.map.extent} onPress={onExtent} />
      </div>
      <div className="map-card map-tool-group">
        <IconButton icon="ruler" label={measuring === 'line' ? t.map.measureStop : t.map.measureLine} pressedState={measuring === 'line'} onPress={() => toggleMeasure('line')} />
        <IconButton icon="polygon" label={measuring === 'area' ? t.map.measureStop : t.map.measureArea} pressedState={measuring === 'area'} onPress={() => toggleMeasure('area')} />
      </div>
      <div className="map-card map-tool-group">
        <IconButton icon={full ? 'shrink' : 'expand'} label={full ? t.map.leaveFullScreen : t.map.fullScreen} onPress={() => (full ? void document.exitFullscreen() : void screen.current?.requestFullscreen())} />
      </div>
    </div>
  );
}
