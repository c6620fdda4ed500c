declare const __NADIR_VERSION__: string;
declare module '@fontsource-variable/geist/wght.css';
declare module '@fontsource-variable/geist-mono/wght.css';
