"""The subcommands of `safertext`, one a file.

`run(options, settings)` gives the exit code; `arguments(command)` adds what the command takes, where it takes anything.
"""
