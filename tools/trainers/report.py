"""What was done with the exports of every format, told at the end."""

from collections import defaultdict


class Report:
    def __init__(self, by_rules):
        self.by_rules = by_rules
        self.folders = defaultdict(list)
        self.codes = defaultdict(dict)
        self.ruled = defaultdict(int)

    def rows(self, export, splits):
        parts = "" if len(splits) == 1 else f" ({', '.join(f'{name} {len(splits[name])}' for name in splits)})"
        files = "" if len(export.data) == 1 else f" in {len(export.data)} files"
        self.folders[export.folder].append(f"datasets {export.rows}{parts}{files}")

    def code(self, export, reader, kept, left_out=None):
        reasons = "".join(f" + {count} {reason}" for reason, count in (left_out or {}).items() if count > 0)
        self.folders[export.folder].append(f"{reader} {kept}{reasons}")
        self.codes[export.format][reader] = self.codes[export.format].get(reader, 0) + kept

    def rules(self, export, kept):
        self.folders[export.folder].append(f"row rules {kept}")
        self.ruled[export.format] += kept

    def said(self, export):
        return ", ".join(self.folders[export.folder])

    def table(self):
        """A line for each format: which code of its trainers read it, or that its rows were checked by rules, and why."""
        lines = []
        for name in sorted({*self.codes, *self.ruled}):
            codes = self.codes.get(name, {})
            if codes:
                read = ", ".join(f"{reader} ({kept} rows)" for reader, kept in codes.items())
                lines.append(f"{name:24} the trainer's own code: {read}")
            else:
                lines.append(f"{name:24} the rules of its rows ({self.ruled[name]} rows): {self.by_rules.get(name, 'not told')}")
        return "\n".join(["", "How each format was proven, besides opening it with Hugging Face datasets:", *lines, ""])
