/** What a key asks for. Pure: which element heard it is the caller's business. */
export type KeyCommand =
  | { readonly do: 'next' | 'back' | 'first' | 'last' | 'play' | 'view' | 'inspector' | 'tour' | 'keys' | 'undo' | 'redo' }
  | { readonly do: 'nudge'; readonly by: number }
  | { readonly do: 'go'; readonly n: number };

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Where the key was pressed: letters belong to a text field, the space bar to a button. */
export type Place = 'text' | 'button' | 'slider' | 'other';

const NUDGE = 0.05;

export function keyCommand(pressed: Pressed, place: Place): KeyCommand | undefined {
  if (pressed.altKey || place === 'text') return undefined;
  if (pressed.ctrlKey || pressed.metaKey) return wayOf(pressed);
  switch (pressed.key) {
    case 'ArrowRight':
    case 'l':
      return { do: 'next' };
    case 'ArrowLeft':
    case 'j':
      return { do: 'back' };
    case 'Home':
      return { do: 'first' };
    case 'End':
      return { do: 'last' };
    case ' ':
      return place === 'button' ? undefined : { do: 'play' };
    case 'k':
      return { do: 'play' };
    case '.':
      return { do: 'nudge', by: NUDGE };
    case ',':
      return { do: 'nudge', by: -NUDGE };
    case 't':
      return { do: 'view' };
    case 'i':
      return { do: 'inspector' };
    case 'g':
      return { do: 'tour' };
    case '?':
      return { do: 'keys' };
    default:
      return /^[1-9]$/.test(pressed.key) ? { do: 'go', n: Number(pressed.key) } : undefined;
  }
}

/** A text field has an undo of its own; elsewhere the keys mean the page's. */
function wayOf({ key, shiftKey, ctrlKey }: Pressed): KeyCommand | undefined {
  if (key.toLowerCase() === 'z') return { do: shiftKey ? 'redo' : 'undo' };
  return key === 'y' && ctrlKey ? { do: 'redo' } : undefined;
}

/** What sort of place an event's innermost target is. */
export function placeOf(target: EventTarget | undefined): Place {
  if (!(target instanceof Element)) return 'other';
  if (target instanceof HTMLInputElement) {
    return target.type === 'range' ? 'slider' : ['checkbox', 'radio', 'file', 'button'].includes(target.type) ? 'button' : 'text';
  }
  if (target.matches('textarea, select, [contenteditable]')) return 'text';
  if (target.matches('button, summary, a, [role="button"], [role="tab"]')) return 'button';
  return 'other';
}
