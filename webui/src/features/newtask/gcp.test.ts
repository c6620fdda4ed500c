import { describe, expect, it } from 'vitest';
import { checkGcp } from './gcp.ts';

const photos = new Set(['a.jpg', 'b.jpg', 'c.jpg']);
const marks = (point: string) => [...photos].map((image, index) => `5767${point}.5 5188${point}.25 190.1 ${100 + index} 200.5 ${image} p${point}`);
const good = ['EPSG:32615', ...['10', '20', '30', '40', '50'].flatMap(marks)].join('\n');

describe('checkGcp', () => {
  it('accepts a whole file', () => {
    expect(checkGcp(good, photos)).toEqual({ points: 5, marks: 15, problems: [] });
  });

  it.each(['EPSG:32615', 'epsg:6527+6360', '+proj=utm +zone=15 +datum=WGS84', 'WGS84 UTM zone 15N', 'WGS84 UTM 15N'])('accepts the header %s', (header) => {
    expect(checkGcp(good.replace('EPSG:32615', header), photos).problems).toEqual([]);
  });

  it('tells the line of each problem', () => {
    const { problems } = checkGcp(`${good}\n1 2 3 4 5\n\n# a remark\n1 2 three 4 5 a.jpg x\n1 2 3 4 5 A.JPG x`, photos);
    expect(problems.some((problem) => problem.startsWith('Line 17:') && problem.includes('6 columns'))).toBe(true);
    expect(problems.some((problem) => problem.startsWith('Line 20:') && problem.includes('numbers'))).toBe(true);
    expect(problems.some((problem) => problem.startsWith('Line 21:') && problem.includes('A.JPG'))).toBe(true);
  });

  it('misses a header, points and marks', () => {
    const { problems } = checkGcp('1 2 3 4 5 a.jpg p1\n1 2 3 4 5 b.jpg p1', photos);
    expect(problems).toHaveLength(3);
  });

  it('keeps negative numbers and exponents', () => {
    expect(checkGcp('EPSG:4326\n-91.5 4.6e1 -12 1 2 a.jpg p', photos).problems.some((problem) => problem.includes('numbers'))).toBe(false);
  });
});
