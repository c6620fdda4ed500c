import { describe, expect, it } from 'vitest';
import { nameOfFile, productFiles, productProblem } from './products.ts';

const file = (name: string) => new File(['x'], name);

describe('products', () => {
  it('are checked by how their files end', () => {
    expect(productProblem({})).toMatch(/at least one/);
    expect(productProblem({ orthophoto: file('map.TIF'), texturedmodel: file('model.glb') })).toBeNull();
    expect(productProblem({ pointcloud: file('cloud.e57') })).toMatch(/\.laz, \.las/);
  });

  it('are sent under the names of their kinds', () => {
    expect(productFiles({ dsm: file('a.tif'), dtm: file('a.tif') }).map(({ part, name }) => [part, name])).toEqual([['dsm', 'a.tif'], ['dtm', 'a.tif']]);
  });

  it('give the task a name', () => expect(nameOfFile('North_quarry_2026.zip')).toBe('North quarry 2026'));
});
