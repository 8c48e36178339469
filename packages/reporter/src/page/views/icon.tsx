import type { ShotState } from "@shotlist/core/read-model";
import type { JSX } from "preact";

const shapes = {
  done: <path d="M3.2 8.6 6.4 12l6.4-8" />,
  failed: <path d="m3.5 3.5 9 9m0-9-9 9" />,
  waiting: <circle cx="8" cy="8" r="5" />,
  running: <path d="M8 3a5 5 0 1 1-5 5M8 5.5V8l2 1.4" />,
  downloading: <path d="M8 2.5v8M4.6 7.4 8 10.8l3.4-3.4M3 13.5h10" />,
  unconfirmed: <path d="M5.2 5.6a2.8 2.8 0 1 1 4.2 2.5c-.9.5-1.4 1-1.4 2M8 12.8v.4" />,
  blocked: <path d="M5.5 3.5v9m5-9v9" />,
  removed: <path d="M3 8h10" />,
  approved: <path d="M3.2 8.6 6.4 12l6.4-8" />,
  rejected: <path d="m3.5 3.5 9 9m0-9-9 9" />,
  none: <path d="M3.5 8h9" />,
  review: (
    <>
      <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z" />
      <circle cx="8" cy="8" r="1.6" />
    </>
  ),
  retake: <path d="M3 8a5 5 0 1 0 1.6-3.7M3 2.5v2.6h2.6" />,
  compare: <path d="M2.5 3.5h4.4v9H2.5zm6.6 0h4.4v9H9.1z" />,
  edit: <path d="m3 13 .6-2.8 7.6-7.6 2.2 2.2-7.6 7.6zM9.6 4.2l2.2 2.2" />,
  loop: <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.6h-2.6" />,
  play: <path class="solid" d="M5 3v10l8-5z" />,
  pause: <path class="solid" d="M4.5 3h2.3v10H4.5zm4.7 0h2.3v10H9.2z" />,
  stepBack: <path class="solid" d="M4 3h1.6v10H4zm8 0v10L6.4 8z" />,
  stepOn: <path class="solid" d="M10.4 3H12v10h-1.6zM4 3v10l5.6-5z" />,
  previous: <path d="M10 3 5 8l5 5" />,
  next: <path d="m6 3 5 5-5 5" />,
  close: <path d="m3.5 3.5 9 9m0-9-9 9" />,
  search: <path d="M11.6 7A4.6 4.6 0 1 1 2.4 7a4.6 4.6 0 0 1 9.2 0zm-1.3 3.3 3.6 3.6" />,
  fullscreen: <path d="M6 2.5H2.5V6m7.5-3.5H13.5V6M6 13.5H2.5V10m11 0v3.5H10" />,
  print: <path d="M4.5 6V2.5h7V6M4.5 11.5h-2v-5.5h11v5.5h-2m-7-2h7v4h-7z" />,
  auto: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path class="solid" d="M8 2.5a5.5 5.5 0 0 1 0 11z" />
    </>
  ),
  light: (
    <>
      <circle cx="8" cy="8" r="2.8" />
      <path d="M8 1v1.5m0 11V15M1 8h1.5m11 0H15M3 3l1.1 1.1m7.8 7.8L13 13M3 13l1.1-1.1m7.8-7.8L13 3" />
    </>
  ),
  dark: <path d="M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6z" />,
  smaller: <path d="M2.5 2.5h4.5V7H2.5zm6.5 0h4.5V7H9zm-6.5 6.5h4.5v4.5H2.5zm6.5 0h4.5v4.5H9z" />,
  larger: <path d="M2.5 3.5h11v9h-11z" />,
} satisfies Record<string, JSX.Element> & Record<ShotState, JSX.Element>;

/** Names of the page's glyphs; every shot state has one of its own shape, so that colour is never alone. */
export type IconName = keyof typeof shapes;

/** A glyph of 16 units, in the colour of the text around it. It is decoration: words always stand beside it. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}
