/** Texts of what is shown while an RSA key is made. */

const number = (n: number): string => n.toLocaleString('en');

export const aside = {
  looking: (bits: number): string => `Looking for two primes of ${number(bits / 2)} bits…`,
  stands: (bits: number): string => `Looking for two primes of ${number(bits / 2)} bits. The page stands still until they are found.`,
  seconds: (n: number): string => `${number(n)} s`,
  usual: (most: number): string => `usually less than ${number(most)} s`,
  cancel: 'Cancel',
};

export type AsideText = typeof aside;
