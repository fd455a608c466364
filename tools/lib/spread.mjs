/** All of both lists, each in its order: the first of `few` comes first, and the others at even distances after it. */
export function spread(few, many) {
  const step = Math.ceil(many.length / Math.max(1, few.length));
  const spreadOut = few.flatMap((one, index) => [one, ...many.slice(index * step, (index + 1) * step)]);
  return [...spreadOut, ...many.slice(few.length * step)];
}
