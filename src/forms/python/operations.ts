/** How closely the operators with two sides bind; comparisons and the words come before them. */
export const BINDING: Readonly<Record<string, number>> = {
  '|': 1,
  '^': 2,
  '&': 3,
  '<<': 4,
  '>>': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '//': 6,
  '%': 6,
  '@': 6,
};

export const COMPARISONS: readonly string[] = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not', 'is'];

export const ASSIGNMENTS: readonly string[] = [
  '+=',
  '-=',
  '*=',
  '/=',
  '//=',
  '%=',
  '@=',
  '&=',
  '|=',
  '^=',
  '>>=',
  '<<=',
  '**=',
];

/** What an expression can begin with, beside names, numbers and strings. */
export const BEGINNINGS: readonly string[] = [
  '(',
  '[',
  '{',
  '-',
  '+',
  '~',
  '*',
  '...',
  'not',
  'lambda',
  'await',
  'None',
  'True',
  'False',
];
