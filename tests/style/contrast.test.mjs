// Tests of style/tokens.css: every pair of colours that meet can be told apart, in light and in dark.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const TOKENS = readFileSync(new URL('../../style/tokens.css', import.meta.url), 'utf8');
const PHASES = ['pregnancy', 'baby', 'toddler', 'preschool', 'primary', 'secondary', 'youth'];
const GROUNDS = ['surface', 'surface-2'];

/** Pairs of a text and what it stands on. */
const TEXTS = [
  ...['ink', 'muted', 'action', 'ok', 'warn', 'danger'].flatMap((text) => GROUNDS.map((ground) => [text, ground])),
  ...['ink', 'muted', 'action'].map((text) => [text, 'action-surface']),
  ...['ok', 'warn', 'danger'].flatMap((kind) => [[kind, `${kind}-surface`], ['ink', `${kind}-surface`]]),
  ['on-action', 'action'],
  ['on-focus', 'focus'],
  ['surface', 'danger'],
  ...PHASES.flatMap((phase) => [phase, ...GROUNDS].map((ground) => [`${phase}-strong`, ground])),
  ...PHASES.map((phase) => ['ink', phase]),
  // The tick in the box of a chosen segment.
  ...PHASES.map((phase) => ['surface', `${phase}-strong`]),
];

/** Pairs of an edge, or of what a drawing is told by, and what is beside it. */
const EDGES = [
  ...['line', 'action', 'ink', 'outline'].flatMap((edge) => GROUNDS.map((ground) => [edge, ground])),
  ['line', 'action-surface'],
  ['outline', 'skin'],
  ['outline', 'body'],
  ...PHASES.map((phase) => [`${phase}-strong`, 'body']),
];

/** The declarations of the rule with this selector: colours by name. */
function colours(selector) {
  const start = TOKENS.indexOf(`${selector} {`);
  assert.notEqual(start, -1, `no rule ${selector}`);
  const rule = TOKENS.slice(start, TOKENS.indexOf('}', start));
  return Object.fromEntries([...rule.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

const LIGHT = colours(':root');
const DARK_BY_DEVICE = colours(':root:not([data-theme="light"])');
const DARK = { ...LIGHT, ...colours(':root[data-theme="dark"]') };

/** WCAG's relative luminance of `#rrggbb`. */
function luminance(colour) {
  assert.match(colour, /^#[0-9a-f]{6}$/);
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Resolves `var(--name)` and `var(--name, colour)` within a theme. */
function colour(theme, name) {
  const reference = /^var\(--([\w-]+)(?:, (.+))?\)$/.exec(theme[name] ?? assert.fail(`no token --${name}`));
  if (!reference) {
    return theme[name];
  }
  const [, other, instead] = reference;
  return instead && !(other in theme) ? instead : colour(theme, other);
}

function assertPairs(theme, pairs, least) {
  const weak = pairs
    .map(([one, other]) => [one, other, contrast(colour(theme, one), colour(theme, other))])
    .filter(([, , ratio]) => ratio < least)
    .map(([one, other, ratio]) => `${one} on ${other}: ${ratio.toFixed(2)}`);
  assert.deepEqual(weak, [], `less than ${least}:1`);
}

const MORE = colours(':root[data-contrast="more"]');
const THEMES = {
  light: LIGHT,
  dark: DARK,
  'light with more contrast': { ...LIGHT, ...MORE },
  'dark with more contrast': { ...DARK, ...MORE },
};

for (const [name, theme] of Object.entries(THEMES)) {
  test(`text can be read: ${name}`, () => assertPairs(theme, TEXTS, 7));
  test(`edges can be seen: ${name}`, () => assertPairs(theme, EDGES, 3));
  test(`one of the two rings of the focus can be seen: ${name}`, () => {
    for (const ground of GROUNDS) {
      const rings = ['focus', 'on-focus'].map((ring) => contrast(colour(theme, ring), colour(theme, ground)));
      assert.ok(Math.max(...rings) >= 3, `${ground}: ${rings}`);
    }
  });
}

test('the device and the user ask for the same dark and the same contrast', () => {
  assert.deepEqual(DARK_BY_DEVICE, colours(':root[data-theme="dark"]'));
  assert.deepEqual(colours(':root:not([data-contrast="normal"])'), MORE);
});
