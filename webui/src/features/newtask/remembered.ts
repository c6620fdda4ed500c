const KEY = 'nadir.newtask';

export interface Choices {
  node: number | null;
  preset: string | null;
}

const none: Choices = { node: null, preset: null };

/** Node and preset of the last task started in this browser. */
export function rememberedChoices(): Choices {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Choices> | null;
    return { node: typeof stored?.node === 'number' ? stored.node : null, preset: typeof stored?.preset === 'string' ? stored.preset : null };
  } catch {
    return none;
  }
}

export function rememberChoices(choices: Choices): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // Without storage the defaults are offered next time.
  }
}
