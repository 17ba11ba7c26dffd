/** Long addresses in it go on in the next line where a reader expects it, after an @, before a dot or a slash, and not within a word. */
export function Breakable({ text }: { text: string }) {
  const words = text.split(/(\S{15,})/);
  const pieces = words.flatMap((word, n) => (n % 2 === 0 ? [word] : breaks(word)));
  return <>{pieces}</>;
}

const breaks = (word: string) =>
  word.split(/(?<=@)|(?<=[^@./])(?=[./])/).flatMap((piece, n) => (n === 0 ? [piece] : [<wbr />, piece]));
