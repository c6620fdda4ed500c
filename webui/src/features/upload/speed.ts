const WINDOW = 8_000;
const LEAST = 1_500;

/** The speed over the last seconds, from a running total. */
export class SpeedMeter {
  private samples: { at: number; bytes: number }[] = [];

  /** Adds the total at a time in milliseconds; answers bytes a second, or null while too little is known. */
  add(at: number, bytes: number): number | null {
    this.samples.push({ at, bytes });
    this.samples = this.samples.filter((sample) => at - sample.at <= WINDOW);
    const first = this.samples[0];
    if (!first || at - first.at < LEAST) return null;
    return Math.max(0, ((bytes - first.bytes) / (at - first.at)) * 1000);
  }
}
