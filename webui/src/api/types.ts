/** The shapes of the WebODM-compatible API, as the contract states them. */

export type TaskId = number | string;

export type Permission = 'add' | 'change' | 'delete' | 'view';

export interface Page<T> {
  count: number;
  next: string | null;
  previous: string | null;
  results: T[];
}

export interface Project {
  id: number;
  name: string;
  description: string;
  created_at: string;
  tasks: TaskId[];
  permissions: Permission[];
  owned?: boolean;
  tags?: string[];
  public?: boolean;
  public_edit?: boolean;
  /** Names the project in public addresses; there once it has been public. */
  public_id?: string | null;
}

export interface OptionValue {
  name: string;
  value: string | number | boolean;
}

export interface TaskStatistics {
  pointcloud?: { points?: number };
  gsd?: number;
  area?: number;
  start_date?: string;
  end_date?: string;
  spatial_refs?: string[];
}

/** The finer progress that a server may give: the stage in words and the share done inside it. */
export interface ProgressDetail {
  stage?: string | null;
  /** The stage in the server's words, for stages that are not known here. */
  title?: string | null;
  stage_index?: number | null;
  stage_count?: number | null;
  stage_progress?: number | null;
  seconds_left?: number | null;
}

export interface Task {
  id: TaskId;
  project: number;
  processing_node: number | null;
  processing_node_name?: string | null;
  images_count: number;
  available_assets: string[];
  uuid: string;
  name: string;
  processing_time: number;
  auto_processing_node: boolean;
  status: number | null;
  last_error: string | null;
  options: OptionValue[];
  created_at: string;
  pending_action: number | null;
  can_rerun_from?: string[];
  statistics?: TaskStatistics;
  extent?: [number, number, number, number] | null;
  tags?: string[];
  srs?: { name: string; units: string };
  epsg?: number | null;
  resize_to?: number;
  upload_progress?: number;
  resize_progress?: number;
  running_progress?: number;
  import_url?: string;
  partial?: boolean;
  size?: number;
  compacted?: boolean;
  public?: boolean;
  public_edit?: boolean;
  public_id?: string;
  crop?: unknown;
  media?: number;
  progress_detail?: ProgressDetail | null;
}

export const Status = { QUEUED: 10, RUNNING: 20, FAILED: 30, COMPLETED: 40, CANCELED: 50 } as const;

export const Pending = { CANCEL: 1, REMOVE: 2, RESTART: 3, RESIZE: 4, IMPORT: 5, COMPACT: 6 } as const;

export interface OptionDefinition {
  name: string;
  type: string;
  /** The default, always as text. */
  value: string;
  domain: string | string[];
  help: string;
}

export interface ProcessingNode {
  id: number;
  hostname: string;
  port: number;
  online: boolean;
  api_version: string | null;
  last_refreshed: string | null;
  queue_count: number;
  available_options: OptionDefinition[] | Record<string, never>;
  label: string;
  is_local?: boolean;
  max_images: number | null;
  engine?: string | null;
  engine_version?: string | null;
}

export interface Preset {
  id: number;
  name: string;
  options: OptionValue[];
  created_at: string;
  system: boolean;
}

export interface TileJson {
  name: string;
  scheme: 'xyz' | 'tms';
  tiles: string[];
  minzoom: number;
  maxzoom: number;
  bounds: [number, number, number, number];
}

export interface BandStatistics {
  min: number;
  max: number;
  std?: number;
  percentiles: [number, number];
  histogram?: [number[], number[]];
  valid_percent?: number;
}

export interface ColorMap {
  key: string;
  label: string;
  /** 32-bit numbers 0xRRGGBBAA. */
  color_map: number[];
}

/** A plant health index. */
export interface Algorithm {
  id: string;
  /** Band orders that hold what the index needs. */
  filters: string[];
  expr: string;
  help: string;
}

export interface LayerMetadata {
  algorithms?: Algorithm[];
  name: string;
  statistics: Record<string, BandStatistics>;
  color_maps: ColorMap[];
  minzoom: number;
  maxzoom: number;
}

export interface Session {
  username: string;
  email: string;
  isStaff: boolean;
  isSuper: boolean;
  mayAddProject: boolean;
}

export interface ConsolePage {
  lines: string[];
  count: number;
}
