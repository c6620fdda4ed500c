import { listCommonOptions, listNodes, listPresets } from '../../api/nodes.ts';
import type { OptionDefinition, Preset, ProcessingNode } from '../../api/types.ts';
import { useServerData, type Loaded } from '../../data/query.ts';

export function useCommonOptions(): Loaded<OptionDefinition[]> {
  return useServerData('options', () => listCommonOptions());
}

export function usePresets(): Loaded<Preset[]> {
  return useServerData('presets', () => listPresets());
}

export function useNodes(interval = 0): Loaded<ProcessingNode[]> {
  return useServerData('nodes', (signal) => listNodes(signal), interval);
}
