"""The commands: arguments in, exit code out. One module a command, imported when it is called."""
