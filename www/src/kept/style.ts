import { css } from 'lit';

/** Under the command line: how the keys are kept, and a form for what is to become of them. */
export const keptStyles = css`
  section {
    display: grid;
    gap: var(--kms-space-2);
    padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .what {
    max-width: 96ch;
    color: var(--kms-fg-2);
  }
  .fault {
    max-width: 96ch;
  }
  .form {
    display: grid;
    gap: var(--kms-space-3);
    justify-items: start;
    padding-top: var(--kms-space-2);
  }
  label {
    display: grid;
    gap: var(--kms-space-1);
    width: min(100%, 420px);
    font-weight: var(--kms-bold);
  }
  .field {
    font-weight: 400;
  }
  .danger {
    border-color: var(--kms-refused);
    color: var(--kms-refused);
    font-weight: var(--kms-bold);
  }
`;
