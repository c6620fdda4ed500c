import type { ReactNode, SVGProps } from 'react';

/** Line icons drawn on a 24-unit grid; always decorative, the name is on the control. */
const shapes = {
  plus: <path d="M12 5v14M5 12h14" />,
  more: (
    <>
      <circle cx="5" cy="12" r="1.2" fill="currentColor" />
      <circle cx="12" cy="12" r="1.2" fill="currentColor" />
      <circle cx="19" cy="12" r="1.2" fill="currentColor" />
    </>
  ),
  search: <path d="M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.8-1.7L20 20" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  check: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  chevronDown: <path d="m6 9.5 6 6 6-6" />,
  chevronRight: <path d="m9.5 6 6 6-6 6" />,
  chevronLeft: <path d="m14.5 6-6 6 6 6" />,
  chevronUp: <path d="m6 14.5 6-6 6 6" />,
  arrowLeft: <path d="M19 12H5m6-6-6 6 6 6" />,
  map: <path d="m9 4-6 2.5v13.5l6-2.5 6 2.5 6-2.5V4l-6 2.5L9 4Zm0 0v13.5M15 6.5V20" />,
  download: <path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14" />,
  upload: <path d="M12 16V5M7.5 9.5 12 5l4.5 4.5M5 19.5h14" />,
  folder: <path d="M3.5 18V6.5A1.5 1.5 0 0 1 5 5h4l2 2.5h8A1.5 1.5 0 0 1 20.5 9v9a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18Z" />,
  image: <path d="M5 4.5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1Zm-1 12 4.5-4.5 4 4 2.5-2.5 5 4.5M15 9.5h.01" />,
  server: <path d="M5 4.5h14a1 1 0 0 1 1 1V10a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5.5a1 1 0 0 1 1-1ZM5 13h14a1 1 0 0 1 1 1v4.500a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V14a1 1 0 0 1 1-1Zm2.500-5.200h.01M7.500 16.300h.01" />,
  info: <path d="M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17Zm0-9.500v5m0-8.200v.01" />,
  alert: <path d="M12 4 2.800 19.500h18.400L12 4Zm0 6v4.500m0 2.500v.01" />,
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  sun: <path d="M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0-13v2m0 14v2m9-9h-2M5 12H3m15.400-6.400L17 7M7 17l-1.400 1.400m12.800 0L17 17M7 7 5.600 5.600" />,
  moon: <path d="M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z" />,
  screen: <path d="M4 5h16v11H4zM9 20h6m-3-4v4" />,
  edit: <path d="m14.500 6 3.500 3.500L8.500 19H5v-3.500L14.500 6Z" />,
  trash: <path d="M5 7h14M10 7V4.500h4V7m3 0-.800 12.500H7.800L7 7m3.500 4v5m3-5v5" />,
  restart: <path d="M19 12a7 7 0 1 1-2.200-5.100L19 9m0-5v5h-5" />,
  stop: <path d="M7 7h10v10H7z" />,
  play: <path d="M8 5.500v13l10.500-6.500L8 5.500Z" />,
  copy: <path d="M9 9h10v10.500H9zM6 15H4.500V4.500H15V6" />,
  terminal: <path d="m5 8 4 4-4 4m7 0h7" />,
  layers: <path d="m12 4 9 4.500-9 4.500-9-4.500L12 4Zm-9 8.500 9 4.500 9-4.500M3 16.500 12 21l9-4.500" />,
  expand: <path d="M9 4H4v5m11-5h5v5M9 20H4v-5m11 5h5v-5" />,
  shrink: <path d="M4 9h5V4m11 5h-5V4M4 15h5v5m11-5h-5v5" />,
  extent: <path d="M4 8V4h4m8 0h4v4m0 8v4h-4m-8 0H4v-4m8-7a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z" />,
  ruler: <path d="m4 15.500 11.500-11.500 4.500 4.500L8.500 20 4 15.500Zm3-3 1.800 1.800M10 9.500l2.500 2.500M13 6.500l1.800 1.800" />,
  polygon: <path d="m6 7 11-2 3 9-8 6-8-5 2-8Z" />,
  minus: <path d="M5 12h14" />,
  pin: <path d="M12 21s6.500-6 6.500-11a6.500 6.500 0 1 0-13 0C5.500 15 12 21 12 21Zm0-8.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z" />,
  file: <path d="M6.500 3.500H14L18.500 8v12.500h-12v-17ZM14 3.500V8h4.500" />,
  clock: <path d="M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM12 7v5l3.500 2" />,
  eye: <path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12Zm9.500 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z" />,
  signOut: <path d="M14 4.500H5.500v15H14M10 12h10.500m-3.500-3.500 3.500 3.500-3.500 3.500" />,
  share: <path d="M17 8a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM7 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Zm10 6.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM9.200 10.800l5.600-4m-5.600 6.400 5.600 4" />,
  person: <path d="M12 11.500a3.750 3.750 0 1 0 0-7.500 3.750 3.750 0 0 0 0 7.500ZM4.500 20a7.500 7.500 0 0 1 15 0" />,
  people: <path d="M9 11.500a3.250 3.250 0 1 0 0-6.500 3.250 3.250 0 0 0 0 6.500ZM3 19a6 6 0 0 1 12 0m.500-13.800a3 3 0 0 1 0 6M17.500 14a6 6 0 0 1 3.500 5" />,
  key: <path d="M8.500 15.500a4 4 0 1 0 0-.010ZM11.500 12.500 20 4m-3.500 3.500 2.500 2.500m-5 0 1.500 1.500" />,
  gauge: <path d="M4.500 17.500a8.500 8.500 0 1 1 15 0M12 14l4-5" />,
  cube: <path d="m12 3 8 4.500v9L12 21l-8-4.500v-9L12 3Zm0 9 8-4.500M12 12 4 7.500m8 4.500v9" />,
  import: <path d="M12 4v10m-4-4 4 4 4-4M4.500 14v5.500h15V14" />,
  export: <path d="M12 14V4M8 8l4-4 4 4M4.500 14v5.500h15V14" />,
  link: <path d="M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1m2 3.700a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1" />,
  camera: <path d="M4 8h3.500L9 5.500h6L16.500 8H20v11H4V8Zm8 8.500a3.250 3.250 0 1 0 0-6.500 3.250 3.250 0 0 0 0 6.500Z" />,
  bulb: <path d="M9 18h6m-5 2.500h4M8.500 15.500a6 6 0 1 1 7 0v2h-7v-2Z" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 20, ...rest }: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      {shapes[name]}
    </svg>
  );
}

/** The sign of the product: a camera above, its view, and the point straight below. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" className="mark-ground" />
      <path d="M16 7 6.500 24h19Z" fill="none" className="mark-line" strokeWidth="2" strokeLinejoin="round" />
      <path d="M16 7v17" className="mark-line" strokeWidth="2" strokeDasharray="2.400 2.600" />
      <circle cx="16" cy="24" r="3.400" className="mark-point" strokeWidth="1.600" />
      <circle cx="16" cy="7.400" r="2.400" className="mark-camera" />
    </svg>
  );
}
