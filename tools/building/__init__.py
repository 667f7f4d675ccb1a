"""The parts of `tools.build_book`, one for each of its steps."""

import sys

# jsonschema checks a kind of address with it that no schema of ours asks for; to import
# it compiles 38 grammars, for three seconds.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
