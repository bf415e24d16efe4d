/** The element around a card steps through the flow with single keys; those for a control belong to the control. */
export function keepKeys(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) return;
  const target = event.composedPath()[0];
  const isField = target instanceof Element && target.matches('textarea, input, select, summary, pre, [role="tab"], [role="tabpanel"]');
  if (isField || event.key === ' ' || event.key === 'Enter') event.stopPropagation();
}
