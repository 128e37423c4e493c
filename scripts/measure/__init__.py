"""The parts of `make bench`: what an answer costs, what the server bears, how near is found, how it starts and lives."""
