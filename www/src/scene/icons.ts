import { svg, type SVGTemplateResult } from 'lit';
import type { Role } from '../model.ts';

/** Drawings of the roles, each on a square of 24 units; they take the colour of the token they stand in. */

const key = svg`<g class="line"><circle cx="7.5" cy="12" r="4.6" /><path d="M12.1 12H22m-3 0v4m-4-4v3" /></g>`;

const envelope = svg`<g class="line"><path d="M2.5 5.5h19v13h-19z" /><path d="m2.5 5.5 9.5 7.6 9.5-7.6" /></g>`;

const lines = svg`<g class="line"><path d="M5 2.5h9.5L19 7v14.5H5z" /><path d="M8.5 11h7m-7 3.5h7m-7 3.5h4.5" /></g>`;

const lock = svg`<g class="line"><path d="M5.5 10.5h13v10h-13z" /><path d="M8 10.5V7.6a4 4 0 0 1 8 0v2.9" /><path d="M12 14v3" /></g>`;

const asks = svg`<g class="line"><path d="M4 5.5h16v10.2h-9.4L6.4 20v-4.3H4z" /></g>`;

export function roleIcon(role: Role): SVGTemplateResult {
  switch (role) {
    case 'plaintext-data-key':
    case 'plaintext-kms-key':
    case 'derived-key':
    case 'domain-key':
      return key;
    case 'wrapped-data-key':
    case 'wrapped-kms-key':
      return envelope;
    case 'user-data':
      return lines;
    case 'ciphertext':
      return lock;
    case 'json':
      return asks;
  }
}

/** The outline of a token: the shape alone tells the role. */
export function outline(role: Role, w: number, h: number): string {
  switch (role) {
    case 'plaintext-data-key':
    case 'plaintext-kms-key':
    case 'derived-key':
    case 'domain-key':
      return rounded(w, h, h / 2);
    case 'wrapped-data-key':
    case 'wrapped-kms-key':
      return rounded(w, h, 4);
    case 'user-data':
    case 'ciphertext':
      return `M1 0H${w - 11}L${w} 11V${h}H0V1Z`;
    case 'json':
      return `M2 0H${w - 9}L${w} ${h / 2}L${w - 9} ${h}H2Q0 ${h} 0 ${h - 2}V2Q0 0 2 0Z`;
  }
}

function rounded(w: number, h: number, r: number): string {
  return `M${r} 0H${w - r}A${r} ${r} 0 0 1 ${w} ${r}V${h - r}A${r} ${r} 0 0 1 ${w - r} ${h}H${r}A${r} ${r} 0 0 1 0 ${h - r}V${r}A${r} ${r} 0 0 1 ${r} 0Z`;
}

/** What a role is painted as. */
export function tone(role: Role): 'plain' | 'sealed' | 'data' | 'encrypted' | 'request' {
  switch (role) {
    case 'plaintext-data-key':
    case 'plaintext-kms-key':
    case 'derived-key':
    case 'domain-key':
      return 'plain';
    case 'wrapped-data-key':
    case 'wrapped-kms-key':
      return 'sealed';
    case 'user-data':
      return 'data';
    case 'ciphertext':
      return 'encrypted';
    case 'json':
      return 'request';
  }
}
