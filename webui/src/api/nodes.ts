import { deleteJson, getJson, postJson } from './http.ts';
import type { OptionDefinition, OptionValue, Preset, ProcessingNode } from './types.ts';

export function listNodes(signal?: AbortSignal): Promise<ProcessingNode[]> {
  return getJson<ProcessingNode[]>('/api/processingnodes/', signal);
}

export function readNode(id: number, signal?: AbortSignal): Promise<ProcessingNode> {
  return getJson<ProcessingNode>(`/api/processingnodes/${id}/`, signal);
}

export interface NodeDraft {
  hostname: string;
  port: number;
  token: string;
  label: string;
}

export function createNode(draft: NodeDraft): Promise<ProcessingNode> {
  return postJson<ProcessingNode>('/api/processingnodes/', draft);
}

export function deleteNode(id: number): Promise<void> {
  return deleteJson(`/api/processingnodes/${id}/`);
}

export function listCommonOptions(): Promise<OptionDefinition[]> {
  return getJson<OptionDefinition[]>('/api/processingnodes/options/');
}

export function listPresets(): Promise<Preset[]> {
  return getJson<Preset[]>('/api/presets/?ordering=-system,-created_at');
}

export function createPreset(name: string, options: OptionValue[]): Promise<Preset> {
  return postJson<Preset>('/api/presets/', { name, options });
}

export function deletePreset(id: number): Promise<void> {
  return deleteJson(`/api/presets/${id}/`);
}
