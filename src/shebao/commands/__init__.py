"""The command line: every `shebao …` word; beside the channels the only place with a clock."""
