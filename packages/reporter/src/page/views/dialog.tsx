import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { NoticeLine } from "./notice-line.tsx";

/** What a dialog needs. */
export interface DialogProps {
  readonly class: string;
  readonly label: string;
  readonly testId: string;
  readonly onClose: () => void;
  /** Whether its first field has the focus at first, instead of its top. */
  readonly startsInField?: boolean;
  readonly children: ComponentChildren;
}

/**
 * A modal dialog for as long as it is mounted: the browser keeps the focus inside and gives it back.
 * Esc and a click beside it close it.
 */
export function Dialog(props: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  // Before the next key comes, so that what is typed at once goes into the dialog.
  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    // A dialog without a form has no first field: its reader starts at the top, not on some button.
    const field = props.startsInField
      ? body.current?.querySelector<HTMLElement>("textarea, input")
      : undefined;
    (field ?? body.current)?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc does the same, through the cancel event.
    <dialog
      ref={dialog}
      class={props.class}
      aria-label={props.label}
      data-testid={props.testId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => event.target === dialog.current && props.onClose()}
    >
      <div class="dialog-body" ref={body} tabIndex={-1}>
        {props.children}
      </div>
      <NoticeLine />
    </dialog>
  );
}
