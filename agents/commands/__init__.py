"""The commands of `eventwire`, one file a command or group; agents/cli.py names them."""
