import { en, type Catalogue } from './en.ts';

/** The texts in use. English is the only language so far; a second one is chosen here. */
export const t: Catalogue = en;

export const locale = 'en';
